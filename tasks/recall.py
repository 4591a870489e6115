"""What the rules would have said of the register as it was known then. Nothing is kept of it."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import Engine

from commissioning.profile import Profile
from commissioning.rules.flags import Flags
from models.store.cases import CaseCounts, open_cases
from models.store.engine import reading
from tasks.judge import outcomes_known_at


def recall_flags(profile: Profile, engine: Engine, *, on: date, load_no: int) -> Flags:
    """Return what every rule says on ``on`` of the register as known at a load.

    No judgement is stored and no case is touched: the open ones are counted as they stand.
    """
    outcomes = outcomes_known_at(profile, engine, on=on, load_no=load_no)
    with reading(engine) as connection:
        standing = len(open_cases(connection, profile.name))
    return Flags(profile.name, on, outcomes, asdict(CaseCounts(open=standing)))
