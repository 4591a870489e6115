"""Battery 67: a provider is erased: its name is nowhere in the home, and nothing else has changed."""

import re
from pathlib import Path

import pytest

from tests.battery.books import JUNE, MAY, Books, books_in
from tests.battery.dump import dump
from tests.battery.files import OURS, agreement
from tests.battery.sentences import must_be_one_sentence
from tests.battery.small_council import PROFILE

NAME, IDENTIFIER = "Jo Smith Counselling", "GB-COH-09876543"
WORDS = re.compile(rb"jo\s+smith|09876543", re.IGNORECASE)
BASIS = ("--reason", "asked for it", "--authority-reference", "DPO 12/2026")
PAYMENTS = (
    "payment_id,paid_on,provider_name,provider_org_id,reference,purpose,basis,amount_gbp\n"
    f"P1,2026-04-02,{NAME},{IDENTIFIER},A1,Sessions by {NAME} in April,outturn,10.00\n"
    "P2,2026-04-03,Anytown Care Ltd,,A2,Meals,outturn,20.00\n"
)
EXEMPT = '\n[publication]\nexempt = ["provider_values"]\n'
OTHERS = ("Anytown Care Ltd", "Beta Homes", "Gamma Trust")
SPEND = "payment_id,paid_on,department,provider_name,provider_org_id,basis,amount_gbp\n" + "".join(
    f"{year}-{n},{year}-05-0{n + 1},{'Adults' if n else 'Children'},{who},{org_id},outturn,{n + 1}000000.00\n"
    for year in (2025, 2026)
    for n, (who, org_id) in enumerate(((f"{NAME} Ltd", IDENTIFIER), *((who, "") for who in OTHERS)))
)
COUNTED = (
    "SELECT count(*), sum(value_pence) FROM agreement_version",
    "SELECT count(*), sum(amount_pence) FROM payment_version",
    "SELECT load_no, rows_in, rows_loaded, rows_set_aside, pence_in, hash FROM load ORDER BY 1",
    "SELECT count(*) FROM quarantined_row",
)


@pytest.fixture(scope="module")
def named(tmp_path_factory) -> Books:
    """A register that names it alone, beside another provider, in a title and in a row set aside."""
    books = books_in(tmp_path_factory.mktemp("books"))
    load(books, MAY, *rows())
    path = books.folder / "spend.csv"
    path.write_text(PAYMENTS, encoding="utf-8")
    books.done("load", "payments", path)
    books.done("build-packs", "--on", JUNE)
    return books


@pytest.fixture
def held(named: Books, tmp_path: Path) -> Books:
    """The register that names it, to be changed."""
    return named.copied(tmp_path)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    """A register with nothing in it yet."""
    return books_in(tmp_path)


def rows(**changes: str) -> list[dict[str, str]]:
    named = {"provider_name": NAME, "provider_org_id": IDENTIFIER}
    return [
        agreement("A1", title=f"Sessions ({NAME})", **named) | changes,
        agreement("A2", provider_org_id=""),
        agreement("A3", **named) | {"value_gbp": NAME},
        agreement("A4", provider_name=f"{NAME}; Beta Care Ltd", provider_org_id=""),
    ]


def load(books: Books, edition: str, *rows: dict[str, str]) -> dict[str, object]:
    words = ("--edition", edition, "--complete")
    return books.done("load", OURS.feed, books.file(OURS, *rows), *words)


def erase(books: Books, who: str = NAME) -> dict[str, object]:
    return books.done("erase", "provider", who, *BASIS, "--yes")


def holding(books: Books) -> list[str]:
    """Return where the name is still found: tables of the database, and files under the home."""
    lines = dump(books.database).splitlines()
    found = [line for line in lines if WORDS.search(line.encode())]
    files = [path for path in books.home.rglob("*") if path.is_file()]
    return found + [str(path) for path in files if WORDS.search(path.read_bytes())]


def test_the_name_is_nowhere_and_every_number_is_as_it_was(held):
    held.done("plan-services", "--on", JUNE)
    before = [held.ask(statement) for statement in COUNTED]
    assert len(holding(held)) > 5
    removed = erase(held)
    assert removed["erased"]
    assert (len(removed["snapshots"]), len(removed["packs"])) == (2, 1)
    assert holding(held) == []
    assert [held.ask(statement) for statement in COUNTED] == before
    assert held.ask("SELECT name_digest FROM erasure") != []
    proved = held("verify")
    assert proved.status == 0
    assert "erased: 2 snapshots and 1 packs" in proved.out
    assert held("doctor").status == 0


def test_each_row_that_changes_is_counted_once(held):
    removed = erase(held)
    # A1 has it as its provider and in its title, A4 beside another; P1 as its payee and purpose.
    assert removed["rows"]["agreement_version"] == 2
    assert removed["rows"]["agreement_provider"] == 2
    assert removed["rows"]["payment_version"] == 1


