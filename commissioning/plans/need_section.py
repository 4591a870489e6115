"""Need, and whether what is done about it keeps up."""

import pandas as pd

from commissioning.packs.sheet import Part
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted
from commissioning.plans.inputs import PlanInputs
from commissioning.plans.listing import part_of_tables
from commissioning.supply.missing import in_words

NO_INDICATOR = (
    "The profile names no indicator of need for any kind of service here, so how need changed cannot be "
    "told: need_indicators names one for each."
)


def need(inputs: PlanInputs) -> Part:
    """Return how need and volume changed, agreement by agreement, the widest gap first."""
    rows, years = changes(inputs), inputs.thresholds.need_years
    title = "Need against what is done"
    if rows.empty:
        return Part("need", title, words=(NO_INDICATOR,))
    grown = int((rows["status"] == "flagged").sum())
    untold = int((rows["missing"] != "").sum())
    words = [
        f"Under {counted(grown, 'agreement')} of {len(rows):,} need grew more in {years} years than what is done about it."
    ]
    if untold:
        words.append(f"Of {counted(untold, 'agreement')} the change cannot be told.")
    known, unknown = rows[rows["missing"] == ""], rows[rows["missing"] != ""]
    tables = [
        changes_table("need_and_volume", f"Change over {years} years, the widest gap first", known),
        unknown_table(unknown),
    ]
    return part_of_tables("need", title, words, tables)


def changes(inputs: PlanInputs) -> pd.DataFrame:
    """Return how need and volume changed under the live agreements, and what the rule answers of each."""
    rows = inputs.of_own(inputs.supply.need_and_volume)
    flagged = inputs.supply.flagged
    ids = flagged.loc[flagged["rule"] == "need_volume_divergence", "agreement_id"]
    is_flagged = rows["agreement_id"].isin(ids)
    status = pd.Series("clear", rows.index, dtype="str").mask(rows["missing"] != "", "unknown")
    return rows.assign(status=status.mask(is_flagged, "flagged"))


def changes_table(name: str, caption: str, rows: pd.DataFrame) -> Table:
    """Return the changes of need and of volume beside one another, in per cent."""
    percents = {
        column: rows[column].map("{:+.1f}%".format, na_action="ignore")
        for column in ("need_change", "need_lower", "volume_change")
    }
    answers = {"flagged": "Need has outgrown it", "clear": "Keeps up, as far as is certain"}
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("indicator", "Need", under=("area_code",)),
            Column("need_change", "Need changed by"),
            Column("need_lower", "At the least by"),
            Column("volume_change", "Volume changed by"),
            Column("told", "So"),
        ),
        frame=rows.assign(**percents, told=rows["status"].map(answers)).reset_index(drop=True),
        stacks=True,
    )


def unknown_table(rows: pd.DataFrame) -> Table:
    """Return those of which the change cannot be told, and what evidence is missing."""
    return Table(
        name="need_not_told",
        caption="Where it cannot be told, and what evidence is missing",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("indicator", "Need", under=("area_code",)),
            Column("why", "Missing"),
        ),
        frame=rows.assign(why=rows["missing"].map(in_words)).reset_index(drop=True),
        stacks=True,
    )
