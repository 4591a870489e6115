"""The departments of one authority compared, as its profile and its database have them."""

from datetime import date

from commissioning.compliance.compliance import Compliance
from flows.due import day_due
from flows.workplace import open_workplace
from models.store.cut import load_no_at
from models.store.engine import reading
from tasks import compliance


def departments_compared(
    authority: str, on: date | None, known_at: str, *, matrix_only: bool
) -> Compliance:
    """Return how the departments stand by the rules on a day, as known at a load or day."""
    workplace = open_workplace(authority)
    day = day_due(on, workplace.profile)
    with reading(workplace.engine) as connection:
        load_no = load_no_at(connection, authority, known_at or None)
    return compliance.departments_compared(
        workplace.profile, workplace.engine, on=day, load_no=load_no, matrix_only=matrix_only
    )
