"""Section 2: each flagged agreement once, most urgent first, with its reasons."""

from dataclasses import replace

import pandas as pd
import pytest

from commissioning.packs.build import build
from commissioning.packs.decisions_needed import decisions_needed
from commissioning.packs.inputs import SILENT
from commissioning.packs.page import headline_line
from tests.packs.builders import (
    OPTION,
    PAST_END,
    answers,
    inputs,
    three_agreements,
    with_department,
)
from tests.packs.page_read import read, rows_of, shown
from tests.rules.builders import register_with

pytestmark = pytest.mark.thorough


def test_an_agreement_stands_once_under_its_most_pressing_decision():
    also = {"reference": "A1", "rule": "not_competed", "sentence": "Awarded directly."}
    page = shown(decisions_needed(inputs(None, PAST_END, also, OPTION)))
    assert rows_of(page, "decisions_past_end") == [
        [
            "A1Day carePeople",
            "31 March 2022Critical",
            "Care Ltd",
            "£100,000",
            "Ended on 31 March 2022 and is still listed as active.Also flagged: Not competed",
        ]
    ]
    kinds = rows_of(page, "decisions_by_kind")
    assert [row[1:] for row in kinds] == [
        ["1", "£100,000", "31 March 2022"],
        ["1", "£250,001", "31 December 2022"],
        ["2", "£350,001", "31 March 2022"],
    ]


def test_decisions_are_in_order_of_the_day_to_act_by_then_of_value():
    register = register_with(
        title="Service", ends_on="2023-03-31", value_pence=[100_00, 200_00, 300_00, None]
    )
    flags = [
        {**OPTION, "reference": reference, "act_by": day}
        for reference, day in [
            ("A1", "2022-12-31"),
            ("A2", "2022-12-31"),  # the same day as A1, and worth more
            ("A3", "2023-01-01"),
            ("A4", "2022-09-02"),  # the soonest, though its value is not recorded
        ]
    ]
    table = decisions_needed(inputs(register, *flags)).tables[1].frame
    assert list(table["reference"]) == ["A4", "A2", "A1", "A3"]


def test_a_day_that_has_passed_is_said_and_today_has_not():
    flags = [
        {**OPTION, "reference": "A1", "act_by": "2022-07-30"},
        {**OPTION, "act_by": "2022-07-31"},
    ]
    page = shown(decisions_needed(inputs(None, *flags)))
    assert [row[1] for row in rows_of(page, "decisions_extension_option")] == [
        "30 July 2022Medium, day passed",
        "31 July 2022Medium",
    ]


def test_a_long_list_is_cut_in_the_section_and_whole_in_the_annex():
    register = register_with(title="Service", ends_on=["2022-03-31"] * 58)
    flags = [{**PAST_END, "reference": f"A{number}"} for number in range(1, 59)]
    page = read(build(inputs(register, *flags)).html)
    assert len(rows_of(page, "decisions_past_end")) == 5
    annex = next(
        one for one in page.all("details") if one.attributes["id"] == "annex-decisions_past_end"
    )
    assert len(annex.all("tbody")[0].all("tr")) == 58
    assert "All 58 are in the annex" in page.text


def test_one_sentence_is_not_said_twice():
    covered = {
        "reference": "A2",
        "rule": "expiry_within_lead_time",
        "severity": "critical",
        "sentence": "The end is 31 March 2023, and a replacement needs 18 months.",
    }
    fuller = {
        **covered,
        "rule": "extension_exhausted",
        "sentence": "The end cannot be extended any further.",
    }
    table = decisions_needed(inputs(None, covered, fuller)).tables[1].frame
    assert table["why"].tolist() == ["The end cannot be extended any further."]
    assert table["also"].tolist() == ["Expiry within lead time"]


def test_a_start_that_has_passed_is_not_notice_that_has():
    # It ends on 31 March 2023: three months' notice can be given until the end of December.
    late = {"reference": "A2", "rule": "latest_start_passed", "severity": "critical"}
    table = decisions_needed(inputs(None, late)).tables[1].frame
    assert table[["reference", "kind"]].to_numpy().tolist() == [["A2", "replacement"]]


def test_a_rule_nobody_placed_still_calls_for_a_decision():
    new = {"reference": "A3", "rule": "brand_new_rule", "severity": "low"}
    table = decisions_needed(inputs(None, new)).tables[1].frame
    assert table[["reference", "kind"]].to_numpy().tolist() == [["A3", "put_right"]]


def test_nothing_to_decide_is_said_and_not_left_blank():
    section = decisions_needed(inputs(three_agreements()))
    assert (
        section.context["lead"]
        == "No live agreement is flagged on 31 July 2022, so no decision is needed."
    )
    assert "Nothing here waits for a decision" in shown(section).text


def test_nothing_flagged_is_not_nothing_needed_where_rules_could_not_be_asked():
    # As with grants that record no end date: no flag, and yet nothing is known.
    unknown = {
        "reference": "A3",
        "rule": "rolled_over_past_end",
        "status": "unknown",
        "severity": "",
    }
    given = inputs(three_agreements(), unknown)
    assert decisions_needed(given).context["lead"] == (
        "No live agreement is flagged on 31 July 2022, but not every rule could be asked of 1 of 3, "
        "so a decision may be needed that cannot be seen here."
    )
    assert build(given).headline == (
        "3 live agreements; none is flagged, but not every rule could be asked of 1."
    )


