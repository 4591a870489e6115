import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.profile_tables import Suppression
from commissioning.small_numbers.bounds import Sum
from commissioning.small_numbers.margins import with_margins
from commissioning.small_numbers.published import safe_to_publish
from tests.attacker import Attacker

RULE = (
    Suppression()
)  # packs.md: counts 1-7 suppressed, the rest rounded to 5, secondary suppression


def table(**counts):
    return pd.Series(counts, dtype="Int64")


def a_reader_of(published, sums=(), *, limit=7, base=5):
    """Return one who knows the rule, and reads a table that it made."""
    reader = Attacker()
    for cell, row in published.iterrows():
        if row["mark"] == "shown":
            shown = int(row["shown"])
            reader.read(cell, max(limit + 1, shown - base // 2), shown - base // 2 + base - 1)
        elif row["mark"] == "zero":
            reader.read(cell, 0, 0)
        elif row["mark"] == "small":
            reader.read(cell, 1, limit)
        else:
            reader.read(cell, 1)
    for each in sums:
        reader.adds_up(each.total, each.parts)
    return reader


@pytest.mark.parametrize(
    ("count", "text", "mark"),
    [
        (0, "0", "zero"),  # nobody is shown
        (1, "[c]", "small"),
        (7, "[c]", "small"),
        (8, "10", "shown"),
        (12, "10", "shown"),
        (13, "15", "shown"),
        (1_238, "1,240", "shown"),
        (None, "", "not_recorded"),  # never nought
    ],
)
def test_counts_from_1_to_7_are_hidden_and_the_rest_rounded_to_5(count, text, mark):
    found = safe_to_publish(table(carers=count), rule=RULE).loc["carers"]
    assert (found["text"], found["mark"]) == (text, mark)


def test_a_second_count_is_hidden_where_the_total_would_give_the_first_away():
    counts = table(carers=8, young_people=8, veterans=1, all=17)
    sums = [Sum("all", ("carers", "young_people", "veterans"))]
    alone = safe_to_publish(counts, sums, rule=Suppression(secondary=False))
    # 8 + 8 at least and 17 at most leaves 1, the very number.
    assert a_reader_of(alone, sums).values_left("veterans", range(1, 8)) == [1]
    found = safe_to_publish(counts, sums, rule=RULE)
    assert found["mark"].value_counts().to_dict() == {"shown": 2, "small": 1, "hidden": 1}
    assert len(a_reader_of(found, sums).values_left("veterans", range(1, 8))) >= 4


def test_a_count_whose_parts_are_all_hidden_is_no_longer_said_to_be_small():
    groups = {f"group_{number}": 1 for number in range(7)}
    counts = table(all=7, **groups)
    sums = [Sum("all", tuple(groups))]
    found = safe_to_publish(counts, sums, rule=RULE)
    assert found["shown"].isna().all()
    assert len(a_reader_of(found, sums).values_left("group_0", range(1, 8))) >= 4


def test_what_an_earlier_output_told_of_the_same_people_counts_as_told():
    counts = table(carers=22, veterans=5, all=27)
    sums = [Sum("all", ("carers", "veterans"))]
    unaware = safe_to_publish(counts, sums, rule=RULE)
    assert unaware["text"].to_dict() == {"carers": "20", "veterans": "[c]", "all": "25"}
    # Last quarter's sheet gave the 27: 27 - 22 at the most leaves veterans 5, 6 or 7.
    before = pd.DataFrame({"mark": ["shown"], "least": [27], "most": [27]}, index=["all"])
    told = safe_to_publish(counts, sums, rule=RULE, before=[before])
    assert told["text"].to_dict() == {"carers": "[c]", "veterans": "[c]", "all": "25"}


def test_what_earlier_outputs_give_away_by_themselves_hides_nothing_more_in_vain():
    before = pd.DataFrame(
        {"mark": ["shown"] * 2, "least": [20, 23], "most": [20, 23]}, index=["carers", "all"]
    )
    counts = table(carers=20, veterans=3, all=23)
    found = safe_to_publish(
        counts, [Sum("all", ("carers", "veterans"))], rule=RULE, before=[before]
    )
    assert found["text"].to_dict() == {"carers": "20", "veterans": "[c]", "all": "25"}


def test_a_count_hidden_for_anothers_sake_stays_the_one_that_is_hidden():
    counts = table(carers=20, young_people=21, veterans=3, all=44)
    sums = [Sum("all", ("carers", "young_people", "veterans"))]
    before = pd.DataFrame(
        {"mark": ["hidden"], "least": [1], "most": [None]}, index=["young_people"]
    )
    found = safe_to_publish(counts, sums, rule=Suppression(round_to=1), before=[before])
    assert found.loc["young_people", "mark"] == "hidden"
    assert found.loc["carers", "mark"] == "shown"


def test_a_corrected_count_is_not_tied_to_what_was_told_of_it_before():
    before = pd.DataFrame({"mark": ["shown"], "least": [28], "most": [32]}, index=["carers"])
    found = safe_to_publish(table(carers=3), rule=RULE, before=[before])
    assert found.loc["carers", "mark"] == "small"


def test_switched_off_every_count_is_as_it_was_counted_and_says_so():
    found = safe_to_publish(table(carers=3, all=41), rule=Suppression(apply=False))
    assert found["text"].tolist() == ["3", "41"]
    assert found["reason"].unique().tolist() == ["as counted: small numbers are not hidden"]


def test_a_sum_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="does not add up"):
        safe_to_publish(table(a=3, b=4, all=8), [Sum("all", ("a", "b"))], rule=RULE)


TABLES = st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=2, max_size=3).map(
    lambda rows: pd.DataFrame(rows).rename_axis("area").rename_axis("group", axis=1).stack()
)


def holds_out(counts):
    """Assert that of each hidden count of a table with both margins at least four values are left."""
    whole, sums = with_margins(counts)
    found = safe_to_publish(whole, sums, rule=RULE)
    reader = a_reader_of(found, sums)
    for cell in found.index[found["shown"].isna()]:
        count = int(whole[cell])
        assert reader.is_possible({cell: count})  # it was told nothing untrue
        near = sorted(range(1, count + 8), key=lambda value: abs(value - count))
        assert len(reader.values_left(cell, near, up_to=4)) == 4, (cell, counts.to_dict())


@settings(max_examples=2, deadline=None, derandomize=True)
@given(TABLES)
def test_a_table_with_both_margins_leaves_each_hidden_count_four_values(counts):
    holds_out(counts)


@pytest.mark.thorough
@settings(max_examples=15, deadline=None, derandomize=True)
@given(TABLES)
def test_fifteen_tables_with_both_margins_leave_each_hidden_count_four_values(counts):
    holds_out(counts)
