"""After any files of a month in any order, and any rolled back, its payments are what stands makes them.

The model beside it counts equal payments and replays the files from nothing, in order of their editions.
"""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.payment import PaymentVersion
from models.store.arrival import Slot
from models.store.engine import reading
from models.store.payments import live_payments
from models.store.payments_known import payments_by_department
from tests.models.store.arrivals import Publisher
from tests.models.store.histories import (
    EDITIONS,
    File,
    carried_out,
    in_one_database,
    new_authority,
    standing,
    steps_of,
)

pytestmark = pytest.mark.thorough

payment_rows = st.lists(
    st.tuples(st.sampled_from(["P1", "P2", None]), st.sampled_from([100, 250])),
    min_size=1,
    max_size=4,
).map(tuple)
payment_files = st.builds(
    File,
    st.sampled_from(EDITIONS),
    st.booleans(),
    payment_rows,
    st.just(()),
    st.sampled_from([None, None, None, 0, 1]),
).map(lambda file: file if file.corrects is None else replace(file, complete=False))


def payments_after(files: list[File]) -> Counter:
    """Return how often each payment is there after some files."""
    payments: Counter = Counter()
    for file in files:
        listed = Counter(file.rows)
        if file.corrects is not None:
            payments += listed
        elif file.complete:
            payments = listed
        else:
            named = {payment_id for payment_id, _pence in listed if payment_id}
            kept = Counter({row: n for row, n in payments.items() if row[0] not in named})
            payments = kept | listed  # the larger count of each
    return payments


def test_payments_are_what_the_files_that_stand_make_of_them(engine):
    @in_one_database(engine)
    @given(steps=steps_of(payment_files))
    def they_are(steps):
        publisher = Publisher(engine, new_authority())
        month = Slot(publisher.authority, "payments", "spend", "spend 2026-03", 0)

        def publish(file: File) -> int:
            rows = [
                {"payment_id": payment_id, "amount_pence": pence, "basis": "outturn"}
                | {"department": "Adults"}
                for payment_id, pence in file.rows
            ]
            settings = {"edition_on": file.edition_on, "complete": file.complete}
            return publisher.payments(*rows, corrects=file.corrects, **settings).load_no

        def stored(at: int) -> Counter:
            live = live_payments(month, load_no=at).subquery()
            statement = select(PaymentVersion.payment_id, PaymentVersion.amount_pence).join(
                live, live.c.version_no == PaymentVersion.version_no
            )
            with reading(engine) as connection:
                return Counter(connection.execute(statement).tuples())

        at = 0
        for made in carried_out(steps, publish, lambda no: publisher.roll_back(no).load_no):
            at += 1
            assert stored(at) == payments_after(standing(made, at))
        for past in range(1, at + 1):  # what was known then is known to have been
            expected = payments_after(standing(made, past))
            assert stored(past) == expected
            assert pence_of_departments(engine, publisher.authority, past) == Counter(
                pence for (_id, pence), times in expected.items() for _ in range(times)
            )

    they_are()


def pence_of_departments(engine, authority: str, at: int) -> Counter:
    owners = pd.Series(dtype="str")
    with reading(engine) as connection:
        found = payments_by_department(connection, authority, load_no=at, owners=owners)
    return Counter(found["amount_pence"])
