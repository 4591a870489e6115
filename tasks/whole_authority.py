"""All that a pack about the authority as a whole says, as known at one cut."""

from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection

from commissioning.compliance.consistency import Override, overrides, standing
from commissioning.dates import (
    YEAR_MONTHS,
    Period,
    financial_year,
    financial_year_start,
    months_after,
    months_before,
)
from commissioning.money_over_time.unit_costs import compared_unit_costs
from commissioning.packs.inputs import CASES, MONEY, PackInputs, Quality
from commissioning.packs.owed import illustrative_feeds, sources_of, stated, titles
from commissioning.packs.stale import refused_sources
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.rules.service_gap import followers
from commissioning.rules.thresholds import Thresholds
from models.quarantine import Finding
from models.store.case_acts import acknowledgements
from models.store.cases_known import cases_known_at
from models.store.judgements import Asking
from models.store.known import read_loads, read_observations, read_quality, refusals
from models.store.money_known import money_by_service
from models.store.quarantine import quarantined_rows
from tasks.store import package_version


def whole_authority(
    connection: Connection,
    profile: Profile,
    period: Period,
    audience: str,
    asking: Asking,
    register: Register,
    results: pd.DataFrame,
) -> PackInputs:
    """Return the inputs of a pack about the authority, without what it compares itself with."""
    loads = stated(read_loads(connection, profile.name, load_no=asking.load_no))
    observations = read_observations(connection, profile.name, load_no=asking.load_no)
    thresholds = _thresholds(profile, asking)
    return PackInputs(
        authority=profile.name,
        title=profile.title,
        audience=audience,
        period=period,
        on=asking.on,
        area_code=profile.area_code,
        area_name=profile.area_name,
        register=register,
        results=results,
        previous=None,
        observations=stated(observations),
        quality=_quality(connection, profile, loads, asking.load_no),
        sources=sources_of(profile, loads),
        package_version=package_version(),
        rules_digest=asking.rules_digest,
        thresholds_digest=asking.thresholds_digest,
        standing=tuple(standing(profile.departments, asking.on)),
        thresholds=thresholds,
        own=profile.own_thresholds if thresholds else {},
        overrides=_overrides(profile, asking),
        warning=profile.suppression.warning,
        acknowledgements=acknowledgements(
            connection, profile.name, on=asking.on, load_no=asking.load_no
        ),
        cases=cases_at(connection, profile, asking.on, asking.load_no),
        money=_money(connection, profile, asking),
        unit_costs=compared_unit_costs(register, on=asking.on, thresholds=thresholds),
        followers=followers(register, asking.on),
        exempt=profile.publication.exempt,
        minimum_value_pence=100 * profile.packs.minimum_value_gbp,
        illustrative=illustrative_feeds(profile, loads),
    )


def cases_at(connection: Connection, profile: Profile, on: date, load_no: int) -> pd.DataFrame:
    """Return the cases as known on a day at a load, over or not."""
    return cases_known_at(connection, profile.name, on=on, load_no=load_no).astype(CASES)


def _thresholds(profile: Profile, asking: Asking) -> Thresholds | None:
    """Return the thresholds of the results, if they are those of today."""
    is_known = asking.thresholds_digest == profile.thresholds_digest()
    return profile.thresholds if is_known else None


def _money(connection: Connection, profile: Profile, asking: Asking) -> pd.DataFrame:
    """Return what the financial year of the day and the one before cost, each up to the same day."""
    start = profile.financial_year_start_md
    years, until = [], {}
    for day in (asking.on, months_before(asking.on, YEAR_MONTHS)):
        first = financial_year_start(day, start)
        last = months_after(first, YEAR_MONTHS) - timedelta(days=1)
        label = financial_year(day, start)
        years.append((label, first, last))
        until[label] = day
    found = money_by_service(
        connection, profile.name, load_no=asking.load_no, years=years, until=until
    )
    return found.astype(MONEY)


def _overrides(profile: Profile, asking: Asking) -> tuple[Override, ...] | None:
    """Return what departments set themselves, if the results were made by the thresholds of today."""
    if asking.thresholds_digest != profile.thresholds_digest():
        return None
    return overrides(profile)


def _quality(
    connection: Connection, profile: Profile, loads: pd.DataFrame, load_no: int
) -> Quality:
    refused = refusals(connection, profile.name, load_no=load_no)
    numbers = loads["load_no"].tolist()
    findings = read_quality(connection, Finding, profile.name, numbers)
    return Quality(
        loads=loads.assign(
            title=titles(profile, loads),
            digest=loads["snapshot"],
            stale=loads["source"].isin(list(refused)),
        ),
        set_aside=quarantined_rows(connection, profile.name, numbers, load_no),
        findings=findings.assign(severity="warning"),
        refused=refused_sources(profile, loads, refused),
    )
