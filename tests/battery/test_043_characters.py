"""Characters that are not text are refused with their line; marks that turn text round are taken out, and told."""

import json

import pytest

from tests.battery.files import OURS, agreement
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse
from tests.battery.test_026_truncated_json import ALL
from tests.workbooks import xlsx

TURNED = "Anytown \u202eeraC\u202c Ltd"
PLAIN = "Anytown eraC Ltd"


def in_csv(name: str) -> bytes:
    """Return a register whose second row is about this provider."""
    rows = [agreement("A1"), agreement("A2", provider_name=name)]
    return OURS.having(*rows).text().encode()


def grant(number: int, name: str) -> dict[str, object]:
    """Return a grant to this provider."""
    recipient = {"id": f"360G-anytown-{number}", "name": name}
    return ALL[number] | {"recipientOrganization": [recipient]}


def in_lines(name: str, *, escaped: bool = False) -> bytes:
    """Return grants, one a line, the second of which goes to this provider."""
    texts = [json.dumps(each, ensure_ascii=escaped) for each in (ALL[0], grant(1, name))]
    return "\n".join([*texts, ""]).encode()


@pytest.fixture
def load(terminal, tmp_path):
    """Load a file of these bytes, JSON or not."""

    def _load(feed: str, content: bytes, *words: str):
        path = tmp_path / f"{feed}.txt"
        path.write_bytes(content)
        return terminal("load", feed, path, *words, authority="trafford")

    return _load


@pytest.mark.parametrize(
    ("character", "what"),
    [
        ("\0", "NUL character"),
        ("\x07", "the character U+0007, which is not text"),
        ("\x1b", "the character U+001B, which is not text"),
        ("\x7f", "the character U+007F, which is not text"),
        ("\ud800", "byte 0xED is not utf-8 text"),
    ],
    ids=["nul", "bell", "escape", "delete", "half a character"],
)
def test_a_character_that_is_not_text_is_refused_with_its_line(terminal, load, character, what):
    written = character.encode("utf-8", "surrogatepass")
    for feed, content, line in (
        ("agreements", in_csv("Any?town"), 3),
        ("grants", in_lines("Any?town"), 2),
    ):
        ran = load(feed, content.replace(b"?", written))
        must_refuse(ran, f"{feed}.txt", line=line, what=what, remedy="")
    must_have_stored_nothing(terminal)


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0C, 0x7F, 0xD800, 0xDFFF])
def test_a_character_escaped_in_json_is_held_to_the_same(terminal, load, code):
    content = in_lines("Any?town").replace(b"?", f"\\u{code:04x}".encode())
    what = f"the character U+{code:04X}, which is not text"
    must_refuse(load("grants", content), "grants.txt", line=2, what=what, remedy="remove it")
    must_have_stored_nothing(terminal)


def test_marks_that_turn_text_round_are_taken_out_with_a_note(terminal, load):
    note = "2 marks that override the direction of text were taken out"
    rows = [OURS.header, *(list(row.values()) for row in [agreement("A3", provider_name=TURNED)])]
    for feed, content in (
        ("agreements", in_csv(TURNED)),
        ("agreements", xlsx(rows)),
        ("grants", in_lines(TURNED, escaped=True)),
    ):
        ran = load(feed, content)
        assert ran.status == 0, ran.err
        assert note in ran.out + ran.err
    asked = "SELECT DISTINCT provider_name FROM agreement_version WHERE provider_name LIKE '%eraC%'"
    assert terminal.ask(asked) == [(PLAIN,)]


def test_text_of_every_script_is_kept(terminal, load):
    names = ["Gŵyl Môn", "مركز الرعاية", "ケアセンター", "👩🏽‍⚕️ Care"]
    for escaped in (False, True):
        lines = b"".join(
            json.dumps(grant(n, name), ensure_ascii=escaped).encode() + b"\n"
            for n, name in enumerate(names)
        )
        must_balance(load("grants", lines, "--json"), rows_loaded=4)
    asked = "SELECT provider_name FROM agreement_version"
    assert sorted(name for (name,) in terminal.ask(asked)) == sorted(names)
