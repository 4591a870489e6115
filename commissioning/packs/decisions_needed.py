"""Section 2: what must be decided, by when, on what authority and why, most urgent first."""

from dataclasses import dataclass

import pandas as pd

from commissioning.packs.acted_on import acknowledged, decided, decided_among
from commissioning.packs.audiences import audience_named
from commissioning.packs.decision_kinds import DECISIONS, TOLD_BY, Decision
from commissioning.packs.departments_and_providers import others_lead, others_table
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import (
    WORST_FIRST,
    earliest,
    flagged_results,
    live_agreements,
    of_others,
)
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Section
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import (
    as_sentence,
    counted,
    day_in_words,
    of_all,
    rounded_pounds,
    rule_title,
    whole_pounds,
)
from commissioning.register import looked_up

SHOWN_FIRST = 5
ONLY_KEY = "key"
EXPORTED = {"name": "kind", "decide": "decision", "authority": "authority_required"}


@dataclass(frozen=True)
class Group:
    """The agreements of one kind of decision: how many, and the table most urgent first."""

    decision: Decision
    summary: str
    table: Table
    shown: int

    @property
    def is_cut(self) -> bool:
        """Whether the section shows only the first of them, and the annex all."""
        return self.shown < len(self.table.frame)


def decisions_needed(inputs: PackInputs) -> Section:
    """Return each flagged agreement once, under the decision it calls for.

    All are counted. An audience that is told key decisions only has those listed that are worth as much as
    the profile says, or of which no value is recorded.
    """
    live = live_agreements(inputs)
    needed = each_agreement(inputs, live)
    kinds = kinds_table(needed)
    must_sum(
        "decisions needed", kinds.frame["agreements"].iloc[:-1], int(live["severity"].notna().sum())
    )
    others = of_others(inputs.results)
    flagged = others_table(others)
    told = key_decisions(needed, inputs)
    groups = [
        group(decision, told[told["name"] == decision.name], inputs)
        for decision in DECISIONS
        if (told["name"] == decision.name).any()
    ]
    return Section(
        name="decisions_needed",
        title="Decisions needed",
        context={
            "lead": lead(needed, live, inputs) + left_out(len(needed) - len(told), inputs),
            "kinds": kinds,
            "groups": groups,
            "others": flagged,
            "others_shown": shown_first(len(flagged.frame)),
            "others_lead": others_lead(others),
        },
        tables=(kinds, full_table(told), *([flagged] if len(others) else [])),
        annex=tuple(
            [one.table for one in groups if one.is_cut]
            + ([flagged] if shown_first(len(flagged.frame)) < len(flagged.frame) else [])
        ),
    )


def key_decisions(needed: pd.DataFrame, inputs: PackInputs) -> pd.DataFrame:
    """Return the decisions that are listed one by one for the pack's audience."""
    if audience_named(inputs.audience).decisions != ONLY_KEY:
        return needed
    return needed[~(needed["value_pence"] < inputs.minimum_value_pence).fillna(False)]


def left_out(number: int, inputs: PackInputs) -> str:
    """Return how many are counted and not listed, as a sentence that follows another; empty where none is."""
    if not number:
        return ""
    least = whole_pounds(inputs.minimum_value_pence)
    return f" {number:,} of them, each worth less than {least}, {'is' if number == 1 else 'are'} counted and not listed."


