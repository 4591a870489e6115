"""What is flagged about departments and providers: no agreement tells it, so it is told apart."""

import pandas as pd

from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import as_sentence, counted


def others_table(others: pd.DataFrame) -> Table:
    """Return what is flagged about departments and providers, of which no agreement speaks."""
    flagged = others[others["status"] == "flagged"]
    return Table(
        name="flags_of_others",
        caption="Flagged departments and providers",
        columns=(
            Column("subject", "About", under=("kind",)),
            Column("severity", "Severity"),
            Column("why", "Why"),
        ),
        frame=pd.DataFrame(
            {
                "subject": flagged["reference"].str.replace(r"^[^:]*:", "", regex=True),
                "kind": flagged["subject_kind"].str.capitalize(),
                "severity": flagged["severity"].str.capitalize(),
                "rule": flagged["rule"],
                "why": flagged["sentence"].map(as_sentence),
            }
        ),
        stacks=True,
    )


def others_lead(others: pd.DataFrame) -> str:
    """Return how many flags are about a department or provider, and what could not be told of them.

    Empty where no rule was asked of any.
    """
    if others.empty:
        return ""
    flagged, unknown = (
        int((others["status"] == status).sum()) for status in ("flagged", "unknown")
    )
    sentence = (
        f"{counted(flagged, 'flag')} about departments and providers, counted apart from agreements"
    )
    if unknown == 0:
        return f"{sentence}."
    return f"{sentence}; {counted(unknown, 'question')} about them could not be answered."
