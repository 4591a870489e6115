"""Who is reached: each group's share of the users beside its share of the need, small numbers hidden."""

import pandas as pd

from commissioning.packs.inputs import PackInputs
from commissioning.packs.need_answered import CHANGED
from commissioning.packs.reach_before import told_before
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.wording import counted
from commissioning.plans.reach_chart import reach_charts
from commissioning.plans.who_is_reached import (
    ratio_told,
    reach_table,
    told_as_shown,
    untold_table,
)
from commissioning.supply.people import reach_shown
from commissioning.supply.reach import reached_by_department, told_of_agreements

TITLE = "Who is reached"
NONE = (
    "No live agreement here has a service category recorded, so who is reached cannot be told.",
    "What would mend it: the service category of each agreement, the feed users with a row for each group of "
    "people, and need_indicators in the profile's thresholds.",
)


def reach(inputs: PackInputs) -> Section:
    """Return whom the agreements reach by kind of service, area and group, and where that cannot be told."""
    thresholds, register = inputs.thresholds, inputs.register
    if thresholds is None:
        return exhibits("reach", TITLE, "", [], empty=CHANGED)
    counts = reached_by_department(register, on=inputs.on, thresholds=thresholds, own=inputs.own)
    if counts.empty:
        return exhibits("reach", TITLE, "", [], empty=NONE)
    own = told_of_agreements(register, on=inputs.on)
    before = told_before(inputs, thresholds)
    rows = reach_shown(counts, register.area_code, register.suppression, own, before)
    drawn = [Exhibit(chart=one) for one in reach_charts(rows, register.area_code)]
    return exhibits("reach", TITLE, lead(rows), [*drawn, *tables(rows)])


def lead(rows: pd.DataFrame) -> str:
    """Return of how many groups too few are reached, and of how many it cannot be told."""
    counts = rows["status"].value_counts()
    missed, untold = (int(counts.get(status, 0)) for status in ("flagged", "unknown"))
    is_told = f"{missed:,} {'is' if missed == 1 else 'are'} reached clearly less than {ratio_told(rows)} of"
    return (
        f"Of {counted(len(rows), 'group')} of people by kind of service and area {is_told} their share of the need; "
        f"of {untold:,} it cannot be told."
    )


def tables(rows: pd.DataFrame) -> list[Exhibit]:
    """Return the groups in one table, and those of which it cannot be told in another."""
    is_untold = rows["status"] == "unknown"
    words = told_as_shown(rows)
    made = []
    if not is_untold.all():
        caption = "Reach: share of the users over share of the need, the least reached first, with the 95% limits"
        table = reach_table("reach", caption, rows[~is_untold])
        made.append(Exhibit(words=words, table=table))
    if is_untold.any():
        made.append(Exhibit(words=() if made else words, table=untold_table(rows[is_untold])))
    return made
