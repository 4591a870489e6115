"""The frames that rules and packs are asked of: one authority's register, as known at one load."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from commissioning.dates import months_after
from commissioning.profile_tables import Rebase, Suppression
from commissioning.timetable.durations import Timetable
from models.feeds import AGREEMENTS, DTYPES, FEEDS

Values = TypeVar("Values", pd.Series, pd.DataFrame)

CLOSED_STATUSES = ("ended", "terminated", "cancelled")

# The feeds whose rows are about an agreement and known by their key.
OF_AGREEMENTS = tuple(
    name
    for name, feed in FEEDS.items()
    if name not in ("agreements", "grants", "payments")
    and any(column.name == "reference" for column in feed.columns)
)

# What a decision that was recorded here says beside what a file of decisions can.
OF_RECORDED_DECISIONS = {
    "new_ends_on": "datetime64[s]",
    "value_change_pence": "Int64",
    "term_change_days": "Int64",
    "equality_assessment": "str",
    "equality_status": "str",
    "equality_completed_on": "datetime64[s]",
    "equality_published_on": "datetime64[s]",
}

FRAMES: dict[str, dict[str, str]] = {
    "agreements": {
        "agreement_id": "int64",
        **{column.frame_name: DTYPES[column.kind] for column in AGREEMENTS.columns},
        "providers": "str",
        "provider_key": "str",
        "type_from": "str",
        "source": "str",
        "row_id": "str",
    },
    **{
        name: {
            **({"agreement_id": "int64"} if name in OF_AGREEMENTS else {}),
            **{column.frame_name: DTYPES[column.kind] for column in FEEDS[name].columns},
            **({"has_authority_column": "boolean"} if name == "extensions" else {}),
            **(OF_RECORDED_DECISIONS if name == "decisions" else {}),
            "row_id": "str",
        }
        for name in (*OF_AGREEMENTS, "needs_assessments", "observations", "providers")
    },
    "payments": {
        "agreement_id": "int64",
        "reference": "str",
        "paid_on": "datetime64[s]",
        "financial_year": "str",
        "amount_pence": "Int64",
        "basis": "str",
        "row_id": "str",
    },
    "payments_by_provider": {
        "provider_key": "str",
        "provider_org_id": "str",
        "provider_name": "str",
        "service_category": "str",
        "paid_on": "datetime64[s]",
        "financial_year": "str",
        "amount_pence": "Int64",
        "row_id": "str",
    },
    "payments_by_department": {
        "department": "str",
        "provider_key": "str",
        "provider_name": "str",
        "paid_on": "datetime64[s]",
        "financial_year": "str",
        "amount_pence": "Int64",
        "basis": "str",
        "row_id": "str",
    },
}


def empty(frame_name: str) -> pd.DataFrame:
    """Return the frame of that name without rows, its columns and their kinds in place."""
    return pd.DataFrame(
        {column: pd.Series(dtype=dtype) for column, dtype in FRAMES[frame_name].items()}
    )


def shaped(frame: pd.DataFrame, frame_name: str) -> pd.DataFrame:
    """Return rows as the frame of that name has them; of agreements, those that name one."""
    kinds = FRAMES[frame_name]
    if "agreement_id" in kinds:
        frame = frame[frame["agreement_id"].notna()]
    if frame_name == "decisions":  # a file of them says less than what was recorded here
        frame = frame.reindex(columns=frame.columns.union(list(OF_RECORDED_DECISIONS)))
    return frame[list(kinds)].astype(kinds)


@dataclass(frozen=True, eq=False)
class Register:
    """What one authority's register said at load ``load_no``; every frame is there, empty or not.

    Money is in pence, days are inclusive. ``provider_key`` is one for a body under all its names;
    ``type_from`` says what tells a ``provider_type`` that the agreement's own row does not. A frame about agreements holds the rows that name one of
    them; ``payments`` those that carry an agreement's reference, ``payments_by_department`` those of
    departments that no agreement names, and ``payments_by_provider`` every sum paid (outturn) in the
    twelve months to the day of the question, or without a day. ``observations`` are those of the
    indicators that the thresholds name. ``loaded_feeds`` names the feeds ever loaded, and those an
    adapter made rows for. ``has_authority_column`` says of an extension whether its file tells on
    what authority it was decided. ``financial_year_start`` is (month, day), ``area_code`` the
    authority's own area.
    ``department_names`` has what each department of the profile is called on the day of the question,
    by every name it has had; it is empty where the profile names none. ``timetable`` says how long the
    profile gives to replace an agreement, ``suppression`` how small numbers of people are hidden, ``rebases``
    from which days a measure is compared with itself anew.
    """

    authority: str
    load_no: int
    agreements: pd.DataFrame
    extensions: pd.DataFrame
    modifications: pd.DataFrame
    decisions: pd.DataFrame
    payments: pd.DataFrame
    loaded_feeds: frozenset[str]
    financial_year_start: tuple[int, int] = (4, 1)
    department_names: Mapping[str, str] = field(default_factory=dict)
    timetable: Timetable = field(default_factory=Timetable)
    equality: pd.DataFrame = field(default_factory=partial(empty, "equality"))
    measures: pd.DataFrame = field(default_factory=partial(empty, "measures"))
    returns: pd.DataFrame = field(default_factory=partial(empty, "returns"))
    social_value: pd.DataFrame = field(default_factory=partial(empty, "social_value"))
    users: pd.DataFrame = field(default_factory=partial(empty, "users"))
    engagement: pd.DataFrame = field(default_factory=partial(empty, "engagement"))
    reviews: pd.DataFrame = field(default_factory=partial(empty, "reviews"))
    notices: pd.DataFrame = field(default_factory=partial(empty, "notices"))
    needs_assessments: pd.DataFrame = field(default_factory=partial(empty, "needs_assessments"))
    providers: pd.DataFrame = field(default_factory=partial(empty, "providers"))
    payments_by_department: pd.DataFrame = field(
        default_factory=partial(empty, "payments_by_department")
    )
    payments_by_provider: pd.DataFrame = field(
        default_factory=partial(empty, "payments_by_provider")
    )
    observations: pd.DataFrame = field(default_factory=partial(empty, "observations"))
    area_code: str = ""
    suppression: Suppression = field(default_factory=Suppression)
    rebases: tuple[Rebase, ...] = ()

    @property
    def provider_keys(self) -> dict[str, pd.Series]:
        """Each row's provider, by the name of its frame; missing where nobody is named."""
        return {
            "agreements": self.agreements["provider_key"],
            "payments_by_provider": self.payments_by_provider["provider_key"],
            "providers": self.providers["provider_org_id"],
        }

    @cached_property
    def provider_names(self) -> pd.DataFrame:
        """The ``name`` of each provider's results, by its key, and what people have ``called`` it.

        The first is its identifier where it has one; the second its name as first written.
        """
        frames = (self.agreements, self.providers, self.payments_by_provider)
        own = (
            self.provider_keys[name] for name in ("agreements", "providers", "payments_by_provider")
        )
        codes, keys = pd.factorize(pd.concat(list(own), ignore_index=True))
        identifier, written = (
            pd.concat([frame[column] for frame in frames], ignore_index=True)
            for column in ("provider_org_id", "provider_name")
        )
        named = np.flatnonzero((codes >= 0) & written.notna())
        first = np.full(len(keys), -1)
        first[codes[named][::-1]] = named[::-1]  # the first of each, as it is written last
        texts = pd.Series(keys, dtype="str")
        called = written.reindex(first).set_axis(texts.index).fillna(texts)
        is_identifier = are_among(texts, identifier[codes >= 0])
        names = pd.DataFrame({"name": called.mask(is_identifier, texts), "called": called})
        return names.set_axis(pd.Index(texts, name="key"), axis="index")

    @cached_property
    def made(self) -> dict[str, tuple[object, Any]]:
        """What ``made_once`` last returned of each name, and what it was asked with."""
        return {}


