"""What years cost is added by what it is of; what does not say that stays apart."""

from datetime import date

from models.store.engine import reading
from models.store.money_known import money_by_service, spend_by_purpose
from tests.models.store.test_payments_by_department import paid

YEARS = (
    ("2023/24", date(2023, 4, 1), date(2024, 3, 31)),
    ("2024/25", date(2024, 4, 1), date(2025, 3, 31)),
)


def test_spend_is_added_by_the_year_it_states_or_else_by_its_day(publisher, engine):
    load = publisher.payments(
        paid("1", purpose="Direct payments", paid_on="2024-03-31"),
        paid("2", purpose="Direct payments", paid_on="2024-04-01"),
        paid("3", purpose="Direct payments", paid_on="2024-03-31", financial_year="2024/25"),
        paid("4", paid_on="2025-03-31"),
        paid("5", paid_on="2025-04-01"),  # of another year
        paid("6", basis="budget"),
        paid("7", "HCS", purpose="Direct payments"),
    )
    with reading(engine) as connection:
        found = spend_by_purpose(connection, "anytown", load_no=load.load_no, years=YEARS)
    columns = ["financial_year", "department", "purpose", "amount_pence"]
    rows = found.fillna({"purpose": ""})[columns].itertuples(index=False, name=None)
    assert set(rows) == {
        ("2023/24", "CLS", "Direct payments", 100),
        ("2024/25", "CLS", "Direct payments", 200),
        ("2024/25", "CLS", "", 100),
        ("2024/25", "HCS", "Direct payments", 100),
    }


def test_money_is_added_by_basis_and_told_apart_by_its_day(publisher, engine):
    load = publisher.payments(
        paid("1", service_category="Care", paid_on="2024-06-30"),
        paid("2", service_category="Care", paid_on="2024-07-01"),  # the day after
        paid("3", service_category="Care", paid_on=None, financial_year="2024/25"),
        paid("4", service_category="Care", paid_on="2024-06-01", amount_pence=-30),
        paid("5", basis="budget", paid_on="2024-04-01", amount_pence=5_000),
        paid("6", paid_on="2023-06-30", department=None),
        paid("7", paid_on="2025-04-01"),  # of another year
    )
    until = {"2024/25": date(2024, 6, 30), "2023/24": date(2023, 6, 30)}
    with reading(engine) as connection:
        found = money_by_service(
            connection, "anytown", load_no=load.load_no, years=YEARS, until=until
        )
    columns = ["financial_year", "basis", "paid", "department", "payments", "amount_pence"]
    rows = found.fillna({"department": ""})[columns].itertuples(index=False, name=None)
    assert set(rows) == {
        ("2024/25", "outturn", "by_day", "CLS", 2, 70),
        ("2024/25", "outturn", "later", "CLS", 1, 100),
        ("2024/25", "outturn", "undated", "CLS", 1, 100),
        ("2024/25", "budget", "by_day", "CLS", 1, 5_000),
        ("2023/24", "outturn", "by_day", "", 1, 100),
    }
