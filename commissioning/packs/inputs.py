"""What a pack is made from and what it is made into: every input named, and nothing read on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from commissioning.compliance.consistency import Override
from commissioning.dates import Period
from commissioning.errors import CommissioningError
from commissioning.money_over_time.unit_costs import no_unit_costs
from commissioning.packs.scopes import WHOLE, Scope
from commissioning.packs.stale import none_refused
from commissioning.packs.tables import Table
from commissioning.register import Register
from commissioning.rules.thresholds import Thresholds

SILENT = ("subject_kind", "subject_id", "rule", "until_on", "acted_by", "reason")


def none_acknowledged() -> pd.DataFrame:
    """Return the acknowledgements of an authority that has none."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in SILENT})


class PackError(CommissioningError):
    """A pack cannot be built, because a part of it does not add up. The message names the part."""


# What is told of a case at a cut: its last event by then, and the day it was opened.
CASES = {
    "case_no": "int64",
    "subject_kind": "str",
    "subject_id": "str",
    "label": "str",
    "kind": "str",
    "opened_on": "datetime64[s]",
    "on_day": "datetime64[s]",
    "severity": "str",
    "act_by": "datetime64[s]",
    "rules": "str",
    "owner": "str",
    "decision": "str",
}
# What a year cost by basis, as ``models.store.money_known.money_by_service`` adds it.
MONEY = {
    "financial_year": "str",
    "basis": "str",
    "paid": "str",
    "department": "str",
    "service_category": "str",
    "payments": "int64",
    "amount_pence": "int64",
}


def no_cases() -> pd.DataFrame:
    """Return the cases of an authority that has had none."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in CASES.items()})


def no_followers() -> pd.DataFrame:
    """Return the successors of a register that names none."""
    return pd.DataFrame({"starts_on": pd.Series(dtype="datetime64[s]")}, pd.Index([], dtype="str"))


def no_money() -> pd.DataFrame:
    """Return the money of years in which none is recorded."""
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in MONEY.items()})


@dataclass(frozen=True, eq=False)
class Earlier:
    """The day of an earlier pack and the register at its cut, from which what it told is made again."""

    on: date
    register: Register


@dataclass(frozen=True, eq=False)
class Previous:
    """The register, its results and its ``cases`` at the cut of the pack before, for what changed since.

    ``on`` is the day of that pack. ``earlier`` are the packs before it, the first of them first, that count
    people whom this one counts again: a reader may hold them too.
    """

    label: str
    on: date
    register: Register
    results: pd.DataFrame
    cases: pd.DataFrame = field(default_factory=no_cases)
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True)
class Quality:
    """How the data went through its checks.

    ``loads``: source, feed, title, rows_in, rows_loaded, rows_set_aside, rows_not_data, pence_in,
    pence_loaded, pence_set_aside, edition_on, digest, stale. ``set_aside``: source, row_no,
    line_no, column, expectation, value, likely_cause, is_open (nothing has corrected the row since),
    one line for each cell that failed.
    ``findings``: the same with severity, for rows that were kept. ``refused``: the sources whose newest
    file was refused, as ``stale.refused_sources`` returns them.
    """

    loads: pd.DataFrame
    set_aside: pd.DataFrame
    findings: pd.DataFrame
    refused: pd.DataFrame = field(default_factory=none_refused)


@dataclass(frozen=True, eq=False)
class PackInputs:
    """All that a pack says, as known at one cut; two equal inputs make the same bytes.

    ``results`` has one row per agreement and rule with its ``sentence``. ``observations``: indicator,
    area_code, area_name, starts_on, ends_on, value, lower, upper, count, denominator, source,
    edition_on. ``sources``: source, title, publisher, licence, attribution, edition_on, digest.
    ``standing`` are the profile's departments that exist on the day.
    ``thresholds`` are those of the results, and ``overrides`` what departments set themselves; None where
    they are no longer known. ``own`` are the thresholds of each department that sets some, by its name.
    ``acknowledgements``: subject_kind, subject_id, rule, until_on, acted_by, reason of each silent flag.
    ``warning`` is what every reader is told first, where small numbers of people are not hidden.
    ``cases`` are those known at the cut, as ``CASES`` has them, over or not. ``money`` is what the
    financial year of the day and the one before cost, as ``MONEY`` has it: ``paid`` is by_day up to the
    day (in the year before, up to the same day of it), later or undated. It is empty for a contract manager
    or a provider, whose no year is. ``unit_costs`` are compared with those of the whole authority, and
    ``followers`` are the successors that its register names, as ``rules.service_gap`` finds them: both hold
    for a pack about part of it.
    ``exempt`` is what the profile keeps from the public beside what always is. ``scope`` is what the pack is
    about: register, results and acknowledgements are cut to it. ``illustrative`` are the feeds in which some
    figures are invented. ``stem`` is the name that the pack's files are issued under, such as
    ``dmt-authority-v1``.
    """

    authority: str
    title: str
    audience: str
    period: Period
    on: date
    area_code: str
    area_name: str
    register: Register
    results: pd.DataFrame
    previous: Previous | None
    observations: pd.DataFrame
    quality: Quality
    sources: pd.DataFrame
    package_version: str
    rules_digest: str
    thresholds_digest: str
    standing: tuple[str, ...] = ()
    thresholds: Thresholds | None = None
    own: Mapping[str, Thresholds] = field(default_factory=dict)
    overrides: tuple[Override, ...] | None = None
    replaced: "Replaced | None" = None
    acknowledgements: pd.DataFrame = field(default_factory=none_acknowledged)
    warning: str = ""
    cases: pd.DataFrame = field(default_factory=no_cases)
    money: pd.DataFrame = field(default_factory=no_money)
    unit_costs: pd.DataFrame = field(default_factory=no_unit_costs)
    followers: pd.DataFrame = field(default_factory=no_followers)
    exempt: tuple[str, ...] = ()
    scope: Scope = WHOLE
    minimum_value_pence: int = 0
    illustrative: frozenset[str] = frozenset()
    stem: str = ""


@dataclass(frozen=True)
class Replaced:
    """The version of the same pack that this one replaces, and what it was made from at its own cut."""

    version: int
    inputs: PackInputs


@dataclass(frozen=True)
class Pack:
    """A finished pack: the page, every table in it by name, and the line its index shows.

    ``title``, ``about`` (names and values) and ``notes`` are what its other forms say of it.
    """

    html: bytes
    tables: dict[str, Table]
    headline: str
    title: str
    about: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawal:
    """That a person withdrew a version: on which day, who and why."""

    on: date
    by: str
    reason: str


@dataclass(frozen=True)
class PackEntry:
    """One issued pack as the index lists it.

    ``before`` is the pack that it compares itself with: the label of its period, and its headline.
    """

    period: Period
    audience: str
    scope: str
    version: int
    href: str
    on: date
    headline: str
    workbook: str = ""
    before: tuple[str, str] | None = None
    withdrawal: Withdrawal | None = None
