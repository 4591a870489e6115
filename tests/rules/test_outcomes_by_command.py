"""Every answer that every rule can give, from canonical files through the ordinary commands."""

import pytest

from commissioning.rules.sentences import wordings
from tests.cases.council import answers_on, with_files
from tests.rules.outcomes import FILES, ON, OUTCOMES, THRESHOLDS

pytestmark = pytest.mark.thorough

# Rules whose question turns on a feed, which nobody has loaded for an authority with agreements alone.
NEVER_LOADED = {
    "extended_without_authority": "no list of extensions has been loaded",
    "repeat_temporary_extension": "no list of extensions has been loaded",
    "eqia_missing": "no list of decisions has been loaded",
    "eqia_unpublished": "no list of equality impact assessments has been loaded",
    "eqia_stale": "no list of equality impact assessments has been loaded",
    "kpi_red_consecutive": "no list of measures has been loaded",
    "kpi_return_late": "no list of returns has been loaded",
    "spend_over_profile": "no list of payments has been loaded",
    "value_exceeded": "no list of payments has been loaded",
    "unit_cost_outlier": "no list of payments has been loaded",
    "provider_concentration": "no list of payments has been loaded",
    "no_social_value": "no list of social value commitments has been loaded",
    "need_volume_divergence": "no observations have been loaded",
    "group_not_reached": "no list of users has been loaded",
    "monitoring_gap": "no list of reviews has been loaded",
    "needs_assessment_stale": "no list of needs assessments has been loaded",
}


def answers_of(folder, feeds):
    """Load these feeds' files and return every result of the one asking, by rule and subject."""
    terminal = with_files(folder, {feed: FILES[feed] for feed in feeds}, THRESHOLDS)
    return answers_on(terminal, ON)


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    return answers_of(tmp_path_factory.mktemp("all"), FILES)


@pytest.fixture(scope="module")
def of_agreements_alone(tmp_path_factory):
    return answers_of(tmp_path_factory.mktemp("few"), ["agreements"])


@pytest.mark.parametrize(
    ("rule", "subject", "status"),
    [(rule, *case) for rule, cases in OUTCOMES.items() for case in cases.items()],
)
def test_a_rule_gives_the_answer(answered, rule, subject, status):
    found = answered[rule, subject]
    assert found["status"] == status, found["sentence"]
    assert bool(found["severity"]) == (status == "flagged")
    assert found["sentence"]
    assert found["evidence"]


def test_a_rule_gives_every_answer_it_has_words_for():
    worded = {
        rule: {
            status
            for status in ("flagged", "clear", "not_applicable", "unknown")
            if any(name.startswith(status) for name in wordings(rule))
        }
        for rule in OUTCOMES
    }
    assert {rule: set(cases.values()) for rule, cases in OUTCOMES.items()} == worded


@pytest.mark.parametrize("rule", NEVER_LOADED)
def test_a_feed_that_was_never_loaded_is_not_one_with_nothing_in_it(of_agreements_alone, rule):
    found = of_agreements_alone[rule, "far"]
    assert found["status"] == "unknown"
    assert NEVER_LOADED[rule] in found["sentence"]
