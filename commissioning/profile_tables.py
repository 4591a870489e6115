"""The tables of a profile, each with what it refuses; ``profile.py`` puts them together."""

import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from commissioning.services import SERVICES
from models.feeds import FEEDS

Audience = Literal["manager", "dmt", "public", "exempt", "provider", "needs"]
PUBLISHED: tuple[Audience, ...] = (
    "public",
    "needs",
)  # the audiences whose packs hold nothing exempt from publication
Exempt = Literal["provider_values"]
Better = Literal["higher", "lower"]
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
# As it stands in an address: parts of at most 63 characters, or a number.
ASKED_HOST = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,127}")
FINANCIAL_YEAR = re.compile(r"\d\d(\d\d)/(\d\d)")

OF_AREAS = "_area_type_id"  # ends what a question says of areas, and definitions are of none

NEEDED = {
    "from_on": "the first day to pull",
    "buyers": "the identifiers or names whose notices or grants are kept",
}


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like this one, or nothing where none is alike."""
    return next(iter(get_close_matches(name, known, n=1)), "")


def refused(what: str, remedy: str) -> PydanticCustomError:
    """Return the refusal of a key's value: what is wrong with it, and what to write instead."""
    return PydanticCustomError("profile", "{what}; {remedy}", {"what": what, "remedy": remedy})


def plain_address(address: str | None) -> str | None:
    """Return an address as it is, or refuse it: not http, or with a password that every log would show."""
    try:
        parts = urlsplit(address or "https://none")
        parts.port  # noqa: B018  # raises ValueError where it is no number
    except ValueError:
        raise refused("is not a web address", "check its host and its port") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise refused("is not a web address", "begin it with https:// or http://")
    if not ASKED_HOST.fullmatch(parts.hostname) or not (address or "").isprintable():
        raise refused("is not a web address", "check its host, and that it is on one line")
    if parts.username or parts.password:
        raise refused("has a user name or password in it", "leave them out of the profile")
    return address


class Settings(BaseModel):
    """A table of the profile: only known keys, each of its own kind, fixed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SourceSettings(Settings):
    """One published file the authority's data comes from, and how far it is to be trusted."""

    feed: str
    adapter: str = ""
    map: str | None = Field(default=None, min_length=1)
    path: str | None = Field(default=None, min_length=1)
    url: str | None = None
    service: str | None = None
    address: str | None = None
    from_on: date | None = None
    buyers: tuple[str, ...] = Field(default=(), strict=False)
    ask: dict[str, str] = Field(default={})
    member: str | None = Field(default=None, min_length=1)
    slot: str = Field(min_length=1)
    edition_on: date | None = None
    complete: bool = False
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    attribution: str = ""
    expected_every: int | None = Field(default=None, ge=1)
    illustrative: bool = False
    keep_with_finding: tuple[str, ...] = Field(default=(), strict=False)

    @property
    def is_asked_by_number(self) -> bool:
        """Whether it is a register that is asked about the numbers of the providers we know."""
        return bool(self.service and SERVICES[self.service].scheme)

    @property
    def of_definitions(self) -> "SourceSettings | None":
        """The source that tells what its indicators are, where its service has such a one beside it."""
        by = SERVICES[self.service].described_by if self.service else ""
        if not by:
            return None
        ask = {name: value for name, value in self.ask.items() if not name.endswith(OF_AREAS)}
        told = {"feed": "indicators", "adapter": by, "service": by, "map": None, "ask": ask}
        return self.model_copy(update={**told, "title": f"{self.title}: what is measured"})

    @field_validator("feed")
    @classmethod
    def feed_is_known(cls, feed: str) -> str:
        """Refuse a feed that models/feeds.py does not describe."""
        if feed not in FEEDS:
            raise refused("is not a feed", f"use {nearest(feed, FEEDS) or ', '.join(FEEDS)}")
        return feed

    @field_validator("service")
    @classmethod
    def service_is_known(cls, service: str | None) -> str | None:
        """Refuse a service that nothing here knows how to ask."""
        if service is not None and service not in SERVICES:
            near = nearest(service, SERVICES) or ", ".join(SERVICES)
            raise refused("is not a service", f"use {near}")
        return service

    @field_validator("url", "address")
    @classmethod
    def url_is_plain(cls, url: str | None) -> str | None:
        """Refuse an address that is not http, or that carries a password into every log."""
        return plain_address(url)

    @model_validator(mode="after")
    def is_read_in_one_way(self) -> Self:
        """Refuse a source with both an adapter and a column map, or neither."""
        if self.adapter and self.map:
            raise refused("has both adapter and map", "keep the one that reads the file")
        if not self.adapter and not self.map:
            raise refused(
                "has neither adapter nor map",
                "add adapter, or map, a column map's file relative to the profile's folder",
            )
        return self

    @model_validator(mode="after")
    def comes_from_one_place(self) -> Self:
        """Refuse a source with several of path, url and service, or none, or a service half described."""
        given = [name for name in ("path", "url", "service") if getattr(self, name)]
        if len(given) > 1:
            raise refused(f"has {' and '.join(given)}", "keep the one to read from")
        if not given:
            raise refused(
                "has neither path, url nor service",
                "add path, relative to the profile's folder, or url, or service",
            )
        of_service = [
            name for name in ("address", "from_on", "buyers", "ask") if getattr(self, name)
        ]
        if of_service and not self.service:
            raise refused(f"has {of_service[0]} but no service", "add service, or leave it out")
        for needs in self._needs():
            if not getattr(self, needs):
                raise refused(f"has a service but no {needs}", f"add {needs}, {NEEDED[needs]}")
        asks = SERVICES[self.service].asks if self.service else None
        if self.ask and not asks:
            raise refused("has ask, and its service is not asked by it", "leave it out")
        if asks and (amiss := asks(self.ask)):
            raise refused(f"has {amiss[0]}", amiss[1])
        return self

    def _needs(self) -> tuple[str, ...]:
        """Return what its service must be told: a national one has the notices of every buyer."""
        if not self.service or self.is_asked_by_number or SERVICES[self.service].asks:
            return ()
        return ("buyers",) if SERVICES[self.service].by_buyer else ("from_on", "buyers")


