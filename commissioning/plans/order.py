"""The order in which to commission: the reasons for each agreement, and what places it."""

from typing import TYPE_CHECKING

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.wording import as_sentence, counted
from commissioning.rules.several import apart
from commissioning.supply.choice import WHOLE
from commissioning.supply.options import yearly_cost

if TYPE_CHECKING:  # a plan's inputs keep its order, which is worked out of them
    from commissioning.plans.inputs import PlanInputs

# The order, and what each place in it is called. A proposal: nobody publishes one.
ORDER = {
    "critical_end": "The end is critical",
    "unmet_need": "Need is not met",
    "late_start": "The start is late",
    "start_due": "The start is due this quarter",
    "duplicated": "Another agreement does the same",
    "no_choice": "There is little or no choice",
    "repeated": "The same solution was repeated",
    "later": "The start is later, or cannot be told",
}
RULES = {
    "duplicate_service": "duplicated",
    "provider_concentration": "no_choice",
    "repeat_solution": "repeated",
}
COLUMNS = (
    *("rank", "reference", "title", "department", "service_category", "first", "reasons"),
    *("latest_start_on", "ends_on", "annual_cost_pence", "agreement_id"),
)


def ranking(inputs: "PlanInputs") -> pd.DataFrame:
    """Return what to commission in its order: what is to be replaced, and what leaves a need unmet.

    ``first`` is the reason that places it, by its name in ``ORDER``, and ``reasons`` all of them in
    words, that one first.
    """
    found = reasons(inputs)
    place = {name: number for number, name in enumerate(ORDER)}
    found = found.assign(place=found["reason"].map(place)).sort_values(
        ["place", "sentence"], kind="stable"
    )
    by_agreement = found.groupby("agreement_id", sort=False)
    told = pd.DataFrame(
        {
            "first": by_agreement["reason"].first(),
            "reasons": by_agreement["sentence"].agg(lambda all_of: list(dict.fromkeys(all_of))),
            "place": by_agreement["place"].first(),
        }
    ).reset_index()
    plan = inputs.plan[["agreement_id", "latest_start_on"]]
    rows = inputs.live.merge(told).merge(plan, how="left")
    rows = rows.assign(annual_cost_pence=yearly_cost(rows))
    ordered = rows.sort_values(
        ["place", "latest_start_on", "ends_on", "reference", "agreement_id"], kind="stable"
    )
    return ordered.assign(rank=range(1, len(ordered) + 1))[list(COLUMNS)].reset_index(drop=True)


def reasons(inputs: "PlanInputs") -> pd.DataFrame:
    """Return every reason to commission: ``agreement_id``, ``reason`` and the ``sentence`` that says why."""
    flagged = inputs.of_own(inputs.supply.flagged)
    by_rule = flagged.assign(reason=flagged["rule"].map(RULES)).dropna(subset="reason")
    by_rule = by_rule.assign(sentence=by_rule["sentence"].map(as_sentence))
    columns = ["agreement_id", "reason", "sentence"]
    alone = without_choice(inputs)
    pressing = pd.concat([critical_ends(inputs)[columns], by_rule[columns], alone[columns]])
    to_replace = pressing["agreement_id"].isin(inputs.plan["agreement_id"])
    return pd.concat(
        [pressing[to_replace], unmet(inputs)[columns], starts(inputs)[columns]], ignore_index=True
    )


def critical_ends(inputs: "PlanInputs") -> pd.DataFrame:
    """Return the agreements whose end the rule expiry_within_lead_time finds critical, with that end."""
    flagged = inputs.of_own(inputs.supply.flagged)
    is_critical = (flagged["rule"] == "expiry_within_lead_time") & (
        flagged["severity"] == "critical"
    )
    ends = inputs.live[["agreement_id", "ends_on"]].merge(
        flagged.loc[is_critical, ["agreement_id"]]
    )
    days = ends["ends_on"].map(spoken_day).astype("str")
    has_ended = ends["ends_on"] < pd.Timestamp(inputs.on)
    verb = pd.Series("ends", ends.index, dtype="str").mask(has_ended, "ended")
    sentence = "It " + verb + " on " + days + ", and nothing is named to follow it."
    return ends.assign(reason="critical_end", sentence=sentence)


