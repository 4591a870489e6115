"""Section 11: what became of the cases open at the last pack, and which are new."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.audiences import audience_named
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import WORST_FIRST
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, of_all

TITLE = "Actions"
OVER = ("decided", "closed")
DONE, LATE, DUE, NO_DAY = "done", "late", "due", "no_day"
STATES = {
    DONE: "Done",
    LATE: "Late: the day to act by has passed",
    DUE: "Due: the day is still to come",
    NO_DAY: "Open, with no day to act by",
}
SHOWN = 10
NONE = "No case was open by {day}, so no action is asked of anyone."
MEND = (
    "Cases are opened by flag-contracts for what the rules flag, and handed to an owner with the command "
    "cases. One opened on a later day than the pack's is not in it."
)


def actions(inputs: PackInputs) -> Section:
    """Return the cases of the last pack as they stand now, and those opened since."""
    before = inputs.previous.cases if inputs.previous else inputs.cases.iloc[:0]
    was_open = before[~before["kind"].isin(OVER)]
    cases = told(inputs)
    old = cases[cases["case_no"].isin(was_open["case_no"])]
    new = cases[~cases["case_no"].isin(before["case_no"])]
    if old.empty and new.empty:
        return exhibits(
            "actions", TITLE, "", [], empty=(NONE.format(day=day_in_words(inputs.on)), MEND)
        )
    label = inputs.previous.label if inputs.previous else ""
    gone = len(was_open) - len(old)
    left = f"{counted(gone, 'case')} more of {label} {'is' if gone == 1 else 'are'} about what this pack no longer holds."
    if audience_named(inputs.audience).actions == "counts":
        return exhibits("actions", TITLE, lead(old, new, label), in_all(old, label))
    shown = [*last_packs(old, label), *new_ones(new, label)]
    shown += [Exhibit(words=(left,))] if gone else []
    return exhibits("actions", TITLE, lead(old, new, label), shown)


def told(inputs: PackInputs) -> pd.DataFrame:
    """Return every case with its state on the day, what pressed most first."""
    cases, on = inputs.cases, pd.Timestamp(inputs.on)
    state = pd.Series(DUE, cases.index, dtype="str")
    state = state.mask(cases["act_by"] < on, LATE).mask(cases["act_by"].isna(), NO_DAY)
    state = state.mask(cases["kind"].isin(OVER), DONE)
    order = [LATE, DUE, NO_DAY, DONE]
    rank = cases["severity"].map({name: at for at, name in enumerate(WORST_FIRST)})
    return cases.assign(
        state=state,
        stands=[
            stands(row, is_over)
            for row, is_over in zip(cases.to_dict("records"), state == DONE, strict=True)
        ],
        said_state=state.map({DONE: "Done", LATE: "Late", DUE: "Due", NO_DAY: "No day"}).astype(
            "str"
        ),
        order=state.map(order.index),
        rank=rank.fillna(len(WORST_FIRST)),
        subject=cases["label"].str.replace(r"^(department|provider):", "", regex=True),
    ).sort_values(["order", "rank", "act_by", "label", "case_no"], ignore_index=True)


def stands(row: Mapping[Hashable, Any], is_over: bool) -> str:
    """Return what ended a case and when, or nothing of one that is open."""
    if not is_over:
        return ""
    if row["kind"] == "closed":
        return f"No longer flagged, {spoken_day(row['on_day'])}"
    outcome, _, day = str(row["decision"]).partition(" on ")
    when = f", {spoken_day(date.fromisoformat(day))}" if day else ""
    return f"Decided to {outcome.replace('_', ' ')}{when}"


def lead(old: pd.DataFrame, new: pd.DataFrame, label: str) -> str:
    """Return how many of the last pack's actions are done and late, and how many are new."""
    late_new = int((new["state"] == LATE).sum())
    fresh = f"{counted(len(new), 'case')} {'is' if len(new) == 1 else 'are'} new"
    if late_new:
        fresh += f", {late_new:,} of them past the day to act by"
    if not label:
        return f"This is the first pack, so every case is new: {counted(len(new), 'case')}."
    done, late = (int((old["state"] == state).sum()) for state in (DONE, LATE))
    return (
        f"Of {counted(len(old), 'case')} open at {label}, {done:,} {'is' if done == 1 else 'are'} done and "
        f"{late:,} {'is' if late == 1 else 'are'} late; {fresh}."
    )


