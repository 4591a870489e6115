"""What a person must be able to read off a command that met a bad file, and off the database after it."""

import re

from tests.commands import Ran, Terminal

# Words of the machinery, which tell nobody at a council what to do.
JARGON = re.compile(
    r"\b(traceback|exception|errno|dtype|dataframe|nan|nat|nonetype|keyerror|valueerror|typeerror"
    r"|int64|regex|pandas|numpy|sqlite\w*|sqlalchemy|strptime|unforeseen)\b|<class|0x[0-9a-f]{6}",
    re.IGNORECASE,
)
FACTS = (
    *("agreement", "agreement_version", "agreement_now", "extension_version", "payment_version"),
    *("modification_version", "equality_version", "measure_version", "return_version"),
    *("social_value_version", "observation_version", "users_version", "engagement_version"),
    *("review_version", "needs_assessment_version", "notice_version", "provider_version"),
    *("decision_version", "quarantined_row", "quarantine_closing", "finding", "check_result"),
    *("load", "snapshot"),
)


def place(file: str, line: int = 0, column: str = "", value: str | None = None) -> str:
    """Return how a sentence begins that says where something was found."""
    where = file
    where += f", line {line:,}" if line else ""
    where += f", column {column}" if column else ""
    return where + (f", value '{value}'" if value is not None else "")


def must_be_one_sentence(text: str) -> str:
    """Return the text's one sentence, without its line end."""
    assert text.endswith(".\n"), text
    assert text.count("\n") == 1, text
    assert not JARGON.search(text), text
    assert not re.search(r"[^.]\. [A-Z]", text), text
    return text.removesuffix("\n")


def must_refuse(
    ran: Ran,
    file: str,
    *,
    line: int = 0,
    column: str = "",
    value: str | None = None,
    what: str,
    remedy: str,
) -> None:
    """The file is refused whole: exit status 2, and one sentence with its place, fault and remedy."""
    assert (ran.status, ran.out) == (2, ""), ran
    sentence = must_be_one_sentence(ran.err)
    where = place(file, line, column, value) + ": "
    assert sentence.startswith(where), sentence
    fault, _, cure = sentence.removeprefix(where).partition("; ")
    assert what in fault, sentence
    assert remedy in cure, sentence


def must_set_aside(
    ran: Ran, file: str, *cells: tuple[int, str, str | None], expectation: str = ""
) -> None:
    """The rows of these (line, column, value) are set aside, one sentence each, and no others."""
    assert ran.status == 0, ran
    told = ran.err.splitlines(keepends=True)
    sentences = [must_be_one_sentence(line) for line in told]
    assert len(sentences) == len(cells), ran.err
    for sentence, cell in zip(sentences, cells, strict=True):
        assert sentence.startswith(place(file, *cell) + ": set aside"), sentence
        assert expectation in sentence
        assert "likely cause: " in sentence
        assert sentence.endswith("; correct it in the file and load the file again.")


def must_balance(ran: Ran, **expected: int) -> dict[str, int]:
    """Every row and penny that came in is somewhere, and the counts expected are the counts given."""
    counts: dict[str, int] = ran.document
    rows = ("rows_loaded", "rows_set_aside", "rows_not_data")
    assert counts["rows_in"] == sum(counts[name] for name in rows), counts
    assert counts["pence_in"] == counts["pence_loaded"] + counts["pence_set_aside"], counts
    assert {name: counts[name] for name in expected} == expected
    return counts


def facts_stored(terminal: Terminal) -> dict[str, int]:
    """Return how many rows each table of facts has, by the database's own count."""
    return {table: terminal.count(table) for table in FACTS}


def must_have_stored_nothing(terminal: Terminal) -> None:
    """Nothing of any file is in the database."""
    assert not any(facts_stored(terminal).values()), facts_stored(terminal)
