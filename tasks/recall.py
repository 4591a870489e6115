"""What the rules would have said of the register as it was known then. Nothing is kept of it."""

from dataclasses import asdict
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from commissioning.profile import Profile
from commissioning.rules.flags import Flags
from models.store.cases import CaseCounts, open_cases
from models.store.engine import reading
from tasks.judge import in_structure, judge
from tasks.store import read_register


def recall_flags(profile: Profile, engine: Engine, *, on: date, load_no: int) -> Flags:
    """Return what every rule says on ``on`` of the register as known at a load.

    No judgement is stored and no case is touched: the open ones are counted as they stand.
    """
    results = recall_results(profile, engine, on=on, load_no=load_no)
    with reading(engine) as connection:
        standing = len(open_cases(connection, profile.name))
    return Flags(profile.name, on, results, asdict(CaseCounts(open=standing)))


def recall_results(profile: Profile, engine: Engine, *, on: date, load_no: int) -> pd.DataFrame:
    """Return one row per live agreement and rule, as known at a load."""
    register = read_register(
        engine,
        profile.name,
        load_no=load_no,
        financial_year_start=profile.financial_year_start_md,
    )
    return judge(in_structure(register, profile, on), on=on, thresholds=profile.thresholds)
