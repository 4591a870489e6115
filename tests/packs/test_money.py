"""Section 6: bases side by side and never added, how fast money goes, what changed it, what a unit costs."""

from dataclasses import replace
from datetime import date

import pytest

from commissioning.packs import audiences
from commissioning.packs.money import money
from commissioning.packs.money_by_department import by_department
from commissioning.packs.section import Section
from tests.packs import section_builders as given
from tests.packs.builders import three_agreements
from tests.packs.page_read import rows_of, shown
from tests.rules.builders import ask, register_with

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("undrawn")]


@pytest.fixture
def told(monkeypatch):
    """Return the section as an audience that is told so much reads it."""

    def as_told(level: str, inputs) -> Section:
        reader = replace(audiences.AUDIENCES["dmt"], money=level)
        monkeypatch.setitem(audiences.AUDIENCES, "dmt", reader)
        return money(inputs)

    return as_told


def two_departments(**fields):
    rows = (
        {"department": "People", "basis": "budget", "amount_pence": 300_000_00},
        {"department": "People", "basis": "planned_commitment", "amount_pence": 200_000_00},
        {"department": "People", "amount_pence": 100_000_00},
        {"department": "Place", "amount_pence": 22_000_00},
        {"department": "Place", "paid": "later", "amount_pence": 9_999_00},
        {"financial_year": "2021/22", "department": "Place", "amount_pence": 7_00},
    )
    return given.of_register(three_agreements(), money=given.money(*rows), **fields)


def test_each_basis_stands_in_its_own_column_and_is_added_to_no_other(told):
    # 31 July is day 122 of 365: 100,000 over 122 days is £299,180.32 over 365; 22,000 is £65,819.67.
    assert rows_of(shown(told("variance", two_departments())), "money_by_department") == [
        ["People", "£300,000", "£200,000", "£100,000", "£299,180", "-£820"],
        ["Place", "None recorded", "None recorded", "£22,000", "£65,820", "Not known"],
        ["All departments", "£300,000", "£200,000", "£122,000", "£365,000", "Not known"],
    ]


def test_a_year_of_commitments_alone_has_no_forecast_and_last_years_actual_beside_it(told):
    rows = (  # Kent, 21 July 2011: the bases differ
        {"basis": "planned_commitment", "amount_pence": 17_500_000_00},
        {"financial_year": "2021/22", "paid": "undated", "amount_pence": 15_900_000_00},
    )
    text = shown(
        told("variance", given.of_register(three_agreements(), money=given.money(*rows)))
    ).text
    assert "£17.5m is committed. In the whole of 2021/22 £15.9m was paid." in text
    assert "No forecast is made: no payment of 2022/23 is recorded" in text
    assert "33.4" not in text  # the two added
    assert "1.6m" not in text  # nor the one less the other


def test_no_figure_of_the_page_is_two_bases_added(told):
    text = shown(told("variance", two_departments())).text
    assert "never added" in text
    for added in ("£500,000", "£400,000", "£422,000", "£622,000", "£322,000"):
        assert added not in text


def test_a_total_of_the_year_without_a_day_is_not_carried_on(told):
    # 30 June is day 91 of 365: 91,000 by day comes to 365,000; 1.2m without a day stays what it is.
    rows = (
        {"department": "People", "amount_pence": 91_000_00},
        {"department": "People", "paid": "undated", "amount_pence": 1_200_000_00},
        {"department": "People", "basis": "budget", "amount_pence": 1_500_000_00},
        {"department": "Place", "paid": "undated", "amount_pence": 300_000_00},
    )
    inputs = given.of_register(three_agreements(), money=given.money(*rows), on=date(2022, 6, 30))
    page = shown(told("variance", inputs))
    assert [row[3:] for row in rows_of(page, "money_by_department")] == [
        ["£1,291,000", "£1,565,000", "£65,000"],
        ["£300,000", "£300,000", "Not known"],
        ["£1,591,000", "£1,865,000", "Not known"],
    ]
    assert "added to the line and not carried on, as one may be the total of a year" in page.text
    whole = rows_of(shown(told("totals", inputs)), "money_by_department")
    assert [row[3:] for row in whole] == [["£1,591,000", "£1,865,000", "Not known"]]


def test_no_forecast_is_made_of_less_than_a_tenth_of_the_year_and_the_page_says_why():
    # 6 May is the 36th day of 365; the 37th is the first that is a tenth.
    inputs = replace(two_departments(), on=date(2022, 5, 6))
    [exhibit] = by_department(inputs, inputs.register.agreements)
    assert exhibit.table.frame["forecast_pence"].isna().all()
    assert "less than a tenth of the days have gone (36 of 365)" in exhibit.words[0]
    [exhibit] = by_department(replace(inputs, on=date(2022, 5, 7)), inputs.register.agreements)
    assert exhibit.table.frame["forecast_pence"].notna().all()


