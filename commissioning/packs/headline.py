"""Section 1: how many agreements are live, what they are worth, what is flagged, what changed."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from commissioning.packs.inputs import PackInputs, Previous
from commissioning.packs.live import (
    WORST_FIRST,
    asked_of_all,
    by_rule,
    flagged_results,
    live_agreements,
)
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Section
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import counted, day_in_words, of_all, rounded_pounds, rule_title
from commissioning.register import live as is_live

NO_FLAG, NOT_ALL_ASKED = "no flag, all rules asked", "no flag, not all asked"
RULES_SHOWN = 4


@dataclass(frozen=True)
class Figure:
    """One headline number: what it counts, and the coverage or sum behind it."""

    label: str
    value: str
    note: str


def headline(inputs: PackInputs) -> Section:
    """Return the counts and values of the live agreements, their flags and the change since last time."""
    live = live_agreements(inputs)
    must_sum("live agreements", [len(live)], int(is_live(inputs.register, inputs.on).sum()))
    rules = by_rule(inputs.results)
    asked_of_all(rules, live)
    flags = len(flagged_results(inputs.results))
    must_sum("flags by rule", rules["flagged"], flags)
    must_sum("flags by agreement", live["flags"], flags)
    severities, most = (
        severity_table(live, inputs.previous),
        most_flags_table(rules, inputs.previous),
    )
    answers = answers_table(rules, len(live))
    return Section(
        name="headline",
        title="Headline",
        context={
            "figures": figures(live),
            "change": change_sentence(inputs, live),
            "severities": severities,
            "most": most,
            "answers": answers,
        },
        tables=(severities, most, answers),
        annex=(answers,),
    )


def figures(live: pd.DataFrame) -> list[Figure]:
    """Return the four numbers that a director is asked for first."""
    valued = live["value_pence"].notna()
    flagged = live["severity"].notna()
    ended = live["ends_on"].isna()
    critical = int((live["severity"] == "critical").sum())
    return [
        Figure("Live agreements", f"{len(live):,}", end_date_note(live, int(ended.sum()))),
        Figure(
            "Total value recorded",
            rounded_pounds(int(live["value_pence"].sum())),
            f"{of_all(int(valued.sum()), len(live))} have a value",
        ),
        Figure(
            "Agreements flagged",
            f"{int(flagged.sum()):,}",
            f"{counted(int(live['flags'].sum()), 'flag')} between them",
        ),
        Figure(
            "Of which critical",
            f"{critical:,}",
            f"worth {rounded_pounds(int(live.loc[live['severity'] == 'critical', 'value_pence'].sum()))} "
            "where recorded",
        ),
    ]


def end_date_note(live: pd.DataFrame, without: int) -> str:
    """Return the coverage of end dates as the note under the count of agreements."""
    if without == 0:
        return "all have an end date"
    return f"{of_all(len(live) - without, len(live))} have an end date"


def severity_table(live: pd.DataFrame, previous: Previous | None) -> Table:
    """Return agreements and value by the worst flag of each; every live agreement is in one row."""
    before = live_agreements(previous) if previous else live.iloc[:0]
    rows = []
    for severity in (*WORST_FIRST, NOT_ALL_ASKED, NO_FLAG):
        of_it, were = (each[worst_flag(each) == severity] for each in (live, before))
        rows.append(severity_row(severity.capitalize(), of_it, were))
    must_sum("agreements by severity", [row["agreements"] for row in rows], len(live))
    must_sum(
        "value by severity", [row["value_pence"] for row in rows], int(live["value_pence"].sum())
    )
    rows.append(severity_row("All live agreements", live, before))
    return Table(
        name="flags_by_severity",
        caption="Agreements by their most severe flag",
        columns=(
            Column("severity", "Most severe flag"),
            Column("agreements", "Now", "count"),
            *last_pack(previous),
            Column("value_pence", "Value recorded", "money"),
        ),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def worst_flag(live: pd.DataFrame) -> pd.Series:
    """Return each agreement's worst severity; without a flag, whether every rule could be asked of it."""
    unflagged = live["unasked"].gt(0).map({True: NOT_ALL_ASKED, False: NO_FLAG})
    return live["severity"].where(live["severity"].notna(), unflagged)


