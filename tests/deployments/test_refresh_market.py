"""``commissioning refresh-market``: what is owed, what goes out to tender, who is paid, and what is missing."""

import pytest

from tests.cases.council import with_profile, written
from tests.commands import Terminal

pytestmark = pytest.mark.thorough

ON = "2026-05-27"
PROFILE = """
[notices]
expected_payments_gbp = { "2026/27" = 150_000_000 }
"""


def agreement(reference, **columns):
    return {
        **{"reference": reference, "title": f"Service {reference}", "regime": "pa2023"},
        **{"signed_on": "2026-01-01", "starts_on": "2026-01-01", "ends_on": "2027-03-31"},
        **{"value_gbp": "1000000.00", "service_category": "Care", "status": "active"},
        **{"department": "People", "provider_name": "Care Ltd", **columns},
    }


AGREEMENTS = [
    agreement("A1"),  # no details notice, due 31 January
    agreement("A2"),
    agreement("A3", value_gbp="2500000.00"),  # in the pipeline: its tender starts on 8 October 2026
    agreement("A4", regime="", ends_on="2031-03-31"),
    agreement("A5", signed_on="2026-05-01", starts_on="2026-05-01", ends_on="2026-12-31"),
]
NOTICES = [
    {
        "ocid": f"ocds-h6vhtk-00000{n}",
        "notice_type": "UK7",
        "published_on": "2026-01-20",
        "reference": f"A{n}",
    }
    for n in (2, 3)
]
PAYMENTS = [
    ("P1", "Care Ltd", "50.00", "Care"),
    ("P2", "Homes Ltd", "30.00", "Care"),
    ("P3", "Kind CIC", "20.00", "Care"),
    ("P4", "Buses plc", "10.00", "Transport"),
]


def files(folder):
    paid = [
        {
            **{"payment_id": name, "paid_on": "2026-04-30", "provider_name": payee},
            **{"service_category": category, "basis": "outturn", "amount_gbp": amount},
        }
        for name, payee, amount, category in PAYMENTS
    ]
    for feed, rows in (("agreements", AGREEMENTS), ("notices", NOTICES), ("payments", paid)):
        yield feed, written(folder / f"{feed}.csv", rows)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory) -> Terminal:
    folder = tmp_path_factory.mktemp("market")
    made = with_profile(folder, "anytown", PROFILE)
    for feed, file in files(folder):
        assert made.load(feed, file).status == 0
    return made


@pytest.fixture(scope="module")
def market(terminal):
    return terminal("refresh-market", "--on", ON, "--json").document


def test_what_is_overdue_comes_with_its_day_why_and_basis(market):
    listed = [
        (row["due_on"], row["reference"], row["notice"], row["status"]) for row in market["notices"]
    ]
    assert listed == [
        ("2026-01-31", "A1", "UK7", "flagged"),
        ("2026-05-26", "A3", "UK1", "flagged"),
        ("2026-05-31", "A5", "UK7", "clear"),  # falls due
    ]
    assert market["notices"][0]["why"].startswith("Signed on 1 January 2026; ")
    assert market["notices"][0]["basis"].startswith("Procurement Act 2023, section 53")


def test_every_clock_counts_each_agreement_once(market):
    for counts in market["clocks"]:
        assert (
            sum(counts[status] for status in ("flagged", "unknown", "clear", "not_applicable")) == 5
        )
        assert counts["unknown"] >= 1  # A4 has no regime


def test_the_pipeline_has_the_tenders_of_18_months_with_their_value(market):
    listed = [
        (row["reference"], row["tender_starts_on"], row["is_late"])
        for row in market["tender_pipeline"]
    ]
    # 174 days of tender, evaluation, standstill and mobilisation before the end.
    assert listed == [
        ("A5", "2026-07-10", False),
        ("A1", "2026-10-08", False),
        ("A2", "2026-10-08", False),
        ("A3", "2026-10-08", False),
    ]
    assert market["tender_pipeline_total"] == {
        "tenders": 4,
        "late": 0,
        "without_end_date": 0,
        "with_value": 4,
        "value_pence": 550_000_000,
    }


def test_markets_have_the_numbers_of_the_rule(market):
    care, transport = sorted(market["concentration"], key=lambda row: row["hhi"])
    assert (care["service_category"], care["hhi"], care["providers"]) == ("Care", 3_800, 3)
    assert (care["top_provider"], care["top_share"]) == ("Care Ltd", 0.5)
    assert (care["paid_pence"], care["is_concentrated"]) == (10_000, True)
    assert (transport["service_category"], transport["hhi"]) == ("Transport", 10_000)


def test_a_terminal_shows_the_three_tables(terminal):
    ran = terminal("refresh-market", "--on", ON)
    assert ran.status == 0
    assert "2026-01-31  overdue    A1  UK7: Signed on 1 January 2026" in ran.out
    assert "2026-05-31  falls due  A5  UK7: " in ran.out
    assert "Tenders to start within 18 months: 4, 0 of them late, worth £5,500,000.00" in ran.out
    assert (
        "HHI    3,800  concentrated  Care: £100.00 to 3 providers, most to Care Ltd 50.0%"
        in ran.out
    )


def test_the_market_as_it_was_known_before_the_notices_came(terminal):
    before = terminal("refresh-market", "--on", ON, "--known-at", "1", "--json").document
    assert {row["status"] for row in before["notices"]} == {"unknown"}
    assert [row["reference"] for row in before["notices"] if row["notice"] == "UK7"] == [
        *("A1", "A2", "A3", "A5"),
    ]
    assert set(before["empty"]) == {"notices", "concentration"}


def test_an_empty_register_says_what_was_never_loaded(tmp_path):
    ran = with_profile(tmp_path, "anytown")("refresh-market", "--on", ON)
    assert ran.status == 0
    assert "No notices feed was ever loaded: " in ran.out
    assert "No payments feed was ever loaded: " in ran.out
    assert "No agreement is loaded: commissioning refresh-register loads the register." in ran.out


def test_a_wrong_day_is_refused_in_one_sentence(terminal):
    ran = terminal("refresh-market", "--on", "27 May")
    assert (ran.status, ran.err) == (2, "--on 27 May is not a day; write it as 2026-03-31.\n")