def each_agreement(inputs: PackInputs, live: pd.DataFrame) -> pd.DataFrame:
    """Return one row per flagged agreement: its kind of decision, the day to act by and why.

    ``act_by`` is the earliest day among the flags that call for the decision; ``why`` is their
    sentences, worst first, and ``also`` the titles of the agreement's other flags; ``decided`` and
    ``acknowledged`` what people did about them. What is acknowledged whole comes after what presses,
    what was decided on last; both count.
    """
    flags = flagged_results(inputs.results)
    flags["rank"] = flags["severity"].map(WORST_FIRST.index)
    flags = flags.sort_values(["agreement_id", "rank", "act_by", "rule"])
    flags["order"] = kind_order(flags["rule"])
    first = flags.groupby("agreement_id")["order"].min()
    own = flags["order"] == flags["agreement_id"].map(first)
    said = own & ~told_already(flags)
    calling, saying = flags[own].groupby("agreement_id"), flags[said].groupby("agreement_id")
    others = flags[~said].assign(title=flags["rule"].map(rule_title)).groupby("agreement_id")

    shown = [
        "agreement_id",
        "reference",
        "title",
        "department",
        "providers",
        "value_pence",
        "ends_on",
        "severity",
    ]
    needed = live.loc[live["severity"].notna(), shown].copy()
    by_agreement = needed["agreement_id"]
    needed["order"] = looked_up(by_agreement, first).astype("int64")
    for column in ("name", "decide", "authority"):
        needed[column] = needed["order"].map(
            [getattr(kind, column) for kind in DECISIONS].__getitem__
        )
    needed["act_by"] = looked_up(by_agreement, calling["act_by"].min())
    needed["why"] = looked_up(by_agreement, saying["sentence"].agg(sentences))
    needed["also"] = looked_up(by_agreement, others["title"].agg("; ".join)).fillna("")
    has_passed = (needed["act_by"] < pd.Timestamp(inputs.on)) & (needed["order"] > 0)
    needed["urgency"] = needed["severity"].str.capitalize() + has_passed.map(
        {True: ", day passed", False: ""}
    )
    needed["also_flagged"] = needed["also"].where(
        needed["also"] == "", "Also flagged: " + needed["also"]
    )
    needed["decided"] = decided(inputs, by_agreement)
    needed["is_decided"] = needed["decided"] != ""
    silent = acknowledged(inputs, flags)
    needed["acknowledged"] = looked_up(by_agreement, silent["acknowledged"]).fillna("")
    needed["is_silent"] = by_agreement.isin(silent.index[silent["is_silent"]])
    return needed.sort_values(
        ["order", "is_decided", "is_silent", "act_by", "value_pence", "reference", "agreement_id"],
        ascending=[True, True, True, True, False, True, True],
        ignore_index=True,
    )


def kind_order(rules: pd.Series) -> pd.Series:
    """Return where in ``DECISIONS`` each rule's decision stands; the last kind takes what none names."""
    places = {rule: place for place, kind in enumerate(DECISIONS) for rule in kind.rules}
    return rules.map(places).fillna(len(DECISIONS) - 1).astype("int64")


def told_already(flags: pd.DataFrame) -> pd.Series:
    """Say which flags have a sentence that another flag of the same agreement says in full."""
    there = set(zip(flags["agreement_id"], flags["rule"], strict=True))
    told = [
        (agreement_id, TOLD_BY.get(rule)) in there
        for agreement_id, rule in zip(flags["agreement_id"], flags["rule"], strict=True)
    ]
    return pd.Series(told, flags.index, dtype="bool")


def sentences(texts: pd.Series) -> str:
    """Return the sentences of several flags as one paragraph."""
    return " ".join(as_sentence(text) for text in texts)


def kinds_table(needed: pd.DataFrame) -> Table:
    """Return one row per kind of decision: what to decide, on what authority, how many and from when."""
    rows = []
    for decision in DECISIONS:
        of_it = needed[needed["name"] == decision.name]
        if len(of_it):
            rows.append(
                {
                    "kind": decision.title,
                    "decision": decision.decide,
                    "authority_required": decision.authority,
                    **totals(of_it),
                }
            )
    rows.append(
        {
            "kind": "All decisions needed",
            "decision": "",
            "authority_required": "",
            **totals(needed),
        }
    )
    return Table(
        name="decisions_by_kind",
        caption="Decisions needed, by what must be decided",
        columns=(
            Column("kind", "Decision", under=("decision",)),
            Column("agreements", "Agreements", "count"),
            Column("value_pence", "Value recorded", "money"),
            Column("first_act_by", "Earliest day", "day", missing="No day recorded"),
        ),
        frame=pd.DataFrame(rows),
        has_total=True,
    )


def totals(needed: pd.DataFrame) -> dict[str, object]:
    """Return the count, value and earliest day of some decisions."""
    first = earliest(needed["act_by"])
    return {
        "agreements": len(needed),
        "value_pence": int(needed["value_pence"].sum()),
        "with_value": int(needed["value_pence"].notna().sum()),
        "first_act_by": pd.NaT if first is None else pd.Timestamp(first),
    }


