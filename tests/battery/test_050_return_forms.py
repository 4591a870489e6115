"""A return form that was tampered with, cut, blown up or filled in oddly: a sentence, or the row set aside."""

import io
import shutil
import zipfile

import pytest

from tests.battery.sentences import must_be_one_sentence, must_have_stored_nothing
from tests.commands import Terminal
from tests.commissioning.returns.forms import Filled, form_of
from tests.workbooks import changed, ods, packed, unpacked

SHEET = "xl/worksheets/sheet2.xml"
ENTITY = '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>'
REGISTER = {
    "agreements": "reference,title,provider_name,provider_org_id,starts_on,ends_on,status\n"
    "A1,Day centre,Anytown Care,GB-CHC-1000001,2025-04-01,2027-03-31,active\n",
    "measures": "reference,measure,kind,unit,direction,target,frequency\n"
    "A1,=Cost per user,how_much,pounds,lower,100,quarterly\n"
    "A1,Satisfied,how_well,%,higher,90,quarterly\n",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A home in which a form was written, and the form."""
    folder = tmp_path_factory.mktemp("asked")
    terminal = Terminal(folder / "home")
    for feed, content in REGISTER.items():
        (folder / f"{feed}.csv").write_text(content, encoding="utf-8")
        assert terminal.load(feed, folder / f"{feed}.csv").status == 0
    wanted = ("write-return-templates", "--period", "2025-Q1", "--output", folder / "forms")
    [form] = terminal(*wanted, "--json").document["forms"]
    return folder / "home", folder / "forms" / form["file"].rpartition("/")[2]


@pytest.fixture
def form(asked) -> Filled:
    return Filled(asked[1].read_bytes())


@pytest.fixture
def load(asked, terminal, tmp_path):
    """Load a form that came back, into a copy of the home that it was written in."""
    shutil.copytree(asked[0], terminal.home)

    def _load(content: bytes):
        path = tmp_path / "returned.xlsx"
        path.write_bytes(content)
        return terminal("load", "returns", path, "--received-on", "2025-07-15")

    return _load


def bomb(content: bytes) -> bytes:
    """Return the form with a picture that unpacks to a thousand times its size."""
    return packed(unpacked(content) | {"xl/media/image1.png": bytes(40_000_000)})


def in_two(content: bytes) -> bytes:
    """Return a zip that holds the sheet of rows twice."""
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, archive.read(SHEET))
    return written.getvalue()


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (bomb, "this looks like a zip bomb"),
        (lambda content: content[: len(content) // 2], "not whole"),
        (in_two, "it holds xl/worksheets/sheet2.xml twice"),
        (
            lambda content: changed(content, SHEET, "<worksheet ", f"{ENTITY}<worksheet "),
            "as attacks do",
        ),
        (lambda content: changed(content, SHEET, "</sheetData>", ""), "is damaged"),
        (
            lambda _content: ods([["Reference", "Value"], ["A1", 5]]),
            "it has no layout known for returns",
        ),
    ],
    ids=["bomb", "cut", "twice", "entity", "damaged", "ods"],
)
def test_a_form_that_cannot_be_trusted_is_refused_in_a_sentence(load, form, terminal, spoil, what):
    before = terminal.count("load")
    ran = load(spoil(form.type("Satisfied", value=88).content()))
    assert (ran.status, ran.out) == (2, "")
    assert what in must_be_one_sentence(ran.err)
    assert (terminal.count("load"), terminal.count("return_version")) == (before, 0)


def test_characters_that_are_no_text_are_refused_and_marks_that_turn_it_taken_out(
    load, form, terminal
):
    turned = form.type("Satisfied", value=88, comment="\u202eeraC\u202c")
    ran = load(turned.content())
    assert ran.status == 0, ran
    assert "marks that override the direction of text were taken out" in ran.out + ran.err
    content = turned.type("Satisfied", comment="bell").content()
    member = next(name for name, part in unpacked(content).items() if b">bell<" in part)
    ran = load(changed(content, member, ">bell<", ">be_x0007_ll<"))
    assert (ran.status, ran.out) == (2, "")
    assert "the character U+0007, which is not text" in must_be_one_sentence(ran.err)


def test_a_measure_named_like_a_formula_comes_back_under_its_own_name(load, form, terminal):
    ran = load(form.type("'=Cost per user", value=97).content())
    assert ran.status == 0, ran
    assert terminal.ask("SELECT measure, value FROM return_version") == [("=Cost per user", 97.0)]


def test_a_row_there_twice_with_two_values_is_set_aside_twice(load, form, terminal):
    row = form.sheet.max_row + 1
    for name, column in form.columns.items():
        form.sheet.cell(row, column).value = form.cell("Satisfied", name).value
    form.sheet.cell(row, form.columns["Value"]).value = 70
    form.sheet.cell(row - 1, form.columns["Value"]).value = 80
    ran = load(form.content())
    assert ran.out.startswith("returns: 3 rows in, 0 loaded, 2 set aside, 1 not data;")
    assert ran.err.count("another row has the same reference, measure, starts_on") == 2


def test_a_form_nothing_was_filled_in_is_no_return_at_all(load, form, terminal):
    ran = load(form.content())
    assert ran.out.startswith("returns: 2 rows in, 0 loaded, 0 set aside, 2 not data;"), ran
    assert "0 figures accepted, 0 refused, 2 not filled in" in ran.out + ran.err
    assert terminal.count("return_version") == 0


def test_a_form_of_an_authority_that_never_wrote_it_is_refused(terminal, tmp_path):
    path = tmp_path / "returned.xlsx"
    path.write_bytes(Filled(form_of()).type("Satisfied", value=88).content())
    ran = terminal("load", "returns", path)
    assert must_be_one_sentence(ran.err).startswith("returned.xlsx: this is a form of anytown's")
    must_have_stored_nothing(terminal)