class Fetching(Settings):
    """What may be asked over the network beside the services and addresses of the sources."""

    hosts: tuple[str, ...] = Field(default=(), strict=False)
    proxy: str | None = None
    bank_holidays: bool = False

    @field_validator("proxy")
    @classmethod
    def proxy_is_plain(cls, proxy: str | None) -> str | None:
        """Refuse a proxy that is not asked by http, or that needs a password."""
        return plain_address(proxy)

    @field_validator("hosts")
    @classmethod
    def hosts_are_names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse a whole address, or a pattern, where a host's name is meant."""
        for host in hosts:
            if not HOST.fullmatch(host):
                raise refused(
                    f"has {host}, not a host's name",
                    "write the name or number alone, such as files.anytown.gov.uk or 10.0.0.7",
                )
        return hosts


class IndicatorSettings(Settings):
    """What an indicator is called on a needs profile, and which way of it is better."""

    title: str = Field(default="", max_length=120)
    better: Better | None = None


class Suppression(Settings):
    """How small counts of people are hidden; a zero is always shown."""

    apply: bool = True
    hide_up_to: int = Field(default=7, ge=0)
    round_to: int = Field(default=5, ge=1)
    secondary: bool = True

    @property
    def warning(self) -> str:
        """What everyone who reads an output is told where people could be known by it, else nothing."""
        if not self.apply or not self.hide_up_to:
            return (
                "Small numbers of people are NOT hidden in this output: [suppression] in the profile "
                "switches it off. Do not publish it or pass it on."
            )
        if not self.secondary:
            return (
                "Hidden numbers of people may be worked out of this output: [suppression] in the profile "
                "sets secondary = false. Do not publish it or pass it on."
            )
        return ""


class Rebase(Settings):
    """A day from which a measure is compared with itself anew, because what it measures changed."""

    reference: str = Field(min_length=1)
    measure: str = Field(min_length=1)
    on: date
    reason: str = Field(min_length=1)


class MeasureSettings(Settings):
    """How measures are charted."""

    rebases: tuple[Rebase, ...] = Field(default=(), strict=False)

    @field_validator("rebases")
    @classmethod
    def rebased_once_a_day(cls, rebases: tuple[Rebase, ...]) -> tuple[Rebase, ...]:
        """Refuse a measure rebased twice on one day."""
        named = [(each.reference, each.measure, each.on) for each in rebases]
        for number, (reference, measure, on) in enumerate(named):
            if (reference, measure, on) in named[:number]:
                raise refused(
                    f"rebases {measure} of {reference} twice on {on}", "keep one of the two"
                )
        return rebases