def group(decision: Decision, needed: pd.DataFrame, inputs: PackInputs) -> Group:
    """Return the agreements of one kind of decision, the first few apart from the rest."""
    shown = shown_first(len(needed))
    table = Table(
        name=f"decisions_{decision.name}",
        caption=f"{decision.title}: {counted(len(needed), 'agreement')}, most urgent first",
        columns=(
            Column("reference", "Agreement", under=("title", "department")),
            Column("act_by", decision.act_by, "day", under=("urgency",), missing="No day recorded"),
            Column("providers", "Provider"),
            Column("value_pence", "Value", "money"),
            Column("why", "Why", under=("also_flagged", "decided", "acknowledged")),
        ),
        frame=needed,
        stacks=True,
    )
    return Group(decision, group_summary(needed, inputs), table, shown)


def shown_first(rows: int) -> int:
    """Return how many rows of a table the section shows: all where few are left out."""
    return rows if rows <= SHOWN_FIRST + 2 else SHOWN_FIRST


def group_summary(needed: pd.DataFrame, inputs: PackInputs) -> str:
    """Return how many, what they are worth and which is the largest."""
    valued = needed["value_pence"].notna()
    value = rounded_pounds(int(needed["value_pence"].sum()))
    coverage = "" if valued.all() else f" ({of_all(int(valued.sum()), len(needed))} have a value)"
    sentence = f"{counted(len(needed), 'agreement')}, worth {value}{coverage}."
    if silent := int(needed["is_silent"].sum()):
        sentence += (
            f" {silent:,} of them {'is' if silent == 1 else 'are'} acknowledged for now, and last."
        )
    if made := int(needed["is_decided"].sum()):
        sentence += f" {decided_among(made)}, and last."
    ahead = needed[needed["act_by"] >= pd.Timestamp(inputs.on)]
    if len(ahead):
        sentence += f" The day is still to come for {len(ahead):,}, first on {day_in_words(earliest(ahead['act_by']))}."
    if valued.any() and len(needed) > 1:
        largest = needed.sort_values(["value_pence", "reference"], ascending=[False, True]).iloc[0]
        sentence += f" The largest is {largest['reference']}, {largest['title']}, at {rounded_pounds(int(largest['value_pence']))}."
    return sentence


def lead(needed: pd.DataFrame, live: pd.DataFrame, inputs: PackInputs) -> str:
    """Return the sentence that opens the section."""
    if not len(needed):
        return nothing_flagged(live, inputs)
    ahead = needed[needed["act_by"] >= pd.Timestamp(inputs.on)]
    passed = len(needed) - len(ahead) - int(needed["act_by"].isna().sum())
    made = int(needed["is_decided"].sum())
    is_one = len(needed) == 1
    flagged, need = ("is flagged", "needs") if is_one else ("are flagged", "need")
    need = f"{flagged}; {decided_among(made)}" if made else f"{need} a decision"
    sentence = (
        f"{counted(len(needed), 'agreement')} {need}. The day to act by has passed for {passed:,}"
    )
    if len(ahead):
        sentence += f" and is still to come for {len(ahead):,}, the first on {day_in_words(earliest(ahead['act_by']))}"
    return f"{sentence}. Each agreement stands once, under the most pressing decision it calls for."


def nothing_flagged(live: pd.DataFrame, inputs: PackInputs) -> str:
    """Return that nothing is flagged, and whether that is known: a rule not asked is not clear."""
    unasked = int((live["unasked"] > 0).sum())
    day = day_in_words(inputs.on)
    if unasked == 0:
        return f"No live agreement is flagged on {day}, so no decision is needed."
    return (
        f"No live agreement is flagged on {day}, but not every rule could be asked of "
        f"{of_all(unasked, len(live))}, so a decision may be needed that cannot be seen here."
    )


def full_table(needed: pd.DataFrame) -> Table:
    """Return every decision needed as one table, for those who sort and filter it themselves."""
    return Table(
        name="decisions_needed",
        caption="Every decision needed, most urgent first",
        columns=(
            Column("reference", "Agreement"),
            Column("act_by", "Act by", "day"),
            Column("decision", "What must be decided"),
            Column("why", "Why"),
        ),
        frame=needed.rename(columns=EXPORTED).drop(
            columns=["order", "urgency", "also_flagged", "is_silent", "is_decided"]
        ),
    )