def in_all(old: pd.DataFrame, label: str) -> list[Exhibit]:
    """Return the last pack's actions by state."""
    if old.empty:
        return []
    states = states_table(old, label)
    return [Exhibit(chart=states_chart(states.frame, label), table=states)]


def last_packs(old: pd.DataFrame, label: str) -> list[Exhibit]:
    """Return the last pack's actions by state, and each of them."""
    if old.empty:
        return []
    every = cases_table(old, "actions_of_last_pack", f"Cases open at {label}, late ones first")
    first, kept = shortened(every)
    return [*in_all(old, label), Exhibit(table=first, kept_back=kept)]


def new_ones(new: pd.DataFrame, label: str) -> list[Exhibit]:
    """Return the cases opened since the last pack."""
    if new.empty:
        return []
    since = f"Cases opened since {label}" if label else "Cases"
    first, kept = shortened(cases_table(new, "new_actions", f"{since}, late ones first"))
    return [Exhibit(table=first, kept_back=kept)]


def states_table(old: pd.DataFrame, label: str) -> Table:
    """Return how many of the last pack's cases are done, late and due; each is in one row."""
    rows: list[dict[str, Any]] = [
        {"state": title, "cases": int((old["state"] == state).sum())}
        for state, title in STATES.items()
    ]
    must_sum("actions by state", [row["cases"] for row in rows], len(old))
    rows.append({"state": f"All cases open at {label}", "cases": len(old)})
    return Table(
        name="actions_by_state",
        caption=f"Cases open at {label}, as they stand now",
        columns=(Column("state", "State"), Column("cases", "Cases", "count")),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def states_chart(frame: pd.DataFrame, label: str) -> Chart:
    """Return the states as bars."""
    rows = [
        Bar(state, number, f"{number:,}", is_first=place == 1)
        for place, (state, number) in enumerate(frame.iloc[:-1].itertuples(index=False))
    ]
    done, late = int(rows[0].length), int(rows[1].length)
    total = int(frame["cases"].iloc[-1])
    return bar_chart(
        "actions-by-state",
        rows,
        title=f"{of_all(done, total)} actions of the last pack are done; {late:,} {'is' if late == 1 else 'are'} late",
        subtitle=f"Cases open at {label}, by what became of them",
    )


def cases_table(cases: pd.DataFrame, name: str, caption: str) -> Table:
    """Return each case with its owner, the day to act by and how it stands."""
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("subject", "About", under=("severity_said",)),
            Column("owner", "Owner", missing="Nobody named"),
            Column("act_by", "Act by", "day", missing="No day"),
            Column("said_state", "State", under=("stands",)),
        ),
        frame=cases[
            [
                "case_no",
                "subject",
                "subject_kind",
                "owner",
                "act_by",
                "said_state",
                "stands",
                "opened_on",
            ]
        ].assign(severity_said=cases["severity"].fillna("").str.capitalize()),
        stacks=True,
    )


def shortened(every: Table) -> tuple[Table, tuple[tuple[str, Table], ...]]:
    """Return the first rows of a table, and all of it kept back where there are more."""
    if len(every.frame) <= SHOWN + 2:
        return every, ()
    first = Table(
        name=f"{every.name}_first",
        caption=f"{every.caption}: the first {SHOWN}",
        columns=every.columns,
        frame=every.frame.head(SHOWN),
        stacks=True,
    )
    return first, (
        (f"All {len(every.frame):,}: {every.caption[:1].lower()}{every.caption[1:]}", every),
    )