class Notifications(Settings):
    """Who is told; an address may carry a secret, so the profile names the variable that holds it."""

    urls: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("urls")
    @classmethod
    def urls_are_named(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an address itself: the profile is no place for a password."""
        if not all(VARIABLE.fullmatch(name) for name in urls):
            raise refused(
                "holds what is not the name of a variable",
                "put the address in an environment variable and write its name, such as NOTIFY_OPERATIONS",
            )
        return urls


class Publication(Settings):
    """What the published register holds."""

    minimum_value_gbp: int = Field(default=5_000, ge=0)
    ocid_prefix: str = ""
    exempt: tuple[Exempt, ...] = Field(default=(), strict=False)


class Notices(Settings):
    """What decides which statutory notices are owed and no register holds."""

    expected_payments_gbp: dict[str, int] = Field(default={})

    @field_validator("expected_payments_gbp")
    @classmethod
    def years_are_the_acts(cls, expected: dict[str, int]) -> dict[str, int]:
        """Refuse what is no financial year from 1 April, and less than nothing."""
        for year, amount in expected.items():
            found = FINANCIAL_YEAR.fullmatch(year)
            if not found or int(found[2]) != (int(found[1]) + 1) % 100:
                raise refused(
                    f"names {year!r}, not a financial year",
                    'write the year from 1 April as "2026/27"',
                )
            if amount < 0:
                raise refused(f"expects {amount} in {year}", "use 0 or more, in whole pounds")
        return expected


class Training(Settings):
    """How many commissioners are to be trained, and how many were."""

    target: int | None = Field(default=None, ge=1)
    trained: int | None = Field(default=None, ge=0)


class Retention(Settings):
    """How long what need not be kept is kept, in calendar months; None: as long as the rest."""

    snapshots_months: int | None = Field(default=None, ge=12)
    returns_months: int | None = Field(default=None, ge=12)


class SupplySettings(Settings):
    """What no feed has a column for: who is led by users, and what a ledger calls a personal budget."""

    personal_budget_terms: tuple[str, ...] = Field(
        default=("direct payment", "personal budget", "individual budget"), strict=False
    )
    user_led: tuple[str, ...] = Field(default=(), strict=False)
    user_led_areas: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("personal_budget_terms", "user_led", "user_led_areas")
    @classmethod
    def names_are_written(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an empty text, which every purpose holds and no body is called."""
        if any(not name.strip() for name in names):
            raise refused("has an empty text", "leave it out")
        return names


class Distribution(Settings):
    """Where an audience's packs are sent once they are issued, and who is told of them."""

    audience: Audience
    scope: str = ""
    to: str = ""
    notify: tuple[str, ...] = Field(default=(), strict=False)
    may_hold_exempt: bool = False

    @field_validator("to")
    @classmethod
    def address_has_no_password(cls, to: str) -> str:
        """Refuse an address that carries a password into every log."""
        try:
            parts = urlsplit(to)
        except ValueError:
            raise refused(
                "is not an address", "write a folder, or an address such as s3://bucket/packs"
            ) from None
        if "://" in to and (parts.username or parts.password or parts.query):
            raise refused("has a user name, password or key in it", "leave them out of the profile")
        return to

    @field_validator("notify")
    @classmethod
    def addresses_are_named(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an address itself, which may carry a secret, where the name of a variable is meant."""
        if any(not VARIABLE.fullmatch(name) for name in names):
            raise refused(
                "has something that is not the name of an environment variable",
                "put the address in a variable and write its name, such as PACKS_TEAMS_URL",
            )
        return names

    @model_validator(mode="after")
    def goes_somewhere(self) -> Self:
        """Refuse a distribution to nobody."""
        if not self.to and not self.notify:
            raise refused("has neither to nor notify", "add the folder it goes to, or who is told")
        return self

    @model_validator(mode="after")
    def goes_where_it_may_be(self) -> Self:
        """Refuse to send what is exempt from publication to where nobody has said that it may be."""
        if self.audience not in PUBLISHED and not self.may_hold_exempt:
            raise refused(
                f"sends the packs of {self.audience}, which hold what is exempt from publication, to a "
                "place that does not say that it may hold it",
                "add may_hold_exempt = true where only those entitled to it read, or send the packs of "
                f"{PUBLISHED[0]}",
            )
        return self


class Packs(Settings):
    """Which packs are built for each period, who may read them and to whom they are sent."""

    audiences: tuple[Audience, ...] = Field(default=("dmt", "needs"), strict=False)
    minimum_value_gbp: int = Field(default=0, ge=0)
    open: tuple[Audience, ...] = Field(default=PUBLISHED, strict=False)
    readers: tuple[str, ...] = Field(default=(), strict=False)
    distribution: tuple[Distribution, ...] = Field(default=(), strict=False)

    @field_validator("open")
    @classmethod
    def what_is_open_may_be(cls, audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
        """Refuse to open to everybody the packs that hold what is exempt from publication."""
        if closed := [name for name in audiences if name not in PUBLISHED]:
            what = f"has {closed[0]}, whose packs hold what is exempt from publication"
            raise refused(what, f"only {' and '.join(PUBLISHED)} can be open to everybody")
        return audiences

    @field_validator("readers")
    @classmethod
    def readers_are_named(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an empty name, and a star alone, which would let in whoever is signed in anywhere."""
        if any(not name.strip(" *?") for name in names):
            raise refused("has a name that fits everybody", "write names, or *@council.gov.uk")
        return names
