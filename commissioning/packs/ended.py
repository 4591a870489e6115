"""Section 9: each agreement that ended in the period: what was planned, delivered and learned, and what follows."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from commissioning.decisions.told import by_whom, in_words
from commissioning.measures.rag import rag
from commissioning.measures.rating import rated_indicators
from commissioning.money_over_time.burn import burn
from commissioning.packs.audiences import audience_named
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.sensitivity import PROVIDER_VALUES, blank
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import (
    as_sentence,
    counted,
    day_in_words,
    listed,
    of_all,
    rounded_pounds,
)
from commissioning.register import CLOSED_STATUSES, awarded, happened, looked_up
from commissioning.rules.service_gap import (
    NOTHING_FOLLOWS,
    latest_decisions,
    successors_named,
)

TITLE = "Agreements that ended"
COLOURS = ("green", "amber", "red", "grey")
SHOWN = 8
ASKED = {"users_asked": "users", "communities_asked": "communities", "providers_asked": "providers"}


def ended(inputs: PackInputs) -> Section:
    """Return the agreements whose last day lies in the period, on or before the day of the pack."""
    over = each_ended(inputs)
    period = f"{day_in_words(inputs.period.starts_on)} to {day_in_words(last_day(inputs))}"
    if over.empty:
        unknown = int(inputs.register.agreements["ends_on"].isna().sum())
        empty = [f"No agreement on the register ended from {period}."]
        if unknown:
            empty.append(
                f"{counted(unknown, 'agreement')} on it {'has' if unknown == 1 else 'have'} no end date, and may have."
            )
        return exhibits("ended", TITLE, "", [], empty=empty)
    return exhibits(
        "ended", TITLE, lead(over), [Exhibit(chart=spend_chart(over), table=ended_table(over))]
    )


def each_ended(inputs: PackInputs) -> pd.DataFrame:
    """Return one row an agreement that ended, by its last day, with all that is told of it."""
    register, on = inputs.register, inputs.on
    agreements = register.agreements
    first, last = pd.Timestamp(inputs.period.starts_on), pd.Timestamp(last_day(inputs))
    is_over = agreements["ends_on"].between(first, last)
    over = agreements[is_over & awarded(agreements, on)]
    pace = burn(register, over, on=on)
    is_told = payments_are_told(inputs)
    if not is_told:
        pace = blank(pace, ("spend_pence", "spend_share"))
    decisions = latest_decisions(register, on)
    named = successors_named(over, decisions)
    follows_on = looked_up(named, inputs.followers["starts_on"])
    outcomes = decisions.set_index("agreement_id")["outcome"]
    is_last = looked_up(over["agreement_id"], outcomes).isin(NOTHING_FOLLOWS)
    gap_days = ((follows_on - over["ends_on"]).dt.days - 1).astype("Int64").mask(is_last)
    # Each agreement ended by that day, so what lies after it is part of the gap.
    to_come = ((follows_on - pd.Timestamp(on)).dt.days - 1).astype("Int64").clip(lower=0)
    return over.assign(
        worth_pence=pace["value_pence"],
        spend_pence=pace["spend_pence"],
        spend_share=pace["spend_share"],
        is_told=is_told,
        targets=targets(inputs, over),
        **last_returns(inputs, over),
        learned=learned(inputs, over, decisions),
        is_open=~over["status"].isin(CLOSED_STATUSES),
        successor=named,
        follows_on=follows_on,
        is_last=is_last,
        gap_days=gap_days,
        to_come=to_come.mask(is_last),
    ).sort_values(["ends_on", "reference", "agreement_id"], ignore_index=True)


def payments_are_told(inputs: PackInputs) -> bool:
    """Tell whether these readers are told what one provider is paid."""
    is_public = audience_named(inputs.audience).is_public
    return not (is_public and PROVIDER_VALUES in inputs.exempt)


def last_day(inputs: PackInputs) -> date:
    """Return the last day of the period that is over on the day of the pack, or that day."""
    return min(inputs.period.ends_on, inputs.on)


def targets(inputs: PackInputs, over: pd.DataFrame) -> pd.Series:
    """Return how many measures of each agreement set a target."""
    aimed = inputs.register.measures
    aimed = aimed[aimed["target"].notna()].drop_duplicates(["agreement_id", "measure"])
    return looked_up(over["agreement_id"], aimed.groupby("agreement_id").size()).fillna(0)


def last_returns(inputs: PackInputs, over: pd.DataFrame) -> pd.DataFrame:
    """Return how each agreement's measures stood at their last returns, and how many had none.

    ``colours`` reads ``2 green, 1 red`` and is missing where no measure has a value; ``unreturned`` counts.
    """
    register = inputs.register
    measures = register.measures.drop_duplicates(["agreement_id", "measure"], keep="last")
    own = measures[measures["agreement_id"].isin(over["agreement_id"])]
    every = rated_indicators(own, register.returns, on=inputs.on)
    rated = every[every["value"].notna()]
    colour = rag(*(rated[name] for name in ("value", "target", "tolerance", "direction")))
    counts = pd.crosstab(rated["agreement_id"], colour).reindex(columns=list(COLOURS), fill_value=0)
    said = [
        ", ".join(f"{int(number):,} {name}" for name, number in row.items() if number)
        for _, row in counts.iterrows()
    ]
    ids = over["agreement_id"]
    without = every[every["value"].isna()].groupby("agreement_id").size()
    return pd.DataFrame(
        {
            "colours": looked_up(ids, pd.Series(said, counts.index, dtype="str")),
            "unreturned": looked_up(ids, without).fillna(0).astype("int64"),
        }
    )


def learned(inputs: PackInputs, over: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """Return what was decided of each agreement and why, and its last review; empty where neither is recorded."""
    decided = {row["agreement_id"]: decision_words(row) for row in decisions.to_dict("records")}
    reviews = happened(inputs.register.reviews, "reviewed_on", inputs.on)
    last = reviews.sort_values("reviewed_on", kind="stable", na_position="first")
    last = last.drop_duplicates("agreement_id", keep="last")
    reviewed = {row["agreement_id"]: review_words(row) for row in last.to_dict("records")}
    said = [
        " ".join(filter(None, (decided.get(one, ""), reviewed.get(one, ""))))
        for one in over["agreement_id"]
    ]
    return pd.Series(said, over.index, dtype="str")


def decision_words(row: Mapping[Hashable, Any]) -> str:
    """Return a decision with who took it and why."""
    reason = "" if pd.isna(row["reason"]) else f": {row['reason']}"
    whom = f", {by_whom(row)}" if by_whom(row) else ""
    return as_sentence(f"Decided to {in_words(row)}{whom}{reason}")


def review_words(row: Mapping[Hashable, Any]) -> str:
    """Return a review with whom it asked; who was not asked, or is not recorded, is left out."""
    asked = [name for column, name in ASKED.items() if row[column] is True]
    whom = f", asking {listed(asked)}" if asked else ""
    return as_sentence(f"Last reviewed on {day_in_words(row['reviewed_on'])}{whom}")


def lead(over: pd.DataFrame) -> str:
    """Return how many ended, how many have what follows them and how many left, or will leave, a gap."""
    named = int(over["successor"].notna().sum())
    coming = int((over["to_come"] >= 1).sum())
    gone = int((over["gap_days"] >= 1).sum()) - coming
    still = int(over["is_open"].sum())
    gaps = []
    if gone:
        gaps.append(f"{gone:,} of these left days without the service")
    if coming:
        has = "has" if coming == 1 else "have"
        gaps.append(f"{coming:,} of these {has} days without the service still to come")
    sentence = (
        f"{counted(len(over), 'agreement')} ended in the period. A successor is named for {named:,}"
    )
    sentence += f", and {listed(gaps)}." if gaps else "."
    if still:
        sentence += (
            f" {still:,} {'is' if still == 1 else 'are'} still listed as open: the service may go on without "
            "an agreement."
        )
    return sentence


def spend_chart(over: pd.DataFrame) -> Chart | None:
    """Return what was spent of each agreement's value, the largest first; None where neither is known of any."""
    known = over.dropna(subset=["worth_pence", "spend_pence"])
    if known.empty:
        return None
    ordered = known.sort_values(["worth_pence", "reference"], ascending=[False, True])
    rows = [
        Bar(
            f"{row['reference']} {row['title']}",
            int(row["spend_pence"]),
            rounded_pounds(int(row["spend_pence"])),
            int(row["worth_pence"]),
            is_first=row["spend_pence"] > row["worth_pence"],
        )
        for row in ordered.head(SHOWN).to_dict("records")
    ]
    more = int((known["spend_pence"] > known["worth_pence"]).sum())
    return bar_chart(
        "ended-spend",
        rows,
        title=f"{of_all(more, len(known))} ended agreements cost more than their value",
        subtitle="Paid (outturn) under each agreement that ended"
        + (f"; the {SHOWN} of highest value" if len(known) > SHOWN else ""),
        description="; ".join(
            f"{row.label}: {row.written} of {rounded_pounds(int(row.mark or 0))}" for row in rows
        )
        + ".",
        mark_label="Dark line: value, modifications included",
    )