def test_the_other_providers_stay(held):
    erase(held)
    named = held.ask("SELECT provider_name FROM agreement_version ORDER BY row_no")
    assert named == [(None,), ("Anytown Care Ltd",), ("Beta Care Ltd",)]
    providers = held.ask("SELECT provider_key, provider_name FROM agreement_provider ORDER BY 2")
    assert providers == [
        ("anytown care ltd", "Anytown Care Ltd"),
        ("beta care ltd", "Beta Care Ltd"),
        ("erased provider 1", "erased provider 1"),  # alone
        ("erased provider 1", "erased provider 1"),  # and beside Beta Care Ltd
    ]
    assert held.ask("SELECT title FROM agreement_version WHERE row_no = 1") == [
        ("Sessions (erased provider 1)",)
    ]


def test_the_erased_pack_is_off_the_index_and_the_next_one_is_without_the_name(held):
    erase(held)
    index = held.home / "packs" / "salford" / "index.html"
    assert "dmt-authority" not in index.read_text()
    [pack] = held.done("build-packs", "--on", JUNE)["packs"]
    assert Path(pack["html"]).name == "dmt-authority-v2.html"
    assert holding(held) == []


def test_a_pack_that_a_killed_run_left_without_its_names_is_erased_too(held):
    [(path, period, digest)] = held.ask("SELECT path, period, digest FROM pack")
    page, waiting = held.home / "packs" / path, held.home / "packs/.unissued/salford" / period
    (waiting / f"{digest}.forms").mkdir(parents=True)
    page.with_suffix("").rename(waiting / f"{digest}.forms" / "tables")
    page.with_suffix(".xlsx").rename(waiting / f"{digest}.forms" / "workbook.xlsx")
    page.rename(waiting / digest)
    assert erase(held)["packs"] == [path]
    assert holding(held) == []
    held.done("build-packs", "--on", JUNE)
    assert holding(held) == []
    assert not page.exists()


def test_a_providers_own_packs_go_and_their_paths_no_longer_name_it(held):
    words = ("build-packs", "--audience", "provider", "--on", JUNE)
    own = [Path(pack["html"]) for pack in held.done(*words)["packs"]]
    assert [page for page in own if "jo-smith" in page.name]
    erase(held)
    named = re.compile(r"jo.smith", re.IGNORECASE)
    assert not named.search(dump(held.database))
    assert not [path for path in held.home.rglob("*") if named.search(path.name)]
    assert not named.search((held.home / "packs" / "salford" / "index.html").read_text())
    again = [Path(pack["html"]).name for pack in held.done(*words)["packs"]]
    assert not [name for name in again if named.search(name) or "erased" in name]


def test_the_publishers_next_file_brings_nothing_back_and_is_no_change(held):
    erase(held)
    load(held, JUNE, *rows())
    assert holding(held) == []
    assert held.ask("SELECT versions FROM load WHERE load_no = 3") == [(0,)]
    load(held, "2026-07-31", *rows(ends_on="2028-03-31"))
    assert holding(held) == []
    later = held.ask("SELECT provider_name, title FROM agreement_version WHERE known_from = 4")
    assert later == [(None, "Sessions (erased provider 1)")]
    assert held.ask("SELECT count(*) FROM agreement") == [(3,)]


def test_a_file_that_is_refused_leaves_no_name_behind(held):
    erase(held)
    broken = held.folder / "broken.csv"
    broken.write_text(f'reference,title,ends_on\nA1,"{NAME},2027-03-31\n', encoding="utf-8")
    assert held("load", OURS.feed, broken).status == 2
    assert holding(held) == []


@pytest.fixture
def answered(books: Books) -> Books:
    """An authority that told what a year cost, and, to those it allows, whom it paid."""
    folder = books.home / "authorities"
    folder.mkdir()
    profile = PROFILE.read_text(encoding="utf-8") + EXEMPT
    (folder / PROFILE.name).write_text(profile, encoding="utf-8")
    path = books.folder / "spend.csv"
    path.write_text(SPEND, encoding="utf-8")
    books.done("load", "payments", path)
    assert "2026/27 outturn 10.0m" in ask(books, "spend")
    assert NAME in ask(books, "top-contributors", "--by", "provider", "--part", "exempt")
    return books


def ask(books: Books, kind: str, *words: str) -> str:
    return books.done("answer-question", "--kind", kind, "--year", "2026/27", *words)["answer"]