def test_a_department_is_listed_apart_and_counted_with_no_agreement():
    register = three_agreements()
    results = with_department(answers(register, PAST_END), "CLS")
    pack = inputs(register, results=results)
    page = shown(decisions_needed(pack))
    assert rows_of(page, "flags_of_others") == [
        ["CLSDepartment", "High", "CLS has no agreement on the register."]
    ]
    assert "1 flag about departments and providers, counted apart from agreements." in page.text
    assert "1 agreement needs a decision" in page.text
    assert b"CLS has no agreement on the register." in build(pack).html


def test_a_department_alone_is_something_to_decide():
    register = three_agreements()
    pack = inputs(register, results=with_department(answers(register), "CLS"))
    page = shown(decisions_needed(pack))
    assert "Nothing here waits for a decision" not in page.text
    assert len(rows_of(page, "flags_of_others")) == 1


def test_what_could_not_be_told_of_a_department_is_said():
    register = three_agreements()
    results = with_department(answers(register), "CLS", status="unknown", severity="")
    page = shown(decisions_needed(inputs(register, results=results)))
    assert "1 question about them could not be answered." in page.text


def test_an_ended_agreement_with_a_duty_left_is_listed_apart():
    register = three_agreements()
    ended = (
        with_department(answers(register), "CLS")
        .iloc[[-1]]
        .assign(
            **{"subject_kind": "agreement", "agreement_id": 3, "reference": "A3"},
            **{
                "rule": "eqia_unpublished",
                "severity": "medium",
                "sentence": "It is not published.",
            },
        )
    )
    of_live = answers(register).query("reference != 'A3'")
    results = pd.concat([of_live, ended], ignore_index=True)
    page = shown(decisions_needed(inputs(register, results=results)))
    assert rows_of(page, "flags_of_others") == [
        ["A3Ended agreement", "Medium", "It is not published."]
    ]
    assert "1 flag about departments, providers and ended agreements" in page.text


def made_on(reference, **more):
    """Return a decision of the Cabinet's on 1 July 2022."""
    return {
        **{"agreement_id": int(reference[1:]), "reference": reference, "outcome": "let_lapse"},
        **{"decided_on": pd.Timestamp("2022-07-01"), "decided_by": "Cabinet"},
        **{"authority_reference": "CAB/12", **more},
    }


def decided_on(register, *decisions):
    """Return the register with these decisions."""
    frame = pd.DataFrame(decisions).reindex(columns=register.decisions.columns)
    return replace(register, decisions=frame.astype(register.decisions.dtypes.to_dict()))


def test_what_was_decided_and_acknowledged_is_told_and_counted_and_comes_last():
    register = register_with(
        title="Service", ends_on="2023-03-31", value_pence=[100_00, 200_00, 300_00]
    )
    rows = [("agreement", "1", OPTION["rule"], pd.Timestamp("2022-08-31"), "Jo", "In hand")]
    made = inputs(
        decided_on(register, made_on("A2")),
        {**OPTION, "reference": "A1", "act_by": "2022-09-01"},
        {**OPTION, "reference": "A2", "act_by": "2022-09-02"},
        {**OPTION, "reference": "A3", "act_by": "2022-09-03"},
        acknowledgements=pd.DataFrame(rows, columns=SILENT),
    )
    section = decisions_needed(made)
    page = shown(section)
    # A1 acts sooner than A3, and is silent; A2 needs no decision any more.
    shown_rows = rows_of(page, "decisions_extension_option")
    assert [row[0][:2] for row in shown_rows] == ["A3", "A1", "A2"]
    assert "acknowledged until 31 August 2022 by Jo: In hand." in shown_rows[1][-1]
    assert "Decided: let lapse, by Cabinet on 1 July 2022 (CAB/12)." in shown_rows[2][-1]
    assert "3 agreements are flagged; 1 of them was decided on. The day to act by" in page.text
    assert headline_line(made) == "3 of 3 live agreements are flagged; 1 of them was decided on."
    assert len(section.tables[1].frame) == 3


def test_to_which_day_it_was_extended_and_by_how_much_it_was_varied_is_told():
    register = register_with(title="Service", ends_on=["2023-03-31"] * 2)
    extended = made_on("A1", outcome="extend", new_ends_on=pd.Timestamp("2024-03-31"))
    varied = made_on("A2", outcome="vary", value_change_pence=5_000_00, term_change_days=30)
    flags = [{**OPTION, "reference": reference} for reference in ("A1", "A2")]
    page = shown(decisions_needed(inputs(decided_on(register, extended, varied), *flags)))
    assert "Decided: extend to 31 March 2024, by Cabinet on 1 July 2022 (CAB/12)." in page.text
    assert "Decided: vary by £5,000.00 and 30 days, by Cabinet" in page.text


def test_key_decisions_are_listed_for_the_public_and_all_are_counted():
    register = three_agreements(value_pence=[99_999_99, 100_000_00, None])
    flags = [{"reference": f"A{n}", "rule": "rolled_over_past_end"} for n in (1, 2, 3)]
    given = inputs(register, *flags, audience="public", minimum_value_pence=100_000_00)
    section = decisions_needed(given)
    assert list(section.tables[1].frame["reference"]) == ["A2", "A3"]  # of A3 no value is recorded
    assert list(section.tables[0].frame["agreements"]) == [3, 3]
    assert (
        "1 of them, each worth less than £100,000, is counted and not listed."
        in section.context["lead"]
    )
    assert len(decisions_needed(replace(given, audience="exempt")).tables[1].frame) == 3
