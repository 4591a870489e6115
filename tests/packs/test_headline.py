"""Section 1: counts, values, flags and the change since last time."""

import re

import pytest

from commissioning.packs.build import build
from commissioning.packs.headline import headline
from commissioning.packs.inputs import PackError, Previous
from tests.packs.builders import ON, OPTION, PAST_END, answers, inputs, three_agreements
from tests.packs.page_read import read, rows_of, shown

pytestmark = pytest.mark.thorough


def test_counts_live_agreements_their_value_and_their_flags():
    figures = headline(inputs(None, PAST_END, OPTION)).context["figures"]
    assert [(one.label, one.value, one.note) for one in figures] == [
        ("Live agreements", "3", "2 of 3 have an end date"),
        ("Total value recorded", "£350,001", "2 of 3 have a value"),
        ("Agreements flagged", "2", "2 flags between them"),
        ("Of which critical", "1", "worth £100,000 where recorded"),
    ]


def test_every_live_agreement_stands_in_one_row_of_severity():
    page = shown(headline(inputs(None, PAST_END, OPTION)))
    assert rows_of(page, "flags_by_severity") == [
        ["Critical", "1", "£100,000"],
        ["High", "0", "£0"],
        ["Medium", "1", "£250,001"],
        ["Low", "0", "£0"],
        ["No flag, not all asked", "0", "£0"],
        ["No flag, all rules asked", "1", "£0"],
        ["All live agreements", "3", "£350,001"],
    ]


def test_what_could_not_be_asked_is_not_clear():
    unknown = {
        "reference": "A3",
        "rule": "rolled_over_past_end",
        "status": "unknown",
        "severity": "",
    }
    table = headline(inputs(None, PAST_END, unknown)).tables[2].frame.set_index("rule")
    row = table.loc["rolled_over_past_end"]
    assert (row["flagged"], row["unknown"], row["clear"], row["not_applicable"]) == (1, 1, 1, 0)
    severities = headline(inputs(None, PAST_END, unknown)).tables[0].frame.set_index("severity")
    assert severities.loc["No flag, not all asked", "agreements"] == 1  # A3
    assert severities.loc["No flag, all rules asked", "agreements"] == 1  # A2


def test_an_ended_agreement_is_not_counted():
    register = three_agreements(status=["active", "active", "ended"])
    results = answers(register, PAST_END).query("reference != 'A3'")
    figures = headline(inputs(register, results=results)).context["figures"]
    assert figures[0].value == "2"


def test_the_first_pack_says_that_it_is_the_first():
    assert headline(inputs()).context["change"] == (
        "This is the first pack, so there is nothing to compare it with. The next one will show "
        "what changed since 31 July 2022."
    )


def test_says_what_changed_since_the_pack_before():
    before = three_agreements(
        status=["active", "active", "ended"], value_pence=[100_000_00, 200_000_50, None]
    )
    previous = Previous(
        "2021/22 Q4", ON, before, answers(before, OPTION).query("reference != 'A3'")
    )
    section = headline(inputs(None, PAST_END, previous=previous))
    # A3 came, nobody left; A1's flag is new, A2's is gone; 200,000.50 became 250,000.50.
    assert section.context["change"] == (
        "Since 2021/22 Q4: 1 agreement came onto the register and 0 left; 1 flag was raised and 1 "
        "cleared; the total value recorded rose by £50,000. A difference between two packs is not "
        "yet a trend."
    )
    severities = section.tables[0].frame.set_index("severity")
    assert severities.loc["Critical", ["agreements", "before"]].tolist() == [1, 0]
    assert severities.loc["All live agreements", ["agreements", "before"]].tolist() == [3, 2]


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        # A flag whose severity has no name would be in no row.
        (
            lambda r: r.assign(severity=r["severity"].replace("critical", "dire")),
            "flags by severity",
        ),
        # A rule that did not answer of every live agreement.
        (lambda r: r.iloc[1:], "flags by rule, cliff_edge against live agreements"),
        # An answer that has no column.
        (
            lambda r: r.assign(status=r["status"].replace("clear", "fine")),
            "flags by rule, cliff_edge",
        ),
        # A live agreement that was never asked about.
        (lambda r: r.query("reference != 'A3'"), "live agreements"),
        # An agreement that the register does not hold.
        (lambda r: r.assign(agreement_id=r["agreement_id"] + 100), "not in the register"),
    ],
)
def test_a_pack_that_does_not_add_up_is_not_built(spoil, part):
    given = inputs(None, PAST_END)
    with pytest.raises(PackError, match=re.escape(part)):
        build(inputs(results=spoil(given.results)))


def test_with_no_agreement_at_all_the_pack_is_still_made():
    register = three_agreements(status="ended")
    page = read(build(inputs(register, results=answers(register).iloc[:0])).html)
    assert "0 live agreements; none is flagged." in page.text
    assert "There is no live agreement, so none ends." in page.text
