"""An authority's profile: who it is, how its year runs, where its data comes from.

Every key is described in docs/reference/profile.md; ``settings.py`` reads the files.
"""

import re
from datetime import date
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from commissioning.errors import RequestError, shown
from commissioning.hosts import Allowed
from commissioning.profile_departments import Department
from commissioning.profile_tables import (
    Fetching,
    IndicatorSettings,
    MeasureSettings,
    Notices,
    Notifications,
    Packs,
    Publication,
    Retention,
    Settings,
    SourceSettings,
    SupplySettings,
    Suppression,
    Training,
    nearest,
    refused,
)
from commissioning.profile_timetable import TimetableSettings
from commissioning.rules.by_department import with_own
from commissioning.rules.thresholds import Thresholds
from commissioning.services import SERVICES, bank_holidays
from commissioning.stages import Stage
from commissioning.timetable.durations import Timetable
from models.feeds import REGIMES

PROFILE_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
NAME_REMEDY = "use small letters, digits and hyphens, beginning with a letter, 63 at most"
LONGEST = 51  # characters of a source's name that stand in that of its definitions
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
# Nine characters from the Office for National Statistics; Jersey has none, only its ISO 3166 code.
AREA_CODE = re.compile(r"[A-Z][0-9]{8}|JE")

Kind = Literal[
    "metropolitan_district",
    "unitary_authority",
    "london_borough",
    "county",
    "district",
    "combined_authority",
    "scottish_council",
    "welsh_council",
    "health_board",
    "integrated_care_board",
    "government_department",
    "government_of_jersey",
]
Jurisdiction = Literal["england", "wales", "scotland", "northern_ireland", "jersey"]
Holidays = Literal["england-and-wales", "scotland", "northern-ireland", "jersey"]