def severity_row(label: str, agreements: pd.DataFrame, before: pd.DataFrame) -> dict[str, Any]:
    """Return one row of the severity table."""
    return {
        "severity": label,
        "agreements": len(agreements),
        "before": len(before),
        "value_pence": int(agreements["value_pence"].sum()),
        "with_value": int(agreements["value_pence"].notna().sum()),
    }


def last_pack(previous: Previous | None) -> tuple[Column, ...]:
    """Return the column of the pack before, where there is one to compare with."""
    return (Column("before", previous.label, "count"),) if previous else ()


def most_flags_table(rules: pd.DataFrame, previous: Previous | None) -> Table:
    """Return the rules with most flags, the others as one row, and the total."""
    names = ["flagged", "unknown", "before"]
    was_asked = by_rule(previous.results) if previous else rules.iloc[:0]
    before = rules["rule"].map(was_asked.set_index("rule")["flagged"]).fillna(0).astype("int64")
    counted_rules = rules.assign(title=rules["rule"].map(rule_title), before=before)[
        ["title", *names]
    ]
    others = counted_rules.iloc[RULES_SHOWN:]
    rows = counted_rules.head(RULES_SHOWN).to_dict("records")
    if len(others):
        rows.append({"title": counted(len(others), "other rule"), **others[names].sum().to_dict()})
    rows.append({"title": "All rules", **counted_rules[names].sum().to_dict()})
    must_sum(
        "flags by rule, most flagged", [row["flagged"] for row in rows[:-1]], rows[-1]["flagged"]
    )
    return Table(
        name="flags_by_rule",
        caption="Flags by rule",
        columns=(
            Column("title", "Rule"),
            Column("flagged", "Flagged", "count"),
            *last_pack(previous),
            Column("unknown", "Could not be asked", "count"),
        ),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def answers_table(rules: pd.DataFrame, live: int) -> Table:
    """Return each rule with all its answers; what could not be asked is never counted as clear."""
    return Table(
        name="answers_by_rule",
        caption=f"What each rule answered of {counted(live, 'agreement')}",
        columns=(
            Column("title", "Rule"),
            Column("flagged", "Flagged", "count"),
            Column("unknown", "Could not be asked", "count"),
            Column("clear", "Clear", "count"),
            Column("not_applicable", "Does not apply", "count"),
            Column("asked", "Asked", "count"),
        ),
        frame=rules.assign(title=rules["rule"].map(rule_title)),
    )


def change_sentence(inputs: PackInputs, live: pd.DataFrame) -> str:
    """Return what changed since the pack before, or that there is none to compare with."""
    if inputs.previous is None:
        return (
            f"This is the first pack, so there is nothing to compare it with. The next one will show what "
            f"changed since {day_in_words(inputs.on)}."
        )
    before = live_agreements(inputs.previous)
    raised, cleared = flags_moved(inputs.previous.results, inputs.results)
    came = len(set(live["agreement_id"]) - set(before["agreement_id"]))
    went = len(set(before["agreement_id"]) - set(live["agreement_id"]))
    value = int(live["value_pence"].sum()) - int(before["value_pence"].sum())
    moved = (
        "is unchanged"
        if value == 0
        else f"{'rose' if value > 0 else 'fell'} by {rounded_pounds(abs(value))}"
    )
    return (
        f"Since {inputs.previous.label}: {counted(came, 'agreement')} came onto the register and {went:,} left; "
        f"{counted(raised, 'flag')} {'was' if raised == 1 else 'were'} raised and {cleared:,} cleared; the total "
        f"value recorded {moved}. A difference between two packs is not yet a trend."
    )


def flags_moved(before: pd.DataFrame, now: pd.DataFrame) -> tuple[int, int]:
    """Return how many flags are new and how many are gone, by agreement and rule."""
    keys = [
        set(map(tuple, flagged_results(results)[["agreement_id", "rule"]].to_numpy().tolist()))
        for results in (before, now)
    ]
    return len(keys[1] - keys[0]), len(keys[0] - keys[1])
