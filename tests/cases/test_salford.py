"""Salford's register on the last day of July 2022: what README says of it, the product answers and the file holds."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from commissioning.rules import RULES
from tests.cases.salford_by_hand import BY_HAND, ON, PUBLISHED, counts, rows
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

README = Path(__file__).parents[2] / "README.md"
STATUSES = ("flagged", "clear", "unknown", "not_applicable")
# Who is one provider is a judgement; tests/commissioning/test_known_providers.py holds it to its cases.
OF_PROVIDERS = {"off_contract_spend": "clear", "provider_at_risk": "unknown"}

needs_register = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="needs the published register beside the repository"
)


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """How many results there are of each rule and status, from the shipped profile and its files."""
    terminal = Terminal(tmp_path_factory.mktemp("salford") / "home")
    assert terminal("refresh-register", "--on", ON.isoformat()).status == 0
    found = defaultdict(Counter)
    for each in terminal("flag-contracts", "--on", ON.isoformat(), "--json").document["results"]:
        found[each["rule"]][each["status"]] += 1
    return found


def told():
    """Return the numbers of README's table, by rule, in its order."""
    lines = re.findall(
        r"^\| `(\w+)` ((?:\| \d+ ){4})\|$", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {rule: [int(n) for n in re.findall(r"\d+", numbers)] for rule, numbers in lines}


def test_the_table_has_what_the_product_answers_rule_by_rule(answered):
    assert list(told()) == [rule for rule in RULES if rule in told()]
    assert told() == {rule: [answered[rule][status] for status in STATUSES] for rule in told()}


@needs_register
@pytest.mark.parametrize("rule", BY_HAND)
def test_the_product_answers_what_the_file_holds(answered, rule):
    assert answered[rule] == counts(rule)


@needs_register
def test_every_rule_is_counted_by_hand_but_those_of_providers(answered):
    assert len(rows()) == 229
    departments = {row["Directorate Name"] for row in rows()}
    # The payments loaded are of 2011, and so is what each department paid.
    assert answered["unrecognised_commissioning"] == {"clear": len(departments)}
    for rule, status in OF_PROVIDERS.items():
        assert set(answered[rule]) == {status}
    assert {*BY_HAND, *OF_PROVIDERS, "unrecognised_commissioning"} == set(told())
