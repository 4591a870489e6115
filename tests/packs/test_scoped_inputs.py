"""The cases, the money and the unit costs of a pack are those of what it is about."""

import pandas as pd

from commissioning.packs.ended import ended
from commissioning.packs.inputs import Previous
from commissioning.packs.scoped_inputs import cut_before, cut_to
from commissioning.packs.scopes import Divided, scopes_of
from tests.packs import section_builders as given
from tests.packs.builders import ON, answers, inputs, three_agreements, with_department
from tests.packs.page_read import rows_of, shown


def cut_to_people(kind, name, **fields):
    register = three_agreements(
        department=["People", "People", "Place"], commissioner=["Anna", "Ben", "Anna"]
    )
    results = with_department(answers(register), "People")
    whole = inputs(
        register,
        results=results,
        cases=given.cases(
            {"case_no": 1, "subject_id": "1", "label": "A1"},
            {"case_no": 2, "subject_id": "2", "label": "A2"},
            {"case_no": 3, "subject_id": "3", "label": "A3"},
            {
                "case_no": 4,
                "subject_kind": "department",
                "subject_id": "People",
                "label": "department:People",
            },
            {
                "case_no": 5,
                "subject_kind": "department",
                "subject_id": "Place",
                "label": "department:Place",
            },
        ),
        money=given.money(
            {"department": "People", "amount_pence": 1},
            {"department": "PEOPLE", "amount_pence": 2},
            {"department": "Place", "amount_pence": 4},
            {"amount_pence": 8},
        ),
        unit_costs=pd.DataFrame({"agreement_id": [1, 2, 3], "unit_cost_pence": [10, 20, 30]}),
        **fields,
    )
    [scope] = [one for one in scopes_of(register, kind) if one.label == name]
    divided = Divided(register, results, kind)
    return whole, cut_to(whole, scope, divided), scope, divided


def test_a_department_has_the_cases_and_the_money_of_its_own():
    _, made, _, _ = cut_to_people("department", "People")
    assert made.cases["case_no"].tolist() == [1, 2, 4]
    assert made.money["amount_pence"].tolist() == [1, 2]
    assert made.unit_costs["agreement_id"].tolist() == [1, 2]


def test_a_contract_manager_has_the_cases_of_agreements_alone_and_no_year():
    _, made, _, _ = cut_to_people("commissioner", "Anna")
    assert made.cases["case_no"].tolist() == [1, 3]
    assert made.money.empty
    assert made.unit_costs["agreement_id"].tolist() == [1, 3]


def test_a_successor_that_is_another_managers_is_told_from_the_whole_register():
    register = three_agreements(
        commissioner=["Anna", "Ben", "Anna"],
        ends_on=["2022-05-31", "2023-03-31", None],
        starts_on=["2020-04-01", "2022-06-03", None],
        successor_reference=["A2", None, None],
        status="ended",
    )
    whole = inputs(register)
    [anna, _] = scopes_of(register, "commissioner")
    made = cut_to(whole, anna, Divided(register, whole.results, "commissioner"))
    [row] = rows_of(shown(ended(made)), "agreements_ended")
    assert row[-1] == "A2 from 3 June 2022: 2 days without the service."


def test_the_pack_before_is_cut_to_the_same_cases():
    whole, _, scope, divided = cut_to_people("department", "People")
    before = Previous("2021/22 Q4", ON, whole.register, whole.results, whole.cases)
    assert cut_before(before, scope, divided).cases["case_no"].tolist() == [1, 2, 4]
