"""Social value: what was promised in each agreement against what was delivered of it."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.measures_told import PEOPLE, is_hidden, published
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit
from commissioning.packs.tables import Column, Table, percent
from commissioning.packs.wording import counted, of_all
from commissioning.register import in_agreements
from commissioning.supply.options import in_full

SHOWN = 8
WHOLE, PART, NOTHING, UNTOLD = "delivered", "in part", "none yet", "not recorded"
FEW = "too few"
STATES = {
    WHOLE: "Delivered in full",
    PART: "Delivered in part",
    NOTHING: "Nothing delivered yet",
    UNTOLD: "Delivery not recorded",
    FEW: "Too few people to tell",
}
NONE = (
    "No social value commitment is recorded for a live agreement, which is not to say that none was made. "
    "To show promises and delivery, load the feed social_value: reference, commitment, unit, committed, delivered."
)


def social_value(inputs: PackInputs, live: pd.DataFrame, *, is_full: bool) -> list[Exhibit]:
    """Return commitments by how much of them is delivered, and where full each of them."""
    made = delivered(inputs, live)
    if made.empty:
        return [Exhibit(words=(NONE,))]
    uncommitted = int((~in_agreements(live, made)).sum())
    words = (
        f"{of_all(len(live) - uncommitted, len(live))} live agreements have a social value commitment; of the "
        f"other {uncommitted:,} none is recorded, and they count as not committed, never as nought. Commitments "
        "of different units are not added."
    )
    kept = (("Each social value commitment", each_table(made)),) if is_full else ()
    return [
        Exhibit(
            chart=commitments_chart(made) if is_full else None,
            words=(words,),
            table=states_table(made),
            kept_back=kept,
        )
    ]


def delivered(inputs: PackInputs, live: pd.DataFrame) -> pd.DataFrame:
    """Return the commitments of live agreements to some number, each with the ``share`` delivered and its state.

    A commitment without a number, or to nothing, is none. A count of people delivered is rounded, and one
    that is small is not told.
    """
    promised = inputs.register.social_value
    promised = promised[promised["committed"] > 0].drop(columns="reference")
    made = promised.merge(live[["agreement_id", "reference", "title"]], on="agreement_id")
    rule = inputs.register.suppression
    is_people = made["unit"].str.contains(PEOPLE, case=False).eq(True)
    is_few = is_people & is_hidden(made["delivered"], rule)
    pairs = zip(made["delivered"], is_people, strict=True)
    told = [None if pd.isna(value) else published(value, people, rule) for value, people in pairs]
    made = made.assign(delivered=pd.Series(told, made.index, dtype="float64"))
    share = made["delivered"] / made["committed"]
    state = pd.Series(PART, made.index, dtype="str")
    state = state.mask(share >= 1, WHOLE).mask(share <= 0, NOTHING).mask(share.isna(), UNTOLD)
    state = state.mask(is_few, FEW)
    return made.assign(share=share, state=state).sort_values(
        ["share", "reference", "commitment"], na_position="last", ignore_index=True
    )


def states_table(made: pd.DataFrame) -> Table:
    """Return how many commitments are delivered in full, in part, not at all, and not told."""
    rows: list[dict[str, Any]] = [
        {"state": title, "commitments": int((made["state"] == state).sum())}
        for state, title in STATES.items()
        if state != FEW or (made["state"] == FEW).any()
    ]
    must_sum("social value by delivery", [row["commitments"] for row in rows], len(made))
    rows.append({"state": "All commitments", "commitments": len(made)})
    return Table(
        name="social_value_by_delivery",
        caption="Social value commitments by how much of them is delivered",
        columns=(Column("state", "Delivery"), Column("commitments", "Commitments", "count")),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def commitments_chart(made: pd.DataFrame) -> Chart | None:
    """Return the share delivered of each commitment, the least first; None where none is told."""
    told = made.dropna(subset="share")
    if told.empty:
        return None
    rows = [
        Bar(
            f"{row['reference']} {row['commitment']}",
            min(float(row["share"]), 1.5),
            f"{percent(float(row['share']))}, {numbers(row)}",
            1.0,
            is_first=row["share"] < 1,
        )
        for row in told.head(SHOWN).to_dict("records")
    ]
    short = int((told["share"] < 1).sum())
    return bar_chart(
        "social-value",
        rows,
        title=f"{of_all(short, len(told))} social value commitments {'is' if short == 1 else 'are'} not yet delivered in full",
        subtitle="Delivered of what was committed"
        + (f"; the {SHOWN} least delivered" if len(told) > SHOWN else ""),
        mark_label="Dark line: all that was committed",
    )


def numbers(row: Mapping[Hashable, Any]) -> str:
    """Return what was delivered of how much: ``6 of 10``."""
    return f"{in_full(float(row['delivered']))} of {in_full(float(row['committed']))}"


def each_table(made: pd.DataFrame) -> Table:
    """Return each commitment with what was promised and what was delivered, in its own unit."""
    return Table(
        name="social_value",
        caption=f"{counted(len(made), 'social value commitment')}, the least delivered first",
        columns=(
            Column("reference", "Agreement", under=("title",)),
            Column("commitment", "Commitment", under=("unit",)),
            Column("committed", "Committed", "score"),
            Column("delivered", "Delivered", "score"),
            Column("share", "Delivered of committed", "share", missing="Not told"),
        ),
        frame=made[
            ["reference", "title", "commitment", "unit", "committed", "delivered", "share", "state"]
        ],
    )
