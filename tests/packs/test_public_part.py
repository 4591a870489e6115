"""Nothing exempt is in the public part: every text of it, and every table that leaves it, is searched."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pandas as pd
import pytest

from commissioning.packs.build import build
from commissioning.packs.forms.forms import forms_of
from commissioning.packs.inputs import Pack, PackInputs, Previous, Replaced
from tests.packs.builders import (
    CELL_COLUMNS,
    ON,
    PAST_END,
    answers,
    inputs,
    load,
    quality,
    three_agreements,
    with_department,
)
from tests.packs.section_builders import cases

pytestmark = pytest.mark.thorough

TOLD_IN_PART_2 = {
    *("EXEMPT decider", "EXEMPT officer", "EXEMPT why", "EXEMPT price.", "EXEMPT trouble."),
    *("EXEMPT cell", "EXEMPT doubt", "EXEMPT refusal"),
}
# Words of exempt fields, the price of one provider and the day its insurance ran out.
SEARCHED = re.compile(r"EXEMPT|9 September 1999|1999-09-09")


def pack_with_all_that_is_exempt(audience: str, title: str = "Day care") -> PackInputs:
    register = three_agreements(
        title=[title, "Advice", "Transport"],
        commissioner=["EXEMPT manager", "EXEMPT manager", None],
        ends_on=["2022-04-30", "2023-03-31", None],
        provider_org_id=["GB-COH-1", None, None],
        decisions=[
            {
                **{"reference": "A1", "outcome": "extend", "decided_on": "2022-05-01"},
                **{"decided_by": "EXEMPT decider", "reason": "EXEMPT reason"},
                "authority_reference": "Cabinet 12",
            }
        ],
        equality=[{"reference": "A1", "status": "published", "risk": "high"}],
        listed_providers=[
            {
                **{"provider_org_id": "GB-COH-1", "provider_name": "Care Ltd"},
                **{"insolvency": "yes", "insurance_expires_on": "1999-09-09"},
            }
        ],
    )
    price = {"reference": "A2", "rule": "unit_cost_outlier", "sentence": "EXEMPT price."}
    trouble = {
        **{"subject_kind": "provider", "reference": "provider:GB-COH-1"},
        **{"rule": "provider_at_risk", "sentence": "EXEMPT trouble."},
    }
    results = with_department(answers(register, PAST_END, price), "", **trouble)
    cell = dict(zip(CELL_COLUMNS, ["register", 4, 5, "Value", "is_money", "", "No."], strict=True))
    given = quality(
        [load(rows_in=4, rows_set_aside=1, stale=True)],
        [{**cell, "value": "EXEMPT cell"}],
        [{**cell, "value": "EXEMPT doubt", "severity": "warning"}],
    )
    refused = {
        **{"source": "register", "title": "Register", "feed": "agreements", "is_in_force": True},
        **{"edition_on": pd.Timestamp("2022-06-30"), "refused_on": pd.Timestamp("2022-07-01")},
        **{"load_no": 1, "loaded_on": pd.Timestamp("2022-07-01")},
        "sentence": "EXEMPT refusal",
    }
    silent = {
        **{"subject_kind": "agreement", "subject_id": "1", "rule": "rolled_over_past_end"},
        **{"until_on": pd.Timestamp("2022-12-31"), "acted_by": "EXEMPT officer"},
        "reason": "EXEMPT why",
    }
    return inputs(
        register,
        results=results,
        audience=audience,
        previous=Previous("2021/22", ON, register, results),
        quality=replace(given, refused=pd.DataFrame([refused])),
        acknowledgements=pd.DataFrame([silent]),
        cases=cases({"case_no": 1, "label": "A1", "owner": "EXEMPT owner"}),
    )


def everything(pack: Pack) -> str:
    """Return all that leaves a pack: the page, its line, every table as CSV and JSON, and the workbook."""
    forms = forms_of(pack, stem="public-authority-v1", on=ON)
    with ZipFile(BytesIO(forms.workbook)) as workbook:
        sheets = [workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist()]
    tables = [f"{name}\n{content.decode()}" for name, content in forms.tables.items()]
    return "\n".join([pack.html.decode(), pack.headline, *tables, *sheets])


def test_the_public_part_holds_nothing_that_is_exempt_and_part_2_does():
    public = everything(build(pack_with_all_that_is_exempt("public")))
    assert not SEARCHED.findall(public)
    assert "Cabinet 12" in public  # on what authority it was decided is no secret
    part_2 = everything(build(pack_with_all_that_is_exempt("exempt")))
    assert {told for told in TOLD_IN_PART_2 if told in part_2} == TOLD_IN_PART_2


def test_what_changed_since_the_version_before_holds_nothing_that_is_exempt():
    now = pack_with_all_that_is_exempt("public", "Day centre")
    made = build(replace(now, replaced=Replaced(1, pack_with_all_that_is_exempt("public"))))
    assert "Day centre" in made.html.decode()
    assert "what_changed" in made.tables
    # A section that is new in the software is in both as they are compared.
    assert "That version is compared as the software makes it today" in made.html.decode()
    assert not SEARCHED.findall(everything(made))


def test_no_difference_between_its_counts_tells_what_was_left_out():
    # Two agreements are flagged, one of them for its price alone: part 1 counts it as not flagged.
    public = build(pack_with_all_that_is_exempt("public"))
    assert public.headline.startswith("1 of 3 live agreements is flagged")
    rules = public.tables["answers_by_rule"].frame
    assert set(rules["rule"]) == {"cliff_edge", "rolled_over_past_end"}
    assert list(rules["asked"]) == [3, 3]


def test_what_one_provider_is_paid_is_told_only_where_the_profile_lets_it():
    flag = {"reference": "A1", "rule": "spend_over_profile", "sentence": "Paid £98,765."}
    told = {
        exempt: everything(build(inputs(None, flag, audience="public", exempt=exempt)))
        for exempt in ((), ("provider_values",))
    }
    assert "£98,765" in told[()]
    assert "£98,765" not in told["provider_values",]
