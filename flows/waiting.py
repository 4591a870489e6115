"""A run that waits, in the Prefect UI, for a person to decide: the same form as record-decision's."""

import inspect
from contextlib import suppress
from datetime import date
from typing import Any, cast

from prefect import runtime
from prefect.context import FlowRunContext
from prefect.exceptions import FlowPauseTimeout
from prefect.flow_runs import pause_flow_run
from prefect.input import RunInput
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL
from pydantic import Field, create_model

from commissioning.errors import FORESEEN, RequestError
from flows.decisions import record_decision
from flows.workplace import Workplace
from models.store.engine import reading
from models.store.errors import ChangedMeanwhile
from tasks.announce import announce_link, plain_markdown
from tasks.one_agreement import version_of
from tasks.open_cases import Chosen, list_cases
from tasks.step import flow_log

NOT_ASKED = ("authority", "on")
OTHERS = ("department:", "provider:")
WAIT_SECONDS = 12 * 60 * 60
POLL_SECONDS = 5


def must_have_server() -> None:
    """Refuse to wait where nobody could answer: without a server there is no form to fill in."""
    if FlowRunContext.get() is None or not PREFECT_API_URL.value():
        raise RequestError(
            "wait_for_decision needs a Prefect server, in whose UI the form is filled in; start one "
            "with commissioning serve, or record the decision with commissioning record-decision."
        )


def wait_for_decision(
    workplace: Workplace, reference: str, *, on: date
) -> dict[str, object] | None:
    """Pause until a person has decided on an agreement, and record it; None where nobody did in time.

    ``reference`` empty takes the most severe open case of an agreement. What cannot be recorded is
    asked again with the reason, as it was filled in.
    """
    reference = reference or most_pressing(workplace, on=on)
    if not reference:
        flow_log().info("%s: no open case waits for a decision", workplace.profile.name)
        return None
    with reading(workplace.engine) as connection:  # an agreement that nobody knows is refused here
        version = version_of(connection, workplace.profile.name, reference)
    _announce_where_to_decide(workplace.profile.name, reference)
    given: dict[str, Any] = {"reference": reference, "expected_version": version}
    said = f"What was decided of {plain_markdown(reference)}?"
    while True:
        try:
            filled = pause_flow_run(
                wait_for_input=asking(given, said),
                timeout=WAIT_SECONDS,
                poll_interval=POLL_SECONDS,
            )
        except FlowPauseTimeout:
            flow_log().warning("%s: nobody decided in time; the case stays open", reference)
            return None
        shown_for, given = given["reference"], {name: getattr(filled, name) for name in asked()}
        is_another = given["reference"] != shown_for
        if is_another:
            given["expected_version"] = 0  # the version shown was another agreement's
        day = workplace.place.today or on
        try:
            return cast(
                dict[str, object],
                record_decision.fn(authority=workplace.profile.name, on=day, **given),
            )
        except FORESEEN as refused:
            flow_log().warning("Not recorded: %s", refused)
            said = f"Not recorded: {plain_markdown(str(refused))}"
            if is_another or isinstance(
                refused, ChangedMeanwhile
            ):  # so that it was told what changed
                given["expected_version"] = version_now(workplace, given["reference"])


def _announce_where_to_decide(authority: str, reference: str) -> None:
    """Show a link to the page of this run, where the form is opened: no other page of the UI has it."""
    address = f"{PREFECT_UI_URL.value()}/runs/flow-run/{runtime.flow_run.id}"
    how = "This run waits: open its page and choose Resume in the menu of three dots, at the top right."
    announce_link(f"decide {authority}", address, f"Decide on {reference}", how)


def version_now(workplace: Workplace, reference: str) -> int:
    """Return the version that the next form is made of; 0 where nobody knows the agreement."""
    with suppress(RequestError), reading(workplace.engine) as connection:
        return version_of(connection, workplace.profile.name, reference)
    return 0


def most_pressing(workplace: Workplace, *, on: date) -> str:
    """Return the agreement of the open case that presses most, or nothing where none is open."""
    cases = list_cases(workplace.engine, workplace.profile.name, Chosen(), on=on)
    agreements = (c["reference"] for c in cases if not c["reference"].startswith(OTHERS))
    return next(agreements, "")


def asked() -> dict[str, inspect.Parameter]:
    """Return what the form asks: all that record-decision takes but whose register and which day."""
    parameters = inspect.signature(record_decision.fn).parameters
    return {name: one for name, one in parameters.items() if name not in NOT_ASKED}


def asking(given: dict[str, Any], said: str) -> type[RunInput]:
    """Return the form, filled in as far as is known, with the words of record-decision's own."""
    words = record_decision.parameters.properties
    fields: dict[str, Any] = {}
    for position, (name, parameter) in enumerate(asked().items()):
        default = given.get(name, parameter.default)
        known: dict[str, Any] = {} if default is inspect.Parameter.empty else {"default": default}
        if isinstance(
            default, date
        ):  # what the form shows, which is empty for a day that is not given
            known["json_schema_extra"] = {"default": default.isoformat()}
        known["json_schema_extra"] = {"position": position} | known.get("json_schema_extra", {})
        described = Field(description=words[name].get("description"), **known)
        fields[name] = (parameter.annotation, described)
    form = create_model("DecisionAsked", __base__=RunInput, **fields)
    form._description = said  # type: ignore[assignment]
    return form
