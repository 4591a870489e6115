"""What is flagged about departments, providers and ended agreements: no live agreement tells it, so it is told apart."""

import pandas as pd

from commissioning.packs.live import WORST_FIRST
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import as_sentence, counted

KINDS = {"agreement": "Ended agreement"}


def others_table(others: pd.DataFrame) -> Table:
    """Return what is flagged about departments, providers and ended agreements, the most severe first."""
    flagged = others[others["status"] == "flagged"]
    flagged = flagged.assign(rank=flagged["severity"].map(WORST_FIRST.index)).sort_values(
        ["rank", "subject_kind", "reference", "rule"]
    )
    name = flagged["reference"].str.replace(r"^[^:]*:", "", regex=True)
    is_agreement = flagged["agreement_id"].notna()
    return Table(
        name="flags_of_others",
        caption="Flagged departments, providers and ended agreements",
        columns=(
            Column("subject", "About", under=("kind",)),
            Column("severity", "Severity"),
            Column("why", "Why"),
        ),
        frame=pd.DataFrame(
            {
                "subject": name.mask(is_agreement, flagged["reference"]),
                "kind": flagged["subject_kind"].replace(KINDS).str.capitalize(),
                "severity": flagged["severity"].str.capitalize(),
                "rule": flagged["rule"],
                "why": flagged["sentence"].map(as_sentence),
            }
        ),
        stacks=True,
    )


def others_lead(others: pd.DataFrame) -> str:
    """Return how many flags are about a department, provider or ended agreement, and what could not be told.

    Empty where no rule was asked of any.
    """
    if others.empty:
        return ""
    flagged, unknown = (
        int((others["status"] == status).sum()) for status in ("flagged", "unknown")
    )
    about = "departments and providers, counted apart from agreements"
    if others["agreement_id"].notna().any():
        about = "departments, providers and ended agreements, counted apart from live ones"
    sentence = f"{counted(flagged, 'flag')} about {about}"
    if unknown == 0:
        return f"{sentence}."
    return f"{sentence}; {counted(unknown, 'question')} about them could not be answered."
