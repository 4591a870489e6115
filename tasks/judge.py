"""Every rule asked of all it is about, and the answer kept."""

from dataclasses import asdict, dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Engine

from commissioning.decisions.in_force import decisions_in_force
from commissioning.organisation import names_on
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.rules import RULES, judge_register, rules_digest
from commissioning.rules.flags import Flags
from commissioning.rules.result import with_sentences
from commissioning.rules.thresholds import Thresholds
from models.store.engine import reading
from models.store.judgements import Asking
from models.store.known import latest_load_no
from models.store.lease import Lease
from tasks.step import step
from tasks.store import read_need, read_register, save_results


@dataclass(frozen=True)
class Answered:
    """What was asked, the number it is kept under, and the answer."""

    asking: Asking
    judgement_no: int
    flags: Flags


@step
def judge(register: Register, *, on: date, thresholds: Thresholds) -> pd.DataFrame:
    """Return one row per rule and what it is asked of, with the sentence a person reads.

    ``is_undated`` marks results whose day to act by is only ``on``, because nothing gives another:
    those of agreements without an end date, and of departments and providers.
    """
    results = with_sentences(judge_register(register, on=on, thresholds=thresholds))
    agreements = register.agreements
    endless = agreements.loc[agreements["ends_on"].isna(), "agreement_id"]
    has_no_end = results["agreement_id"].isin(endless) | results["agreement_id"].isna()
    return results.assign(is_undated=has_no_end & (results["act_by"] == pd.Timestamp(on)))


def results_known_at(profile: Profile, engine: Engine, *, on: date, load_no: int) -> pd.DataFrame:
    """Return what ``judge`` does of the register as known at a load; nothing is stored."""
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    return judge(register, on=on, thresholds=profile.thresholds)


def register_known_at(profile: Profile, engine: Engine, *, on: date, load_no: int) -> Register:
    """Return all that the rules are asked of, as known at a load and in the structure of a day."""
    register = read_register(
        engine,
        profile.name,
        load_no=load_no,
        financial_year_start=profile.financial_year_start_md,
        paid_until=on,
    )
    indicators = tuple(sorted(set(profile.thresholds.need_indicators.values())))
    register = read_need(engine, register, indicators=indicators)
    return replace(
        register,
        department_names=names_on(profile.departments, structure_on=on),
        area_code=profile.area_code,
        timetable=profile.replacement_timetable,
    )


def ask_rules(profile: Profile, engine: Engine, *, on: date, lease: Lease) -> Answered:
    """Ask every rule of the register as last known, keep the answer and bring the cases up to date."""
    with reading(engine) as connection:
        load_no = latest_load_no(connection, profile.name)
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    results = judge(register, on=on, thresholds=profile.thresholds)
    asking = Asking(profile.name, on, load_no, rules_digest(), profile.thresholds_digest())
    number, cases = save_results(
        results,
        tuple(RULES),
        decisions_in_force(register, on),
        engine=engine,
        asking=asking,
        lease=lease,
    )
    return Answered(asking, number, Flags(profile.name, on, results, asdict(cases)))