def test_many_departments_are_the_largest_with_the_others_in_one_row_and_all_kept_back(told):
    rows = [{"department": f"Centre {n:02}", "amount_pence": n * 100_00} for n in range(1, 21)]
    budget = {"department": "Centre 01", "basis": "budget", "amount_pence": 5_000_00}
    page = shown(
        told("all", given.of_register(three_agreements(), money=given.money(*rows, budget)))
    )
    largest = rows_of(page, "money_by_department_largest")
    assert [row[0] for row in largest[:2]] == ["Centre 20", "Centre 19"]
    # 1 to 10 are 55, 11 to 20 are 155.
    assert largest[-2][:4] == ["10 other departments", "£5,000", "None recorded", "£5,500"]
    assert largest[-1][:4] == ["All departments", "£5,000", "None recorded", "£21,000"]
    assert len(rows_of(page, "money_by_department")) == 21


def test_departments_stand_under_the_name_they_have_now(told):
    inputs = two_departments()
    renamed = replace(inputs.register, department_names={"People": "Adults", "Adults": "Adults"})
    rows = rows_of(shown(told("all", replace(inputs, register=renamed))), "money_by_department")
    assert [row[0] for row in rows] == ["Adults", "Place", "All departments"]


def test_spend_is_compared_with_the_same_days_of_the_year_before(told):
    rows = (
        {"service_category": "Leaving care", "amount_pence": 3_300_000_00},
        {"service_category": "Fostering", "amount_pence": 1_300_000_00},
        {"service_category": "Fostering", "paid": "undated", "amount_pence": 5_00},  # no whole year
        {
            "financial_year": "2021/22",
            "service_category": "Leaving care",
            "amount_pence": 2_000_000_00,
        },
        {
            "financial_year": "2021/22",
            "service_category": "Fostering",
            "amount_pence": 1_000_000_00,
        },
        {
            "financial_year": "2021/22",
            "service_category": "Fostering",
            "paid": "later",
            "amount_pence": 1,
        },
    )
    page = shown(told("all", given.of_register(three_agreements(), money=given.money(*rows))))
    assert (
        "Spend rose by £1.6m; the largest contributor is Leaving care, 81.25% of the change"
        in page.text
    )
    assert rows_of(page, "money_change_by_service")[0] == [
        *("Leaving care", "£2,000,000", "£3,300,000", "£1,300,000", "81.25%"),
    ]


def test_the_spellings_of_a_service_are_one_service(told):
    # 2m became 2.4m and 0.5m became 0.6m: of the half million more, 400,000 is 80%.
    before = {"financial_year": "2021/22"}
    rows = (
        {**before, "service_category": "Home care", "amount_pence": 2_000_000_00},
        {**before, "service_category": "Fostering", "amount_pence": 500_000_00},
        {"service_category": "Home Care", "amount_pence": 2_100_000_00},
        {"service_category": " home  care", "amount_pence": 300_000_00},
        {"service_category": "Fostering", "amount_pence": 600_000_00},
    )
    page = shown(told("all", given.of_register(three_agreements(), money=given.money(*rows))))
    assert rows_of(page, "money_change_by_service") == [
        ["home care", "£2,000,000", "£2,400,000", "£400,000", "80.00%"],
        ["Fostering", "£500,000", "£600,000", "£100,000", "20.00%"],
        ["All services", "£2,500,000", "£3,000,000", "£500,000", "100.00%"],
    ]


def of_one_kind(costs, **columns):
    """Return a register whose agreements each delivered 100 hours of day care in 2021/22 at that cost in pounds."""
    references = [f"A{number}" for number in range(1, len(costs) + 1)]
    year = {"starts_on": "2021-04-01", "ends_on": "2022-03-31", "value": 100.0}
    return register_with(
        service_category="Day care",
        title=[f"Centre {number}" for number in range(1, len(costs) + 1)],
        starts_on="2020-04-01",
        ends_on="2025-03-31",
        value_pence=None,
        **columns,
        payments=[
            {"reference": one, "paid_on": "2021-06-01", "amount_pence": cost * 100 * 100}
            for one, cost in zip(references, costs, strict=True)
        ],
        measures=[
            {"reference": one, "measure": "Hours", "kind": "how_much", "unit": "hour"}
            for one in references
        ],
        returns=[{"reference": one, "measure": "Hours", **year} for one in references],
    )


def test_a_unit_cost_is_set_beside_the_middle_and_the_fence_of_its_kind(told):
    # 20, 20, 20, 20, 22, 22, 22, 40: quartiles 20 and 22, fence 22 + 1.5 x 2 = 25, middle 21.
    page = shown(told("all", given.of_register(of_one_kind([20, 20, 20, 20, 22, 22, 22, 40]))))
    rows = rows_of(page, "unit_costs")
    assert rows[0] == [
        *(
            "A8Centre 8",
            "hour",
            "£40.00",
            "£21.00",
            "£25.00",
            "Above the fenceAmong 8 agreements",
            "Cannot be told",
        ),
    ]
    assert rows[1][-2] == "Within the fenceAmong 8 agreements"