def made_once(
    register: Register, name: str, asked_with: object, make: Callable[[], Values]
) -> Values:
    """Return what ``make`` makes of the register, anew only where it is asked with something else than last.

    Most rules ask for the same: the live agreements of a day, until when they can be given notice.
    """
    last = register.made.get(name)
    if last is None or last[0] != asked_with:
        last = register.made[name] = (asked_with, make())
    made: Values = last[1]
    return made


def awarded(agreements: pd.DataFrame, on: date) -> pd.Series:
    """Tell which agreements were awarded by that day, or on a day not recorded, and are not cancelled."""
    is_cancelled = (agreements["status"] == "cancelled").fillna(False)
    return ~(agreements["awarded_on"] > pd.Timestamp(on)) & ~is_cancelled


def live(register: Register, on: date) -> pd.Series:
    """Tell which agreements a rule is asked of on that day: not closed, and awarded by then.

    One not yet started is live, and so is one past its end that the register does not close.
    """
    agreements = register.agreements
    awarded_later = agreements["awarded_on"] > pd.Timestamp(on)
    return ~agreements["status"].isin(CLOSED_STATUSES) & ~awarded_later


def asked(register: Register, on: date) -> pd.DataFrame:
    """Return the live agreements."""
    return made_once(register, "asked", on, lambda: register.agreements[live(register, on)])


