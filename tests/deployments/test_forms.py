"""What a person meets in the form of each flow: words, help, choices, and no field that asks for None."""

from importlib import import_module

import pytest

from flows.form import none_if_empty
from tests.deployments.test_prefect_yaml import BY_NAME, FLOWS


def asked(flow: str) -> dict[str, dict[str, object]]:
    """Return the fields of a flow's form, as its deployment describes them to the server."""
    from deployments.prefect_deploy import closed_schema

    module = BY_NAME[flow, "salford"]["entrypoint"].rpartition(".")[0]
    schema = closed_schema(getattr(import_module(module), flow)).model_dump()
    assert schema["additionalProperties"] is False
    return schema["properties"]


@pytest.mark.parametrize("flow", FLOWS)
def test_every_field_is_labelled_in_words_and_has_help(flow):
    for name, field in asked(flow).items():
        assert field["title"][0].isupper(), name
        assert "_" not in field["title"], name
        assert field["description"].rstrip()[-1] in ".;)", name
        assert "`" not in field["description"], name


@pytest.mark.parametrize("flow", FLOWS)
def test_no_field_asks_whether_it_is_of_a_kind_or_none(flow):
    for name, field in asked(flow).items():
        assert "anyOf" not in field, name
        assert field.get("default", "") is not None, name


@pytest.mark.parametrize("flow", FLOWS)
def test_the_authorities_with_a_profile_are_offered(flow):
    fields = asked(flow)
    offered = fields["authorities"]["items"] if flow == "run_cycle" else fields["authority"]
    assert {"salford", "trafford", "jersey", "kent-2011"} <= set(offered["enum"])


def test_a_day_is_picked_and_may_be_left_empty():
    day = asked("flag_contracts")["on"]
    assert (day["type"], day["format"], "default" in day) == ("string", "date", False)
    assert none_if_empty("") is None
    assert none_if_empty("2026-05-01") == "2026-05-01"


def test_an_empty_day_that_a_form_sends_is_no_day():
    from flows.flagging import flag_contracts

    sent = flag_contracts.validate_parameters({"authority": "salford", "on": ""})
    assert sent["on"] is None
