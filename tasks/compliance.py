"""How the departments stand by the rules, on a day and at the quarter ends before it."""

from datetime import date

import pandas as pd
from sqlalchemy import Engine

from commissioning.compliance.compliance import Compliance
from commissioning.compliance.consistency import overrides, standing
from commissioning.compliance.matrix import NO_DEPARTMENT, departments_of, matrix
from commissioning.compliance.systematic import quarters_asked, systematic
from commissioning.profile import Profile
from commissioning.register import Register, live
from commissioning.rules import rules_digest
from models.store.engine import reading
from models.store.judgements import Asking, find_judgement, read_judgement
from tasks.judge import judge, register_known_at
from tasks.step import flow_log

NOTHING = pd.DataFrame(columns=["rule", "failing", "departments", "is_systematic"])


def departments_compared(
    profile: Profile, engine: Engine, *, on: date, load_no: int, matrix_only: bool
) -> Compliance:
    """Return the matrix of a day as known at a load, with what is systematic unless only it is wanted.

    Each day is answered by the judgement that was kept of it, if one was made of this load by these
    rules, and is otherwise judged here; nothing is kept.
    """
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    quarters = [] if matrix_only else quarters_asked(on, profile.financial_year_start_md)
    matrices = {on: _matrix(profile, engine, register, on=on)}
    for day in {quarter.ends_on for quarter in quarters} - {on}:
        then = register_known_at(profile, engine, on=day, load_no=load_no)
        matrices[day] = _matrix(profile, engine, then, on=day)
    owners = departments_of(register.agreements, register.department_names)
    return Compliance(
        authority=profile.name,
        on=on,
        cells=matrices[on],
        systematic=systematic([matrices[quarter.ends_on] for quarter in quarters])
        if quarters
        else NOTHING,
        quarters=[quarter.label for quarter in quarters],
        overrides=overrides(profile),
        without_department=int((owners[live(register, on)] == NO_DEPARTMENT).sum()),
    )


def _matrix(profile: Profile, engine: Engine, register: Register, *, on: date) -> pd.DataFrame:
    results = _results(profile, engine, register, on=on)
    exists = standing(profile.departments, on)
    return matrix(results, register.agreements, register.department_names, exists)


def _results(profile: Profile, engine: Engine, register: Register, *, on: date) -> pd.DataFrame:
    """Return the results of a day: those that were kept, or else judged here."""
    digests = (rules_digest(), profile.thresholds_digest())
    asking = Asking(profile.name, on, register.load_no, *digests)
    with reading(engine) as connection:
        number = find_judgement(connection, asking)
        if number is not None:
            return read_judgement(connection, profile.name, number)
    flow_log().info("%s: judging the register of %s", profile.name, on)
    asked = judge(register, on=on, thresholds=profile.thresholds, own=profile.own_thresholds)
    return asked.in_short()
