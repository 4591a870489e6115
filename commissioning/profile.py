"""An authority's profile: who it is, how its year runs, where its data comes from.

Every key is described in docs/reference/profile.md; ``settings.py`` reads the files.
"""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from commissioning.errors import RequestError, shown
from commissioning.rules.thresholds import Thresholds
from commissioning.stages import Stage
from models.feeds import FEEDS, REGIMES

PROFILE_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
NAME_REMEDY = "use small letters, digits and hyphens, beginning with a letter, 63 at most"
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
Audience = Literal["manager", "dmt", "public", "provider"]
Exempt = Literal["provider_values"]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like this one, or nothing where none is alike."""
    return next(iter(get_close_matches(name, known, n=1)), "")


def refused(what: str, remedy: str) -> PydanticCustomError:
    """Return the refusal of a key's value: what is wrong with it, and what to write instead."""
    return PydanticCustomError("profile", "{what}; {remedy}", {"what": what, "remedy": remedy})


class Settings(BaseModel):
    """A table of the profile: only known keys, each of its own kind, fixed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Department(Settings):
    """A part of the authority that owns agreements, with the days between which it existed."""

    name: str = Field(min_length=1)
    from_on: date | None = None
    to_on: date | None = None
    replaced_by: str | None = None
    signed_up_on: date | None = None

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """Refuse a department that closed before it opened, or was replaced while it lived."""
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise refused(
                f"has to_on {self.to_on} before from_on {self.from_on}",
                "both days are inclusive, so put the earlier one in from_on",
            )
        if self.replaced_by and not self.to_on:
            raise refused("has replaced_by but no to_on", "add to_on, the department's last day")
        return self


class SourceSettings(Settings):
    """One published file the authority's data comes from, and how far it is to be trusted."""

    feed: str
    adapter: str = Field(min_length=1)
    path: str | None = Field(default=None, min_length=1)
    url: str | None = None
    member: str | None = Field(default=None, min_length=1)
    slot: str = Field(min_length=1)
    edition_on: date | None = None
    complete: bool = False
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    attribution: str = ""
    expected_every: int | None = Field(default=None, ge=1)
    keep_with_finding: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("feed")
    @classmethod
    def feed_is_known(cls, feed: str) -> str:
        """Refuse a feed that models/feeds.py does not describe."""
        if feed not in FEEDS:
            raise refused("is not a feed", f"use {nearest(feed, FEEDS) or ', '.join(FEEDS)}")
        return feed

    @field_validator("url")
    @classmethod
    def url_is_plain(cls, url: str | None) -> str | None:
        """Refuse an address that is not http, or that carries a password into every log."""
        parts = urlsplit(url or "https://none")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise refused("is not a web address", "begin it with https:// or http://")
        if parts.username or parts.password:
            raise refused("has a user name or password in it", "leave them out of the profile")
        return url

    @model_validator(mode="after")
    def comes_from_one_place(self) -> Self:
        """Refuse a source with both a path and a url, or neither."""
        if self.path and self.url:
            raise refused("has both path and url", "keep the one to read from")
        if not self.path and not self.url:
            raise refused(
                "has neither path nor url", "add path, relative to the profile's folder, or url"
            )
        return self


class Suppression(Settings):
    """How small counts of people are hidden; a zero is always shown."""

    hide_up_to: int = Field(default=7, ge=0)
    round_to: int = Field(default=5, ge=1)
    secondary: bool = True


class Notifications(Settings):
    """Who is told; an address may carry a secret, so none is ever printed."""

    urls: tuple[SecretStr, ...] = Field(default=(), strict=False)


class Publication(Settings):
    """What the published register holds."""

    minimum_value_gbp: int = Field(default=5_000, ge=0)
    ocid_prefix: str = ""
    exempt: tuple[Exempt, ...] = Field(default=(), strict=False)


class Training(Settings):
    """How many commissioners are to be trained, and how many were."""

    target: int | None = Field(default=None, ge=1)
    trained: int | None = Field(default=None, ge=0)


class Packs(Settings):
    """Which packs are built for each period."""

    audiences: tuple[Audience, ...] = Field(default=("dmt",), strict=False)
    minimum_value_gbp: int = Field(default=0, ge=0)


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
    departments: tuple[Department, ...] = Field(default=(), strict=False)
    stage_labels: dict[str, str] = Field(default={stage.value: stage.title() for stage in Stage})
    thresholds: Thresholds = Field(default_factory=lambda: Thresholds.model_validate({}))
    sources: dict[str, SourceSettings] = Field(default={})
    suppression: Suppression = Field(default_factory=Suppression)
    notifications: Notifications = Field(default_factory=Notifications)
    publication: Publication = Field(default_factory=Publication)
    packs: Packs = Field(default_factory=Packs)
    training: Training = Field(default_factory=Training)

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