class Profile(Settings):
    """One authority as every flow sees it; its name leads every key, file path and run name."""

    name: str
    title: str = Field(min_length=1)
    kind: Kind
    jurisdiction: Jurisdiction
    regimes: tuple[str, ...] = Field(min_length=1, strict=False)
    financial_year_start: str = "04-01"
    holidays: Holidays
    timezone: str = "Europe/London"
    area_code: str
    area_name: str = Field(min_length=1)
    neighbours: tuple[str, ...] = Field(default=(), strict=False)
    departments: tuple[Department, ...] = Field(default=(), strict=False)
    stage_labels: dict[str, str] = Field(default={stage.value: stage.title() for stage in Stage})
    thresholds: Thresholds = Field(default_factory=lambda: Thresholds.model_validate({}))
    timetable: TimetableSettings = Field(default_factory=TimetableSettings)
    sources: dict[str, SourceSettings] = Field(default={})
    fetching: Fetching = Field(default_factory=Fetching)
    indicators: dict[str, IndicatorSettings] = Field(default={})
    measures: MeasureSettings = Field(default_factory=MeasureSettings)
    suppression: Suppression = Field(default_factory=Suppression)
    notifications: Notifications = Field(default_factory=Notifications)
    notices: Notices = Field(default_factory=Notices)
    publication: Publication = Field(default_factory=Publication)
    packs: Packs = Field(default_factory=Packs)
    supply: SupplySettings = Field(default_factory=SupplySettings)
    training: Training = Field(default_factory=Training)
    retention: Retention = Field(default_factory=Retention)

    _folder: Path = PrivateAttr(default=Path())

    def model_post_init(self, context: Any, /) -> None:
        """Remember the folder of the TOML file, which the reader hands over as context."""
        self._folder = (context or {}).get("folder", Path())

    @property
    def folder(self) -> Path:
        """The folder that holds the TOML file; the sources' paths start here."""
        return self._folder

    @property
    def financial_year_start_md(self) -> tuple[int, int]:
        """Month and day of the financial year's first day: (4, 1) for 1 April."""
        month, day = self.financial_year_start.split("-")
        return int(month), int(day)

    @property
    def replacement_timetable(self) -> Timetable:
        """How long it takes to replace an agreement, counted against the holidays it keeps."""
        return Timetable(self.timetable, self.holidays)

    @property
    def own_thresholds(self) -> dict[str, Thresholds]:
        """The thresholds of each department that sets some itself, the authority's among them."""
        return {
            each.name: with_own(self.thresholds, each.thresholds)
            for each in self.departments
            if each.thresholds is not None
        }

    def thresholds_digest(self) -> str:
        """Return the SHA-256 of all that rules are told of the profile.

        It is of the thresholds, the timetable and its holidays, the area, the start of the financial
        year, how small numbers are hidden, and the departments with the thresholds that each is judged by.
        """
        own = (f"{name} {each.digest()}" for name, each in sorted(self.own_thresholds.items()))
        parts = (
            *(self.thresholds.digest(), self.timetable.model_dump_json(), self.holidays),
            *(self.area_code, self.financial_year_start, self.suppression.model_dump_json()),
            *(each.model_dump_json(exclude={"thresholds"}) for each in self.departments),
            *own,
        )
        return sha256("\0".join(parts).encode()).hexdigest()

    @property
    def allowed(self) -> Allowed:
        """The hosts that its sources may be fetched from."""
        addresses = [
            address
            for source in self.sources.values()
            for address in (
                source.url,
                source.address,
                SERVICES[source.service].address if source.service else None,
            )
        ]
        if self.fetching.bank_holidays:
            addresses.append(bank_holidays.ADDRESS)
        named = {(urlsplit(address or "").hostname or "").casefold() for address in addresses}
        trusted = {host.casefold() for host in self.fetching.hosts}
        return Allowed(frozenset(named - {""}), frozenset(trusted), self.fetching.proxy)

    def source(self, name: str) -> SourceSettings:
        """Return the source of that name."""
        if name not in self.sources:
            near = nearest(name, self.sources)
            raise RequestError(
                f"{self.name} has no source {shown(name)}; "
                + (f"the nearest is {near}; " if near else "")
                + f"its sources are {', '.join(self.sources) or 'none yet'}."
            )
        return self.sources[name]

    def path_of(self, source: SourceSettings) -> Path | None:
        """Return where the source's file lies, or None when it is fetched from a url."""
        return (self.folder / source.path).resolve() if source.path else None

    @field_validator("name")
    @classmethod
    def name_is_plain(cls, name: str) -> str:
        """Refuse a name that could not be a file's or a key's."""
        if not PROFILE_NAME.fullmatch(name):
            raise refused("cannot be a profile's name", NAME_REMEDY)
        return name

    @field_validator("regimes")
    @classmethod
    def regimes_are_known(cls, regimes: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a regime that no agreement can be let under."""
        if unknown := [regime for regime in regimes if regime not in REGIMES]:
            raise refused(f"names {shown(unknown[0])}, not a regime", f"use {', '.join(REGIMES)}")
        return regimes

    @field_validator("financial_year_start")
    @classmethod
    def year_starts_on_a_day(cls, start: str) -> str:
        """Refuse a start that does not come every year."""
        try:
            if not re.fullmatch(r"\d\d-\d\d", start):
                raise ValueError(start)
            date.fromisoformat(f"2001-{start}")  # not a leap year, so 29 February is refused
        except ValueError:
            raise refused(
                "is not a day of every year", "write month and day, such as '04-01' for 1 April"
            ) from None
        return start

    @field_validator("timezone")
    @classmethod
    def timezone_is_known(cls, timezone: str) -> str:
        """Refuse a time zone this machine's tables do not hold."""
        try:
            ZoneInfo(timezone)
        except (LookupError, ValueError, OSError):
            near = nearest(timezone, available_timezones()) or "Europe/London or Europe/Jersey"
            raise refused("is not a known time zone", f"use {near}") from None
        return timezone

    @field_validator("area_code")
    @classmethod
    def area_code_is_whole(cls, code: str) -> str:
        """Refuse a code with a digit dropped, or a name in its place."""
        if not AREA_CODE.fullmatch(code):
            raise refused(
                "is not an area code",
                "write the letter and eight digits of the Office for National Statistics, "
                "such as 'E08000006', or 'JE' for Jersey",
            )
        return code

    @field_validator("neighbours")
    @classmethod
    def neighbours_are_areas(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a neighbour that is no area's code, or that stands there twice."""
        for number, code in enumerate(codes):
            if not AREA_CODE.fullmatch(code):
                raise refused(
                    f"names {shown(code)}, not an area code", "write codes such as 'E08000009'"
                )
            if code in codes[:number]:
                raise refused(f"names {shown(code)} twice", "keep one of the two")
        return codes

    @field_validator("sources")
    @classmethod
    def sources_bring_nothing_twice(
        cls, sources: dict[str, SourceSettings]
    ) -> dict[str, SourceSettings]:
        """Refuse two sources that ask one service for the same, so that it would be counted twice."""
        for (one, of_one), (other, of_other) in combinations(sources.items(), 2):
            if not of_one.service or of_one.service != of_other.service:
                continue
            if twice := SERVICES[of_one.service].doubles(of_one.ask, of_other.ask):
                raise refused(f"asks in {one} and {other} for {twice}", "keep one of the two")
        return sources

    @field_validator("sources")
    @classmethod
    def definitions_come_with_the_data(
        cls, sources: dict[str, SourceSettings]
    ) -> dict[str, SourceSettings]:
        """Put beside each source whose service describes its indicators the source of what it says of them."""
        beside = {
            f"{name[:LONGEST]}_definitions": of_it
            for name, settings in sources.items()
            if (of_it := settings.of_definitions)
        }
        return {**sources, **{name: beside[name] for name in beside.keys() - sources.keys()}}

    @field_validator("departments")
    @classmethod
    def departments_follow_one_another(
        cls, departments: tuple[Department, ...]
    ) -> tuple[Department, ...]:
        """Refuse a department named twice, or replaced by one the profile does not have."""
        names = [department.name for department in departments]
        for number, department in enumerate(departments):
            if department.name in names[:number]:
                raise refused(f"names {shown(department.name)} twice", "keep one of the two")
            if department.replaced_by and department.replaced_by not in names:
                raise refused(
                    f"replaces {shown(department.name)} by {shown(department.replaced_by)}, "
                    "which is not there",
                    f"add it, or use {', '.join(names)}",
                )
        return departments

    @model_validator(mode="after")
    def own_thresholds_stand_together(self) -> Self:
        """Refuse a department's thresholds that contradict one another, or the authority's beside them."""
        for each in self.departments:
            try:
                with_own(self.thresholds, each.thresholds or Thresholds.model_validate({}))
            except ValidationError as invalid:
                said = invalid.errors()[0]["ctx"]["error"]
                raise refused(
                    f"has thresholds of {shown(each.name)} that do not stand beside the "
                    f"authority's: {said}",
                    "change one of the two",
                ) from None
        return self

    @field_validator("stage_labels")
    @classmethod
    def labels_are_for_the_five_stages(cls, labels: dict[str, str]) -> dict[str, str]:
        """Refuse labels for other stages than the five, or for some of them only."""
        if set(labels) != set(Stage):
            wrong = [shown(name) for name in labels if name not in set(Stage)]
            missing = [stage.value for stage in Stage if stage not in labels]
            found = (
                f"has no stage {', '.join(wrong)}" if wrong else f"leaves out {', '.join(missing)}"
            )
            raise refused(found, f"label exactly the five stages {', '.join(Stage)}")
        return labels

    @field_validator("sources")
    @classmethod
    def source_names_are_plain(
        cls, sources: dict[str, SourceSettings]
    ) -> dict[str, SourceSettings]:
        """Refuse a source whose name could not be part of a file's."""
        for name in sources:
            if not SOURCE_NAME.fullmatch(name):
                raise refused(
                    f"has {shown(name)}, not a source's name",
                    "use small letters, digits and underscores, beginning with a letter",
                )
        return sources