def starts(inputs: "PlanInputs") -> pd.DataFrame:
    """Return what is to be replaced with when work on it has to begin."""
    plan = inputs.plan
    reason = pd.Series("later", plan.index, dtype="str")
    reason = reason.mask(plan.index.isin(inputs.this_quarter.index), "start_due")
    reason = reason.mask(plan.index.isin(inputs.late.index), "late_start")
    days = plan["latest_start_on"].map(spoken_day, na_action="ignore").astype("str")
    verb = pd.Series("has", plan.index, dtype="str").mask(reason == "late_start", "had")
    sentence = ("Work on a replacement " + verb + " to begin by " + days + ".").fillna(
        "When work on a replacement has to begin cannot be told: no end date is recorded."
    )
    return plan[["agreement_id"]].assign(reason=reason, sentence=sentence)


def unmet(inputs: "PlanInputs") -> pd.DataFrame:
    """Return the live agreements that leave a need unmet: a group is not reached, or need outgrew volume.

    The sentence counts nobody: how many people a group has is told, as far as it may be, with its reach.
    """
    flagged = inputs.of_own(inputs.supply.flagged)
    missed = flagged[flagged["rule"] == "group_not_reached"]
    groups = missed["facts"].map(lambda facts: facts["group"]).astype("str")
    by_itself = missed.assign(sentence="It reaches too few of this group in need: " + groups + ".")
    grown = flagged[flagged["rule"] == "need_volume_divergence"]
    reach = inputs.supply.reach_shown
    live = inputs.live[["agreement_id", "category", "area_codes"]]
    places, areas = apart(live["area_codes"])
    whole = live.assign(area_code=inputs.register.area_code)
    served = pd.concat([whole, live.take(places).assign(area_code=areas.astype("str").array)])
    columns = ["category", "area_code", "service_category", "group"]
    together = served.merge(reach.loc[reach["status"] == "flagged", columns])
    sentence = "Services of its kind together reach too few of this group in need: "
    together = together.assign(sentence=(sentence + together["group"] + ".").astype("str"))
    columns = ["agreement_id", "sentence"]
    every = pd.concat([grown[columns], by_itself[columns], together[columns]], ignore_index=True)
    return every.assign(reason="unmet_need")


def without_choice(inputs: "PlanInputs") -> pd.DataFrame:
    """Return the live agreements of a category, or of an area, that has one provider alone."""
    alone = inputs.supply.choice
    alone = alone[alone["status"] == "no_choice"]
    live = inputs.live[["agreement_id", "category", "service_category", "area_codes"]]
    places, areas = apart(live["area_codes"])
    named = live.take(places).assign(area_code=areas.array)
    everywhere = live.assign(area_code=WHOLE)
    found = pd.concat([everywhere, named]).merge(alone[["category", "area_code"]])
    whole = found[found["area_code"] == WHOLE]
    parts = found[~found["agreement_id"].isin(whole["agreement_id"])]
    where = parts.groupby("agreement_id").agg(
        service_category=("service_category", "first"), areas=("area_code", "size")
    )
    in_parts = where.reset_index().assign(
        sentence=lambda rows: [
            f"{category} has one provider alone in {counted(areas, 'of its areas', 'of its areas')}."
            for category, areas in zip(rows["service_category"], rows["areas"], strict=True)
        ]
    )
    in_whole = whole.assign(sentence=whole["service_category"] + " has one provider alone.")
    columns = ["agreement_id", "sentence"]
    every = pd.concat([in_whole[columns], in_parts[columns]], ignore_index=True)
    return every.assign(reason="no_choice").astype({"sentence": "str"})