def test_answers_that_were_given_lose_the_name_and_stay_on_record(answered):
    statement = "SELECT answer_no, digest FROM answer ORDER BY 1"
    before = answered.ask(statement)
    totals = answered.ask("SELECT * FROM answer_total ORDER BY 1, 2, 3, 4")
    assert len(totals) > 0
    erase(answered, IDENTIFIER)
    assert holding(answered) == []
    assert answered.ask(statement) == before
    assert answered.ask("SELECT * FROM answer_total ORDER BY 1, 2, 3, 4") == totals
    [(said,)] = answered.ask("SELECT answer FROM answer WHERE part = 'exempt'")
    assert "erased provider 1" in said


def test_what_an_erased_provider_was_paid_still_cannot_be_worked_out(answered):
    whole = ask(answered, "spend")
    erase(answered, IDENTIFIER)
    assert "withheld" in ask(answered, "spend", "--department", "Adults")  # all but the provider
    assert ask(answered, "spend") == whole


@pytest.mark.parametrize(
    "cells",
    [{"provider_name": NAME, "value_gbp": "a lot"}, {"title": f"Sessions by {NAME}"}],
    ids=["row set aside", "title"],
)
def test_a_name_that_no_row_has_as_its_provider_is_erased_from_text(books, cells):
    load(books, MAY, agreement("A1"), agreement("A2", **cells))
    assert holding(books) != []
    erase(books, NAME.upper())
    assert holding(books) == []


def test_a_name_that_only_a_refused_file_holds_is_erased(books):
    load(books, MAY, *(agreement(f"A{n}") for n in range(1, 7)))
    cut_off = books.file(OURS, agreement("A1", title=f"Sessions by {NAME}"))
    assert books("load", OURS.feed, cut_off, "--edition", JUNE, "--complete").status == 2
    [kept] = holding(books)
    assert erase(books)["refused"] == [Path(kept).name]
    assert holding(books) == []


def test_a_name_that_is_nowhere_is_refused_and_the_sentence_says_where_it_was_looked_for(held):
    before = dump(held.database)
    ran = held("erase", "provider", "Beta Cares Ltd", *BASIS, "--yes")
    assert ran.status == 2
    sentence = must_be_one_sentence(ran.err)
    assert "rows, rows set aside, files as received, refused files or packs" in sentence
    assert "the most like it: Beta Care Ltd" in sentence
    assert dump(held.database) == before


def test_the_grounds_are_kept_without_the_name_and_without_names_erased_before(held):
    erase(held)
    words = (
        "--reason",
        f"{NAME} and Beta Care Ltd asked",
        "--authority-reference",
        "BETA CARE LTD 1",
    )
    held.done("erase", "provider", "Beta Care Ltd", *words, "--yes")
    assert holding(held) == []
    [grounds] = held.ask("SELECT reason, authority_reference FROM erasure WHERE erasure_no = 2")
    assert grounds == ("erased provider 1 and erased provider 2 asked", "erased provider 2 1")


def test_what_prefect_may_still_show_is_said_where_it_keeps_anything(held):
    assert "Prefect" not in held("erase", "provider", NAME, *BASIS).err
    folder = held.home / "prefect"
    folder.mkdir(exist_ok=True)
    (folder / "prefect.db").touch()
    [line] = [
        line
        for line in held("erase", "provider", NAME, *BASIS, "--yes").err.splitlines()
        if "Prefect" in line
    ]
    assert "salford's earlier runs" in line
    assert f"delete {folder / 'prefect.db'}*" in line


def test_without_yes_it_is_only_told(held):
    before = dump(held.database)
    ran = held("erase", "provider", NAME, *BASIS)
    assert ran.status == 0
    assert "Nothing is erased yet; give --yes to erase it for good." in ran.err
    assert "Packs that hold it: 1" in ran.err
    assert dump(held.database) == before


def test_a_name_of_several_providers_is_asked_about(books):
    pair = [
        agreement(f"A{n}", provider_name=NAME, provider_org_id=f"GB-COH-0000000{n}") for n in (1, 2)
    ]
    load(books, MAY, *pair)
    ran = books("erase", "provider", NAME, *BASIS, "--yes")
    assert ran.status == 2
    sentence = must_be_one_sentence(ran.err)
    assert "GB-COH-00000001, GB-COH-00000002" in sentence
    erase(books, "GB-COH-00000001")
    named = books.ask(
        "SELECT provider_name, provider_org_id FROM agreement_version ORDER BY row_no"
    )
    assert named == [(None, None), (NAME, "GB-COH-00000002")]


def test_an_erasure_that_was_killed_is_finished_by_the_next_command(held, monkeypatch):
    import tasks.erase

    def killed(_engine: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks.erase, "compact", killed)
    assert held("erase", "provider", NAME, *BASIS, "--yes").status == 130
    assert holding(held) != []  # the files are there, but nobody is led to them
    monkeypatch.undo()
    assert held("verify").status == 0
    assert holding(held) == []
