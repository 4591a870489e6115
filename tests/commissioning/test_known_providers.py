"""Who a provider is, as known at a load: its own number, a person's word, the matcher, or its name."""

from datetime import date

import pandas as pd
import pytest

from commissioning.known_providers import KnownProviders
from commissioning.provider_types import type_of
from models.store.providers_known import ProviderFacts

COLUMNS = {
    "registered": ["provider_org_id", "provider_name", "provider_type", "postcode"],
    "identifiers": ["provider_org_id", "other_org_id", "provider_name"],
    "mergers": [
        *("provider_org_id", "provider_name", "part", "transferee_org_id", "transferee_name"),
        *("transferee_part", "registered_on"),
    ],
    "aliases": ["provider_name", "provider_org_id", "outcome", "decided_by", "decided_on"],
}
LEEDS = ("GB-CHC-1000001", "Leeds Link", None, None)
MERGER = ("GB-CHC-1000001", "Leeds Link", 0, "GB-CHC-1000002", "Yorkshire Link", 0)
IN_2024 = pd.Timestamp("2024-06-01")


def known(agreements=(), **given):
    frames = {
        name: pd.DataFrame(given.get(name, ()), columns=columns, dtype="object")
        for name, columns in COLUMNS.items()
    }
    frames["mergers"]["registered_on"] = pd.to_datetime(frames["mergers"]["registered_on"])
    tied = pd.DataFrame(agreements, columns=["provider_name", "provider_org_id"])
    return KnownProviders(ProviderFacts(**frames), lambda: tied)


def found(providers, name=None, org_id=None, on=None):
    names, ids = pd.Series([name], dtype="str"), pd.Series([org_id], dtype="str")
    days = None if on is None else pd.Series([pd.Timestamp(on)])
    row = providers.identified(names, ids, days).iloc[0]
    return tuple(None if pd.isna(cell) else cell for cell in row)


def test_a_rows_own_identifier_comes_first():
    providers = known(aliases=[("leeds link", "GB-CHC-9", "same", "A", None)])
    assert found(providers, "Leeds Link", "GB-CHC-1000005") == ("GB-CHC-1000005", "identifier")


def test_then_what_a_person_confirmed_and_the_latest_word_counts():
    decided = [
        ("leeds link", "GB-CHC-1000008", "same", "A", None),
        ("leeds link", "GB-CHC-1000008", "different", "B", None),
        ("the link", "GB-CHC-1000009", "same", "A", None),
    ]
    providers = known(registered=[LEEDS], aliases=decided)
    assert found(providers, "The  LINK") == ("GB-CHC-1000009", "confirmed")
    assert found(providers, "Leeds Link") == ("GB-CHC-1000001", "automatic")


def test_a_link_that_a_person_rejected_is_not_made_again():
    decided = [("leeds link ltd", "GB-CHC-1000001", "different", "B", None)]
    providers = known(registered=[LEEDS], aliases=decided)
    assert found(providers, "Leeds Link Ltd") == ("leeds link ltd", "name")


def test_a_name_that_nothing_knows_is_itself_and_no_name_is_nobody():
    assert found(known(), " Other  BODY ") == ("other body", "name")
    assert found(known()) == (None, None)


def test_a_register_of_agreements_ties_a_name_to_its_number():
    providers = known(agreements=[("Leeds Link Limited", "GB-COH-00000003")])
    assert found(providers, "LEEDS LINK") == ("GB-COH-00000003", "automatic")


def test_a_charity_and_its_company_are_one_body():
    providers = known(identifiers=[("GB-CHC-1000001", "GB-COH-00000003", "Leeds Link")])
    assert found(providers, org_id="GB-CHC-1000001")[0] == "GB-COH-00000003"
    assert found(providers, org_id="GB-COH-00000003")[0] == "GB-COH-00000003"


@pytest.mark.parametrize(
    ("on", "body"),
    [
        ("2024-05-31", "GB-CHC-1000001"),  # the day before the merger was registered
        ("2024-06-01", "GB-CHC-1000002"),
        (None, "GB-CHC-1000002"),  # an agreement has no day of payment
    ],
)
def test_a_payment_is_to_the_present_body_from_the_day_the_merger_was_registered(on, body):
    providers = known(mergers=[(*MERGER, IN_2024)])
    days = None if on is None else pd.Series([pd.Timestamp(on)])
    keys = providers.identified(pd.Series(["Leeds Link"]), pd.Series(["GB-CHC-1000001"]), days)
    assert list(keys["provider_key"]) == [body]


@pytest.mark.parametrize(
    "mergers",
    [
        [(*MERGER[:2], 3, *MERGER[3:], IN_2024)],  # a charity linked to it, not it
        [(*MERGER, IN_2024), (*MERGER[:3], "GB-CHC-1000009", "Other", 0, IN_2024)],  # two received
        [(*MERGER[:3], None, "Not registered", None, IN_2024)],
    ],
)
def test_a_merger_that_names_no_one_body_is_not_followed(mergers):
    providers = known(mergers=mergers)
    assert found(providers, org_id="GB-CHC-1000001")[0] == "GB-CHC-1000001"


def test_mergers_that_go_round_in_a_circle_end():
    back = ("GB-CHC-1000002", "Yorkshire Link", 0, "GB-CHC-1000001", "Leeds Link", 0)
    providers = known(mergers=[(*MERGER, IN_2024), (*back, pd.Timestamp("2025-01-01"))])
    assert found(providers, org_id="GB-CHC-1000001")[0] == "GB-CHC-1000002"
    assert providers.body_of("GB-CHC-1000001", date(2024, 1, 1)) == "GB-CHC-1000001"


@pytest.mark.parametrize(
    ("numbers", "name", "sector"),
    [
        (["GB-COH-00000001"], "Anytown Care Ltd", None),  # a charity may be a company
        (["GB-COH-00000001", "GB-CHC-1000001"], "Anytown Care Ltd", "third_sector"),
        (["GB-SC-SC000001"], None, "third_sector"),
        (["GB-COH-CE000001"], None, "third_sector"),
        (["GB-NHS-RM3"], None, "other_public"),
        ([], "Bolton NHS Foundation Trust", "other_public"),
        ([], "Manchester City Council", "other_public"),
        ([], "Council for Voluntary Service", None),
        ([], "Anytown Care C.I.C.", "third_sector"),
        ([], "Anytown Communications (CIC)", None),  # initials
        ([], "Softcat PLC", "private"),
        ([], None, None),
    ],
)
def test_the_sector_is_told_by_registers_and_then_by_words_that_the_law_keeps(
    numbers, name, sector
):
    assert type_of(numbers, name, {})[0] == sector


def test_a_register_of_providers_is_believed_first():
    told = {"GB-COH-00000001": "private"}
    sector, source = type_of(["GB-COH-00000001", "GB-CHC-1000001"], None, told)
    assert sector == "private"
    assert "GB-COH-00000001" in source
