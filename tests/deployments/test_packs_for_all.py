"""``build-packs`` for every audience, as a person types it: one pack a scope, and none lost for another's fault."""

from pathlib import Path
from types import SimpleNamespace

import pytest

import tasks.render
from commissioning.packs.inputs import PackError
from tests.cases.council import with_files, written
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

ON, MAY, APRIL, MARCH = "2026-06-30", "2026-05-31", "2026-04-30", "2026-03-31"
MANAGERS = ("../../x", "Anna Bell", "anna  BELL", "")
PROVIDERS = ("Care Ltd", "/etc/passwd", "Care Ltd", "")
AUDIENCES = ("manager", "provider", "dmt", "public", "exempt")


def agreements():
    return [
        {
            **{"reference": f"A{number}", "title": f"Service {number}", "status": "active"},
            **{"commissioner": manager, "provider_name": provider, "department": "People"},
            **{"starts_on": "2024-04-01", "ends_on": "2026-12-31", "value_gbp": "1000.00"},
        }
        for number, (manager, provider) in enumerate(zip(MANAGERS, PROVIDERS, strict=True), 1)
    ]


@pytest.fixture(scope="module")
def council(tmp_path_factory) -> Terminal:
    return with_files(tmp_path_factory.mktemp("council"), {"agreements": agreements()})


def build(council: Terminal, audience: str, *words: object, on: str = ON):
    return council("build-packs", "--audience", audience, "--on", on, *words, "--json")


def pages(council: Terminal) -> dict[str, bytes]:
    folder = council.home / "packs" / council.authority
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*-v*.html")}


def test_each_scope_gets_its_own_pack_under_a_safe_name_and_a_second_run_issues_none(council):
    scopes = {}
    for audience in AUDIENCES:
        made = build(council, audience)
        assert made.status == 0, made.err
        scopes[audience] = [pack["scope"] for pack in made.document["packs"]]
        for pack in made.document["packs"]:
            page = Path(pack["html"])
            assert page.is_file()
            assert page.resolve().is_relative_to(council.home / "packs" / council.authority)
            assert len(page.name) < 120
    # Two spellings of one manager are one; who has no provider is in no provider's pack.
    assert len(scopes["manager"]) == 3
    assert len(scopes["provider"]) == 2
    assert "unassigned" in scopes["manager"]
    assert scopes["dmt"] == scopes["public"] == scopes["exempt"] == ["authority"]
    periods = {Path(name).parent.name for name in pages(council)}
    assert periods == {"2026-06-june", "2026-27-q1", "2026-27"}

    before, rows = pages(council), council.count("pack")
    assert build(council, "manager").document["packs"]
    assert (pages(council), council.count("pack")) == (before, rows)
    index = (council.home / "packs" / council.authority / "index.html").read_text()
    assert index.count("Anna Bell: ") == 1


def test_only_a_pack_of_which_something_changed_is_made_again(council, monkeypatch):
    real, made = tasks.render.build, []

    def build_noted(inputs):
        made.append(inputs.scope.label)
        return real(inputs)

    monkeypatch.setattr(tasks.render, "build", build_noted)
    words = ("manager", "--scope", "Anna Bell")
    first = build(council, *words, on=APRIL).document["packs"]
    assert made == ["Anna Bell"]
    assert build(council, *words, on=APRIL).document["packs"] == first
    assert made == ["Anna Bell"]
    # Sources that changed under one version might make other bytes.
    monkeypatch.setattr("commissioning.packs.made_of.making_digest", lambda: "others")
    for _ in range(2):  # once to compare: the bytes are the same, which is kept
        assert build(council, *words, on=APRIL).document["packs"] == first
        assert made == ["Anna Bell"] * 2


def test_one_that_cannot_be_made_stops_no_other_and_the_next_run_makes_it(council, monkeypatch):
    real = tasks.render.build

    def build_but_one(inputs):
        if inputs.scope.label == "Anna Bell":
            raise PackError(
                "The pack was not built: part of it: the parts sum to 1 and the total is 2."
            )
        return real(inputs)

    monkeypatch.setattr(tasks.render, "build", build_but_one)
    rows = council.count("pack")
    made = build(council, "manager", on=MAY)
    assert made.status == 1
    assert made.err.strip().splitlines()[-1].count("1 of 3 packs could not be made") == 1
    assert "anna-bell-" in made.err
    assert "Traceback" not in made.err
    assert council.count("pack") == rows + 2
    before = pages(council)

    monkeypatch.undo()
    assert build(council, "manager", on=MAY).status == 0
    new = pages(council).keys() - before.keys()
    assert [Path(name).name.startswith("manager-anna-bell-") for name in new] == [True]
    assert {name: pages(council)[name] for name in before} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("manager", "--scope", "Anna Ball"), "the nearest is 'Anna Bell'"),
        (("public", "--scope", "People"), "leave the scope out"),
        (("provider", "--scope", "authority"), "no agreement of"),
        (("manager", "--known-at", "1", "--output", "x.html"), "one pack; name the commissioner"),
        (("members",), "members is not an audience"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_in_a_sentence(council, words, said):
    rows = council.count("pack")
    refused = build(council, *words)
    assert refused.status == 2
    assert said in " ".join(refused.err.split())
    assert council.count("pack") == rows


def test_the_pack_as_known_then_is_the_pack_issued_then(council, tmp_path):
    asked = {"manager": "Anna Bell", "provider": "CARE LTD", "dmt": "People", "public": ""}
    issued = {}
    for audience, scope in asked.items():
        [pack] = build(council, audience, "--scope", scope, on=MARCH).document["packs"]
        issued[audience] = (pack["scope"], Path(pack["html"]).read_bytes())
    assert b"2 live agreements" in issued["manager"][1]
    assert b"4 live agreements" in issued["dmt"][1]
    later = [{**agreement, "title": "Renamed since"} for agreement in agreements()]
    assert council.load("agreements", written(tmp_path / "agreements.csv", later)).status == 0

    rows, output = council.count("pack"), tmp_path / "then.html"
    for audience, (scope, was) in issued.items():
        words = ("--scope", "" if scope == "authority" else scope, "--known-at", 1)
        then = build(council, audience, *words, "--output", output, on=MARCH)
        assert then.status == 0, then.err
        assert output.read_bytes() == was
    assert council.count("pack") == rows


def test_the_cycle_makes_the_packs_that_the_profile_names(tmp_path, monkeypatch):
    import flows.cycle

    more = '[packs]\naudiences = ["manager", "public"]\n'
    council = with_files(tmp_path, {"agreements": agreements()[:2]}, more)
    for stage in ("refresh_needs", "refresh_register", "flag_contracts", "plan_services"):
        monkeypatch.setattr(flows.cycle, stage, nothing_done)
    monkeypatch.setattr(flows.cycle, "refresh_market", nothing_done)
    done = council("run-cycle", "--on", ON, "--plain", "--json")
    assert done.status == 0, done.err
    packs = done.document[council.authority]["build-packs"]["packs"]
    assert [pack["audience"] for pack in packs] == ["manager", "manager", "public"]


nothing_done = SimpleNamespace(name="left out", fn=lambda authority, on: None)