def asked_ended_too(register: Register, on: date) -> pd.DataFrame:
    """Return what ``asked`` does and the agreements that ended or were terminated: duties outlast them."""
    agreements = register.agreements
    columns = ["agreement_id", "reference", "ends_on", "notice_months", "row_id"]
    return agreements.loc[awarded(agreements, on), columns]


def awarded_as_grant(agreements: pd.DataFrame) -> pd.Series:
    """Tell which agreements are grants as their own feed lists them: money a department gave, and no register's entry."""
    return (agreements["instrument"] == "grant") & (agreements["regime"] == "grant")


def happened(events: pd.DataFrame, day_column: str, on: date) -> pd.DataFrame:
    """Return the events that count on that day: those not dated after it, and the undated."""
    return events[~(events[day_column] > pd.Timestamp(on))]


def was_loaded(register: Register, feed: str) -> bool:
    """Tell whether the authority ever had that feed, loaded or made from a register."""
    return feed in register.loaded_feeds


def never_loaded(register: Register, feed: str, subjects: pd.DataFrame) -> pd.Series:
    """Tell of each subject that the authority never had that feed: it says the same of all of them."""
    return pd.Series(not was_loaded(register, feed), subjects.index)


def first_extensions(register: Register, on: date) -> pd.DataFrame:
    """Return the earliest extension of each extended agreement, undated ones after dated ones."""
    extensions = happened(register.extensions, "decided_on", on)
    order = ["decided_on", "new_ends_on", "previous_ends_on"]
    return extensions.sort_values(order, kind="stable").drop_duplicates("agreement_id")


def initial_ends_on(agreements: pd.DataFrame, first: pd.DataFrame) -> pd.Series:
    """Return the end each agreement had before any extension; empty where that is not known.

    ``first`` is what :func:`first_extensions` returned.
    """
    ids = agreements["agreement_id"]
    before = looked_up(ids, first.set_index("agreement_id")["previous_ends_on"])
    return agreements["ends_on"].mask(ids.isin(first["agreement_id"]), before)


def looked_up(ids: pd.Series, values: Values) -> Values:
    """Return the value or row of each agreement id, from values that have those ids as their index.

    pandas takes an index of two ids for a range, which overflows when it is asked for one beyond it.
    """
    known = values.index
    listed = pd.Index(known.tolist() if isinstance(known, pd.RangeIndex) else known.array)
    places = places_among(ids, listed)
    by_place = values.set_axis(pd.RangeIndex(len(values)), axis="index")
    return by_place.reindex(places).set_axis(ids.index, axis="index")


def places_among(ids: pd.Series, listed: pd.Index) -> npt.NDArray[np.intp]:
    """Return where each id is listed, or -1; what is listed is there once.

    Texts are left to Arrow, because pandas would make an object of each.
    """
    if isinstance(ids.dtype, pd.StringDtype) and isinstance(listed.dtype, pd.StringDtype):
        found = pc.index_in(pa.array(ids.array), value_set=pa.array(listed.array), skip_nulls=True)
        places: npt.NDArray[np.intp] = found.fill_null(-1).to_numpy().astype(np.intp)
        return places
    if ids.dtype == np.int64:
        return listed.get_indexer(pd.Index(ids))
    codes, different = pd.factorize(ids)
    return np.append(listed.get_indexer(pd.Index(different)), -1)[codes]


def are_among(texts: pd.Series, listed: pd.Series) -> pd.Series:
    """Tell which texts are among the listed, as ``isin`` does, which takes long where both are many."""
    different = pd.Index(listed.dropna().drop_duplicates())
    return pd.Series(places_among(texts, different) >= 0, texts.index)


def in_agreements(agreements: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Tell which of the agreements have any of the events."""
    return agreements["agreement_id"].isin(events["agreement_id"])


def lasts(starts_on: pd.Series, ends_on: pd.Series, months: int) -> pd.Series:
    """Tell which terms are at least that many calendar months, first and last day inside.

    False where either day is empty.
    """
    return months_after(starts_on, months) <= ends_on + pd.Timedelta(days=1)
