"""What may be told of people in need: as counted where no count of an indicator is small, and otherwise published.

Counts of observations may be the authority's own, and a few people in need are as near to a name as a few users.
"""

import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.published import HIDDEN, SHOWN, SMALL
from commissioning.supply.cells import of_areas, sums_of_groups, told, with_cells


def need_told(reached: pd.DataFrame, area_code: str, rule: Suppression) -> pd.DataFrame:
    """Return ``need`` and ``all_need`` of each row as they may be told, missing where they are hidden.

    ``need_counted`` says how the need of each group is told.
    ``reached`` is as ``supply.reach.reached`` returns it; ``area_code`` is the authority's own area, which holds
    the others. A group of an area has one count by an indicator, whatever kinds of service rest on it, and each
    of those has a total of its own: that of the groups whose users are known.
    """
    rows = with_cells(reached)
    by = rows["indicator"].fillna(""), rows["area_code"], rows["key"].fillna("")
    rows = rows.assign(cell="in need\0" + by[0] + "\0" + by[1] + "\0" + by[2], indicator=by[0])
    counted = rows.dropna(subset="need")
    counted = counted.assign(counts=counted["need"].astype("float64").round().astype("int64"))
    added = counted[counted["users"].notna()]
    together = added.groupby("place")["counts"].transform("sum")
    totals = added.assign(cell=added["place"], key="", counts=together).drop_duplicates("place")
    groups = counted.drop_duplicates("cell")
    # What is compared area by area: a group by its indicator, a total by its kind of service.
    areas = [
        of_areas(each.assign(category=each[by_what], users=each["counts"]), area_code)
        for each, by_what in ((groups, "indicator"), (totals, "category"))
    ]
    rest = [left.assign(counts=left["users"]) for _, left in areas]
    cells = pd.concat([each[["cell", "indicator", "counts"]] for each in (groups, totals, *rest)])
    cells = cells.set_index("cell")
    sums = [*sums_of_groups(added), *(one for found, _ in areas for one in found)]
    shown = told(cells["counts"].astype("Int64"), sums, cells["indicator"], rule)
    told_of = {
        name: as_told(rows[name], rows[cell], shown)
        for name, cell in (("need", "cell"), ("all_need", "place"))
    }
    return pd.DataFrame(told_of).assign(need_counted=rows["cell"].map(shown["mark"]).astype("str"))


def as_told(counts: pd.Series, cells: pd.Series, shown: pd.DataFrame) -> pd.Series:
    """Return the counts, those rounded or hidden as ``shown`` has their cells."""
    mark = cells.map(shown["mark"])
    return counts.mask(
        mark.isin([SHOWN, SMALL, HIDDEN]), cells.map(shown["shown"]).astype(counts.dtype)
    )