def ended_table(over: pd.DataFrame) -> Table:
    """Return each ended agreement: planned, delivered, learned, and what follows it."""
    told = over.to_dict("records")
    frame = over[
        [
            *("reference", "title", "providers", "starts_on", "ends_on", "worth_pence"),
            *("spend_pence", "successor", "follows_on", "gap_days", "learned"),
        ]
    ].assign(
        planned=[planned(row) for row in told],
        delivered=[delivered(row) for row in told],
        follows=[follows(row) for row in told],
    )
    return Table(
        name="agreements_ended",
        caption=f"{counted(len(over), 'agreement')} that ended in the period",
        columns=(
            Column("reference", "Agreement", under=("title", "providers")),
            Column("planned", "Planned"),
            Column("delivered", "Delivered"),
            Column("learned", "Learned", missing="No decision or review recorded"),
            Column("follows", "What follows"),
        ),
        frame=frame,
        stacks=True,
    )


def planned(row: Mapping[Hashable, Any]) -> str:
    """Return value, term and targets."""
    value = (
        "value not recorded"
        if pd.isna(row["worth_pence"])
        else rounded_pounds(int(row["worth_pence"]))
    )
    aims = counted(int(row["targets"]), "target") if row["targets"] else "no target recorded"
    return as_sentence(
        f"{value}, {day_in_words(row['starts_on'])} to {day_in_words(row['ends_on'])}, {aims}"
    )


