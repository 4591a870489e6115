"""What is scheduled, for whom and when."""

import inspect
from calendar import monthrange
from datetime import date
from importlib import import_module
from itertools import pairwise
from typing import get_args, get_type_hints

import pytest
import yaml

from commissioning.working_days import CALENDARS, working_day_of_month
from deployments.serve import DEPLOYMENTS, POOL

FILE = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))
BY_NAME = {(one["entrypoint"].split(".")[-1], one["name"]): one for one in FILE["deployments"]}
SCHEDULES = [
    (name, schedule) for name, one in BY_NAME.items() for schedule in one.get("schedules", [])
]
FLOWS = (
    "refresh_needs",
    "refresh_register",
    "flag_contracts",
    "plan_services",
    "refresh_market",
    "build_packs",
    "withdraw_pack",
    "write_return_templates",
    "answer_question",
    "record_decision",
    "acknowledge",
    "hand_over",
    "run_cycle",
    "watch",
)


def fields(schedule: dict[str, str]) -> list[str]:
    """Return minute, hour, day, month and weekday of a schedule."""
    return schedule["cron"].split()


@pytest.mark.parametrize("authority", ["salford", "trafford"])
@pytest.mark.parametrize("flow", FLOWS)
def test_each_authority_has_each_flow(flow, authority):
    parameters = BY_NAME[flow, authority]["parameters"]
    assert parameters.get("authority", parameters.get("authorities")) in (authority, [authority])


# Flow and cron, from the table of flows: nightly 05:15, daily 06:00, the rest by working day.
@pytest.mark.parametrize(
    ("flow", "crons"),
    [
        ("refresh_register", ["15 5 * * *"]),
        ("flag_contracts", ["0 6 * * *"]),
        ("refresh_market", ["45 6 * * 1"]),
        ("refresh_needs", ["30 4 2-7 * *"]),
        ("plan_services", ["0 7 5-12 1,4,7,10 *"]),
        ("build_packs", ["0 7 5-12 1,4,7,10 *"]),
        ("withdraw_pack", []),
        ("write_return_templates", []),
        ("answer_question", []),
        ("record_decision", []),
        ("acknowledge", []),
        ("hand_over", []),
        ("run_cycle", []),
        ("watch", ["40 * * * *"]),
    ],
)
def test_each_flow_runs_when_it_should(flow, crons):
    for authority in ("salford", "trafford"):
        schedules = BY_NAME[flow, authority].get("schedules", [])
        assert [schedule["cron"] for schedule in schedules] == crons


@pytest.mark.parametrize(
    ("audience", "cron"),
    [
        ("manager", "0 8 5-12 * *"),
        ("provider", "30 7 5-12 1,4,7,10 *"),
        ("public", "30 8 5-12 4 *"),
        ("exempt", "0 9 5-12 4 *"),
    ],
)
def test_each_audience_has_its_packs_made_after_its_period(audience, cron):
    for authority in ("salford", "trafford"):
        one = BY_NAME["build_packs", f"{authority}-{audience}"]
        assert one["parameters"] == {"authority": authority, "audience": audience}
        [schedule] = one["schedules"]
        assert (schedule["cron"], schedule["parameters"]) == (cron, {"only_on_working_day": 5})


@pytest.mark.parametrize("authority", ["salford", "trafford"])
def test_packs_of_an_authority_begin_twenty_minutes_apart_or_more(authority):
    crons = [
        fields(schedule)
        for (flow, name), schedule in SCHEDULES
        if flow == "build_packs" and name.partition("-")[0] == authority
    ]
    begin = sorted(60 * int(hour) + int(minute) for minute, hour, *_days in crons)
    assert len(begin) == 5
    assert all(later - earlier >= 20 for earlier, later in pairwise(begin))


def test_every_audience_can_be_asked_for_on_the_form_on_the_command_line_and_in_a_profile():
    from commissioning.packs.audiences import AUDIENCES
    from commissioning.profile_tables import Audience
    from deployments.commands import cycle
    from flows.monitoring import build_packs

    on_form = get_type_hints(build_packs.fn)["audience"]
    for named in (get_args(on_form), cycle.AUDIENCES, get_args(Audience)):
        assert set(named) == set(AUDIENCES)


@pytest.mark.parametrize(("name", "schedule"), SCHEDULES)
def test_nothing_runs_in_the_hour_that_clocks_skip_and_repeat(name, schedule):
    assert fields(schedule)[1] != "1"
    assert schedule["timezone"] == "Europe/London"


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize(
    ("flow", "months"), [("refresh_needs", range(1, 13)), ("build_packs", (1, 4, 7, 10))]
)
def test_a_schedule_covers_every_day_its_working_day_can_fall_on(flow, months, calendar):
    [schedule] = BY_NAME[flow, "salford"]["schedules"]
    first, last = map(int, fields(schedule)[2].split("-"))
    nth = schedule["parameters"]["only_on_working_day"]
    for year in range(2020, 2040):
        for month in months:
            days = [date(year, month, n) for n in range(1, monthrange(year, month)[1] + 1)]
            [day] = [day for day in days if working_day_of_month(day, calendar) == nth]
            assert first <= day.day <= last


def test_a_run_started_by_hand_works_on_any_day():
    assert not any("only_on_working_day" in one["parameters"] for one in FILE["deployments"])


def test_a_run_over_many_authorities_waits_for_no_limit_of_the_deployment_that_it_is_of_itself():
    from flows.fan_out import DEPLOYMENT

    flow, _, name = DEPLOYMENT.partition("/")
    one = BY_NAME[flow.replace("-", "_"), name]
    assert one["concurrency_limit"] is None
    assert "schedules" not in one
    assert one["parameters"] == {}  # whose is asked in the form


@pytest.mark.parametrize("one", FILE["deployments"], ids=lambda one: one["entrypoint"])
def test_each_deployment_runs_one_at_a_time_and_checks_its_values(one):
    if one["name"] != "any":
        assert one["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert one["enforce_parameter_schema"] is True
    assert one["work_pool"] == {"name": POOL}
    assert one["pull"] == []
    assert one["name"].partition("-")[0] in one["description"].lower()
    assert one["name"] in one["tags"]


@pytest.mark.parametrize("one", FILE["deployments"], ids=lambda one: one["entrypoint"])
def test_each_flow_takes_what_its_deployment_gives(one):
    module, _, name = one["entrypoint"].rpartition(".")
    flow = getattr(import_module(module), name)
    given = dict(one["parameters"])
    for schedule in one.get("schedules", []):
        given |= schedule.get("parameters", {})
    inspect.signature(flow.fn).bind_partial(**given)
    assert flow.name == name.replace("_", "-")


def test_every_deployed_flow_is_a_command_and_one_that_none_is_written_for_too(
    tmp_path, monkeypatch
):
    from deployments.cli import COMMANDS
    from deployments.commands import deployed

    assert {name.replace("_", "-") for name, _ in BY_NAME} <= {*COMMANDS.list_commands(None)}
    added = tmp_path / "prefect.yaml"
    added.write_text("  - {<<: *each, entrypoint: flows.due.day_due, name: anytown}\n")
    assert COMMANDS.get_command(None, "day-due") is None
    monkeypatch.setattr(deployed, "FILE", added)
    command = COMMANDS.get_command(None, "day-due")
    assert command.help == "Return ``on``, or the day this run was due where the authority is."
    options = ["authority", "on", "as_json", "plain", "database", "home"]
    assert [option.name for option in command.params if option.name != "help"] == options
