"""The gate of a new service: four criteria, and what the worked case K14 says of them."""

from itertools import product

import pytest

from commissioning.decisions.gate import CRITERIA, Criterion, gate, must_be_shown
from commissioning.errors import RequestError


def criteria(*verdicts):
    return {
        name: Criterion(verdict, "a link") for name, verdict in zip(CRITERIA, verdicts, strict=True)
    }


def test_the_worked_case():
    found = gate(criteria("met", "met", "unknown", "not_met"))
    assert found.verdict == "not_met"
    assert list(found.open) == ["no_duplication: unknown", "competed: not_met"]


@pytest.mark.parametrize("verdicts", product(("met", "unknown", "not_met"), repeat=4))
def test_one_criterion_not_met_keeps_the_gate_shut_and_one_unknown_keeps_it_unknown(verdicts):
    expected = next((worst for worst in ("not_met", "unknown") if worst in verdicts), "met")
    assert gate(criteria(*verdicts)).verdict == expected
    assert len(gate(criteria(*verdicts)).open) == 4 - verdicts.count("met")


def test_a_criterion_of_which_nothing_is_said_is_unknown():
    assert gate({}).verdict == "unknown"
    assert gate({"competed": Criterion("met", "a link")}).open == (
        "strategic_objectives: unknown",
        "quality_assured: unknown",
        "no_duplication: unknown",
    )


@pytest.mark.parametrize("verdict", ["met", "not_met"])
def test_a_verdict_without_evidence_is_refused(verdict):
    with pytest.raises(RequestError, match=r"competed is .* nothing shows it"):
        must_be_shown({"competed": Criterion(verdict, " ")})


def test_nothing_need_be_shown_of_what_is_unknown():
    must_be_shown({"competed": Criterion()})
