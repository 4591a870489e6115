import pandas as pd

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.margins import share_told, with_margins
from commissioning.small_numbers.published import safe_to_publish

USERS = pd.Series(
    {("Ordsall", "carers"): 3, ("Ordsall", "veterans"): 20, ("Irlam", "carers"): 40},
    dtype="Int64",
).rename_axis(["area_code", "group"])


def test_a_table_by_area_and_group_is_told_with_both_margins_and_their_sums():
    counts, sums = with_margins(USERS)
    assert counts.to_dict() == {
        ("Ordsall", "carers"): 3,
        ("Ordsall", "veterans"): 20,
        ("Irlam", "carers"): 40,
        ("All", "carers"): 43,
        ("All", "veterans"): 20,
        ("Ordsall", "All"): 23,
        ("Irlam", "All"): 40,
        ("All", "All"): 63,
    }
    found = safe_to_publish(counts, sums, rule=Suppression())
    assert found.loc[("Ordsall", "carers"), "text"] == "[c]"
    assert len(sums) == 5  # each group over areas, each area over groups, and the whole


def test_a_count_not_recorded_is_in_no_total():
    counts, sums = with_margins(pd.Series({"carers": 12, "veterans": None}, dtype="Int64"))
    assert counts["All"] == 12
    assert [one.parts for one in sums] == [("carers",)]


def test_a_share_is_of_the_figures_that_are_shown():
    shown = safe_to_publish(
        pd.Series({"carers": 13, "veterans": 5, "All": 98}, dtype="Int64"), rule=Suppression()
    )["shown"]
    told = share_told(shown, pd.Series(shown["All"], index=shown.index))
    assert told["carers"] == 15 / 100
    assert pd.isna(told["veterans"])
