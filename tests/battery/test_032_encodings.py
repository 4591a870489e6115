"""Text in another encoding is decoded by its mark or refused: a name never arrives as "CafÃ©"."""

import pytest

from tests.battery.files import LAYOUTS, OURS
from tests.battery.sentences import must_balance, must_have_stored_nothing, must_refuse

NAME = "Café Ŵyn – Llys"  # letters of French and Welsh, and a dash
LATIN = "Café Ltd"


def written(tmp_path, content: bytes):
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_single_byte_encoding_is_refused_at_its_first_letter(
    terminal, tmp_path, layout, encoding
):
    published = LAYOUTS[layout]
    text = published.having(*published.rows[:2]).changed(1, provider=LATIN).text()
    ran = terminal.load(
        published.feed, written(tmp_path, text.encode(encoding)), authority=published.authority
    )
    must_refuse(
        ran,
        "register.csv",
        line=3,
        what="byte 0xE9 is not utf-8 text",
        remedy="save it again as UTF-8",
    )
    must_have_stored_nothing(terminal)


def test_one_line_of_another_encoding_in_a_file_of_utf_8_is_refused(terminal, tmp_path):
    lines = [line.encode() + b"\n" for line in OURS.changed(0, provider=NAME).lines()]
    lines[4] = lines[4].replace(b"Anytown", "Café".encode("cp1252"))
    ran = terminal.load("agreements", written(tmp_path, b"".join(lines)))
    must_refuse(ran, "register.csv", line=5, what="0xE9", remedy="save it again as UTF-8")
    must_have_stored_nothing(terminal)


def test_utf_16_without_its_mark_is_refused(terminal, tmp_path):
    ran = terminal.load("agreements", written(tmp_path, OURS.text().encode("utf-16-le")))
    must_refuse(ran, "register.csv", line=1, what="NUL character", remedy="save it again as UTF-8")
    must_have_stored_nothing(terminal)


def test_a_name_in_utf_16_with_its_mark_arrives_as_it_was_written(terminal, tmp_path):
    text = OURS.changed(2, provider=NAME).text()
    must_balance(
        terminal.load("agreements", written(tmp_path, text.encode("utf-16"))), rows_loaded=6
    )
    assert terminal.ask(
        "SELECT provider_name FROM agreement_version JOIN agreement USING (agreement_id)"
        " WHERE reference = 'A3'"
    ) == [(NAME,)]
