"""Rules by department, as the management team's pack shows them."""

from dataclasses import replace

from commissioning.compliance.consistency import Override
from commissioning.packs.compliance import compliance, override_words
from tests.packs.builders import OPTION, PAST_END, answers, inputs, three_agreements
from tests.packs.page_read import rows_of, shown

UNKNOWN = {**PAST_END, "reference": "A2", "status": "unknown", "severity": ""}


def test_each_cell_is_told_the_rule_with_most_flags_first():
    page = shown(compliance(inputs(None, PAST_END, UNKNOWN)))
    rows = rows_of(page, "rules_most_flagged_by_department")
    assert rows[0] == ["Rolled over past end", "1 of 1, 1 unknown", "0 of 1"]
    assert ["Cliff edge", "0 of 2", "0 of 1"] in compliance_rows(PAST_END, UNKNOWN)
    assert all(cell for row in rows for cell in row)


def compliance_rows(*flags):
    frame = compliance(inputs(None, *flags)).tables[0].frame
    return frame[["title", "department_1", "department_2"]].to_numpy().tolist()


def test_the_words_tell_in_how_many_departments_rules_are_flagged():
    lead = compliance(inputs(None, PAST_END, OPTION)).context["lead"]
    assert lead == (
        "Of 37 rules put to 2 departments, 0 are flagged in every one, 2 in some and 1 in none; "
        "34 could be asked in none."
    )


def test_agreements_with_no_department_are_told():
    register = three_agreements(department=["People", None, "Place"])
    section = compliance(inputs(register))
    assert "1 live agreement with no department recorded" in shown(section).text
    assert section.tables[0].columns[-1].heading == "No department recorded"
    assert "put to 2 departments" in section.context["lead"]


def test_departments_of_the_profile_without_an_agreement_are_not_asked():
    names = {"PAS": "PAS", "Place": "Place", "People": "People"}
    register = replace(three_agreements(), department_names=names)
    table = compliance(inputs(register, standing=("PAS", "Place", "People"))).tables[0]
    assert [column.heading for column in table.columns[1:]] == ["PAS", "Place", "People"]
    assert set(table.frame["department_1"]) == {"not asked"}


def test_a_department_called_as_a_column_is_stands_in_its_own():
    register = three_agreements(department=["rule", "title", "rule"])
    page = shown(compliance(inputs(register, PAST_END)))
    rows = rows_of(page, "rules_most_flagged_by_department")
    assert rows[0] == ["Rolled over past end", "1 of 2", "0 of 1"]


def test_who_overrides_what_is_named():
    override = Override("Place", "notice_months", 6, 3)
    same = compliance(inputs(overrides=())).context["overrides"]
    one = compliance(inputs(overrides=(override,))).context["overrides"]
    assert same == "Every department is judged by the same thresholds."
    assert one == (
        "1 of 2 departments are judged by the authority's thresholds throughout; "
        "Place sets notice_months to 6 (3)."
    )
    closed = Override("Archives", "notice_months", 6, 3)  # it owns nothing that was judged
    assert override_words(inputs(overrides=(closed,)), ["People", "Place"]) == same
    assert compliance(inputs(overrides=None)).context["overrides"] == ""  # no longer known


def test_without_agreements_there_is_a_sentence_and_no_table():
    register = replace(three_agreements(), agreements=three_agreements().agreements.iloc[:0])
    section = compliance(inputs(register, results=answers(three_agreements()).iloc[:0]))
    assert section.tables == ()
    assert "there is nothing to compare" in shown(section).text