def delivered(row: Mapping[Hashable, Any]) -> str:
    """Return spend, its share of the value, and how the measures last stood."""
    if not row["is_told"]:
        spent = "What was paid is not published"
    elif pd.isna(row["spend_pence"]):
        spent = "No payment carries its reference"
    else:
        share = "" if pd.isna(row["spend_share"]) else f" ({row['spend_share']:.0%} of its value)"
        spent = f"{rounded_pounds(int(row['spend_pence']))} paid{share}"
    if pd.isna(row["colours"]):
        return as_sentence(f"{spent}; no measure returned")
    without = counted(int(row["unreturned"]), "measure")
    rest = f"; {without} not returned" if row["unreturned"] else ""
    return as_sentence(f"{spent}; measures at their last return: {row['colours']}{rest}")


def follows(row: Mapping[Hashable, Any]) -> str:
    """Return the successor and the days between, or that none is named or was to be."""
    still = " Still listed as open." if row["is_open"] else ""
    if row["is_last"]:
        but = "" if pd.isna(row["successor"]) else f", but {row['successor']} is named"
        return f"It was decided that nothing follows{but}.{still}"
    if pd.isna(row["successor"]):
        return f"No successor named.{still}"
    if pd.isna(row["gap_days"]):
        return f"{row['successor']}, whose start is not on the register.{still}"
    gap = int(row["gap_days"])
    starts = f"{row['successor']} from {day_in_words(row['follows_on'])}"
    if gap > 0:
        to_come = f", {int(row['to_come']):,} still to come" if row["to_come"] else ""
        return f"{starts}: {counted(gap, 'day')} without the service{to_come}.{still}"
    return (
        f"{starts}: no gap.{still}"
        if gap == 0
        else f"{starts}: {counted(-gap, 'day')} together.{still}"
    )