def test_an_ended_agreement_is_a_peer_of_the_live_ones_as_in_the_rule(told):
    # 20, 20, 20, 20, 22, 22, 22, 40 of which A1 ended: with it they are 8, and the fence is 25.
    register = of_one_kind([20, 20, 20, 20, 22, 22, 22, 40], status=["ended"] + ["active"] * 7)
    rows = rows_of(shown(told("all", given.of_register(register))), "unit_costs")
    assert [row[0] for row in rows if "Centre 1" in row[0]] == []
    assert rows[0][:6] == [
        *("A8Centre 8", "hour", "£40.00", "£21.00", "£25.00", "Above the fenceAmong 8 agreements"),
    ]
    asked = ask("unit_cost_outlier", register, "2022-07-31")
    assert asked.loc[asked["status"] == "flagged", "reference"].tolist() == ["A8"]
    assert asked.loc["A8", "facts"]["peers"] == 8


def test_without_a_live_agreement_no_unit_cost_is_told(told):
    inputs = given.of_register(of_one_kind([20] * 8, status="ended"))
    assert inputs.unit_costs.empty
    assert "What a unit costs" not in shown(told("all", inputs)).text


def test_seven_agreements_are_too_few_to_say_that_one_is_dear(told):
    page = shown(told("all", given.of_register(of_one_kind([20, 20, 20, 22, 22, 22, 40]))))
    assert rows_of(page, "unit_costs")[0][-3:-1] == [
        *("Too few to compare", "Cannot be comparedAmong 7 agreements"),
    ]


@pytest.mark.parametrize(
    ("quality", "said"),
    [(82.4, "Value for money improved"), (77.6, "Cost down and quality down: no saving")],
)
def test_a_lower_cost_with_lower_quality_is_no_saving(told, quality, said):
    # J5: 100 hours cost £1,000 and then £980, 2% less; quality was 80 and moves by 3%.
    years = (("2020-04-01", "2021-03-31", 80.0), ("2021-04-01", "2022-03-31", quality))
    register = register_with(
        service_category="Day care",
        title="Centre",
        starts_on="2020-04-01",
        ends_on="2025-03-31",
        payments=[
            {"paid_on": "2020-06-01", "amount_pence": 1_000_00},
            {"paid_on": "2021-06-01", "amount_pence": 980_00},
        ],
        measures=[
            {"measure": "Hours", "kind": "how_much", "unit": "hour"},
            {"measure": "Satisfied", "kind": "how_well", "direction": "higher"},
        ],
        returns=[
            {"measure": measure, "starts_on": first, "ends_on": last, "value": value}
            for first, last, satisfied in years
            for measure, value in (("Hours", 100.0), ("Satisfied", satisfied))
        ],
    )
    [row] = rows_of(shown(told("all", given.of_register(register))), "unit_costs")
    assert (row[2], row[-1]) == ("£9.80", said)


def test_a_provider_sees_its_own_price_and_nothing_of_what_others_charge(told):
    page = shown(told("own_price", given.of_register(of_one_kind([20] * 7 + [40]))))
    assert rows_of(page, "unit_costs")[0] == ["A1Centre 1", "hour", "£20.00"]
    assert "Fence" not in page.text
    assert "Middle" not in page.text


def test_those_told_totals_see_no_department_and_no_agreement(told):
    page = shown(told("totals", two_departments()))
    assert [row[0] for row in rows_of(page, "money_by_department")] == ["All departments"]
    assert len(page.all("table")) == 1
    assert "People" not in page.text


def test_an_outcome_costs_what_was_spent_over_those_who_achieved_it(told):
    # J6: £120,000, 80 outcomes of 160 users.
    quarters = given.every_quarter("Settled", [50.0] * 4, numerator=20.0, denominator=40.0)
    register = register_with(
        title="Housing support",
        starts_on="2021-04-01",
        ends_on="2024-03-31",
        payments=[{"paid_on": "2021-12-01", "amount_pence": 120_000_00}],
        measures=[{"measure": "Settled", "kind": "better_off"}],
        returns=quarters,
    )
    rows = rows_of(shown(told("all", given.of_register(register))), "cost_per_outcome")
    assert rows == [["A1Housing supportSettled", "£120,000", "80", "160", "£1,500.00", "£750.00"]]


def test_few_outcomes_are_not_told_with_their_cost(told):
    quarters = given.every_quarter("Settled", [10.0] * 4, numerator=1.0, denominator=10.0)
    register = register_with(
        starts_on="2021-04-01",
        ends_on="2024-03-31",
        payments=[{"paid_on": "2021-12-01", "amount_pence": 120_000_00}],
        measures=[{"measure": "Settled", "kind": "better_off"}],
        returns=quarters,
    )
    [row] = rows_of(shown(told("all", given.of_register(register))), "cost_per_outcome")
    assert row[2] == "[c]"
    assert row[4] == "Cannot be told"


def test_without_money_the_page_says_what_would_show_it(told):
    text = shown(told("all", given.of_register(three_agreements()))).text
    assert "No payment, commitment or budget is recorded" in text
    assert "load the feed payments" in text
