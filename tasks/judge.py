"""Every rule asked of all it is about, and the answer kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import Engine

from commissioning.decisions.in_force import decisions_in_force
from commissioning.memory import give_back_memory
from commissioning.organisation import names_on
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.rules import judge_register, rules_digest
from commissioning.rules.by_department import NO_OWN
from commissioning.rules.flags import Flags
from commissioning.rules.outcomes import Outcomes
from commissioning.rules.own_assessments import with_own_assessments
from commissioning.rules.thresholds import Thresholds
from models.store.engine import reading
from models.store.judgements import Asking
from models.store.known import latest_load_no
from models.store.lease import Lease
from tasks.step import step
from tasks.store import read_need, read_register, save_results


@dataclass(frozen=True)
class Asked:
    """What was asked, and the number that the answer is kept under."""

    asking: Asking
    judgement_no: int


@dataclass(frozen=True)
class Answered(Asked):
    """What was asked, the number it is kept under, and the answer."""

    flags: Flags

    @property
    def asked(self) -> Asked:
        """Itself without the answer: that of a large register is large, and is read again where it is needed."""
        return Asked(self.asking, self.judgement_no)


@step
def judge(
    register: Register,
    *,
    on: date,
    thresholds: Thresholds,
    own: Mapping[str, Thresholds] = NO_OWN,
) -> Outcomes:
    """Return what every rule answers of all that it is asked of.

    ``own`` has the thresholds of each department that does not use the authority's: what is about it
    is judged by them.
    """
    return judge_register(register, on=on, thresholds=thresholds, own=own)


def outcomes_known_at(profile: Profile, engine: Engine, *, on: date, load_no: int) -> Outcomes:
    """Return what ``judge`` does of the register as known at a load; nothing is stored."""
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    return judge(register, on=on, thresholds=profile.thresholds, own=profile.own_thresholds)


def register_known_at(profile: Profile, engine: Engine, *, on: date, load_no: int) -> Register:
    """Return all that the rules are asked of, as known at a load and in the structure of a day."""
    register = read_register(
        engine,
        profile.name,
        load_no=load_no,
        financial_year_start=profile.financial_year_start_md,
        paid_until=on,
    )
    register = read_need(engine, register, indicators=indicators_named(profile))
    register = with_own_assessments(register, on=on)
    return replace(
        register,
        department_names=names_on(profile.departments, structure_on=on),
        area_code=profile.area_code,
        suppression=profile.suppression,
        timetable=profile.replacement_timetable,
    )


def indicators_named(profile: Profile) -> tuple[str, ...]:
    """Return the indicators of need that the authority or a department names, each once."""
    sets = (profile.thresholds, *profile.own_thresholds.values())
    return tuple(sorted({name for each in sets for name in each.need_indicators.values()}))


def ask_rules(profile: Profile, engine: Engine, *, on: date, lease: Lease) -> Answered:
    """Ask every rule of the register as last known, keep the answer and bring the cases up to date."""
    with reading(engine) as connection:
        load_no = latest_load_no(connection, profile.name)
    register = register_known_at(profile, engine, on=on, load_no=load_no)
    outcomes = judge(register, on=on, thresholds=profile.thresholds, own=profile.own_thresholds)
    asking = Asking(profile.name, on, load_no, rules_digest(), profile.thresholds_digest())
    decided = decisions_in_force(register, on)
    del register  # a large one is half of what is held while its answers are stored
    give_back_memory()
    number, cases = save_results(outcomes, decided, engine=engine, asking=asking, lease=lease)
    return Answered(asking, number, Flags(profile.name, on, outcomes, asdict(cases)))
