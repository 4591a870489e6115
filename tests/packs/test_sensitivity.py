"""A public pack is made without what is exempt: no section, table or sentence of it has any."""

from dataclasses import replace

import pandas as pd
import pytest

from commissioning.packs.build import build
from commissioning.packs.section import Exhibit, exhibits
from commissioning.packs.sensitivity import public_cases, public_inputs, public_section
from commissioning.packs.tables import Column, Table
from tests.packs.builders import full_inputs, inputs, three_agreements
from tests.packs.section_builders import cases


def test_a_case_that_only_exempt_rules_opened_is_not_counted_for_the_public():
    opened = cases(
        {"case_no": 1, "rules": '["provider_at_risk"]'},
        {"case_no": 2, "rules": '["provider_at_risk", "cliff_edge"]'},
        {"case_no": 3},
    )
    assert public_cases(opened, ("provider_at_risk",))["case_no"].tolist() == [2, 3]


def table(*columns: Column, **values: object) -> Table:
    return Table("some", "Some", columns, pd.DataFrame({"reference": ["A1"], **values}))


def test_a_table_loses_the_columns_that_show_an_exempt_field_and_keeps_the_others():
    shown = table(
        Column("reference", "Agreement", under=("commissioner",)),
        Column("commissioner", "Manager"),
        Column("level", "Risk", field="equality.risk"),
        Column("risk", "Kind of task", field="decisions.outcome"),
        commissioner="Anna Bell",
        level="high",
        risk="extend",
        insolvency=True,  # handed on, and not shown
    )
    section = public_section(exhibits("some", "Some", "", [Exhibit(table=shown)]))

    [one] = section.tables
    assert list(one.frame.columns) == ["reference", "risk"]
    assert [column.name for column in one.columns] == ["reference", "risk"]
    assert one.columns[0].under == ()
    assert section.context["exhibits"][0].table.columns == one.columns


def test_what_is_exempt_is_blank_before_any_section_sees_it():
    given = full_inputs()
    register = three_agreements(commissioner="Anna Bell")
    flag = {"reference": "A1", "rule": "unit_cost_outlier", "sentence": "£43.21 a visit."}
    made = public_inputs(replace(inputs(register, flag), quality=given.quality, audience="public"))
    assert made.register.agreements["commissioner"].isna().all()
    assert "unit_cost_outlier" not in set(made.results["rule"])
    assert made.quality.set_aside["value"].isna().all()
    assert len(made.results) == 3  # the other rule's


@pytest.mark.thorough
def test_no_count_is_told_of_a_field_that_the_public_does_not_see():
    register = three_agreements(commissioner="Anna Bell")
    fields = {
        audience: set(
            build(inputs(register, audience=audience)).tables["coverage_by_field"].frame["field"]
        )
        for audience in ("public", "exempt")
    }
    assert fields["exempt"] - fields["public"] == {"commissioner"}
