"""The frames that rules and packs are asked of: one authority's register, as known at one load."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

import pandas as pd

from commissioning.dates import months_after
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
        "amount_pence": "Int64",
        "row_id": "str",
    },
    "payments_by_department": {
        "department": "str",
        "provider_key": "str",
        "provider_name": "str",
        "paid_on": "datetime64[s]",
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
    profile gives to replace an agreement.
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

    @property
    def provider_keys(self) -> dict[str, pd.Series]:
        """Each row's provider, by the name of its frame; missing where nobody is named."""
        return {
            "agreements": self.agreements["provider_key"],
            "payments_by_provider": self.payments_by_provider["provider_key"],
            "providers": self.providers["provider_org_id"],
        }

    @cached_property
    def own_row_ids(self) -> pd.Series:
        """Each agreement's row as a list of one, made once: every result of it points here."""
        row_ids = self.agreements["row_id"].tolist()
        return pd.Series([[row_id] for row_id in row_ids], self.agreements.index, dtype="object")

    @cached_property
    def asked_on(self) -> dict[date, pd.DataFrame]:
        """What ``asked`` last returned, kept because every rule asks for the same day's."""
        return {}


def live(register: Register, on: date) -> pd.Series:
    """Tell which agreements a rule is asked of on that day: not closed, and awarded by then.

    One not yet started is live, and so is one past its end that the register does not close.
    """
    agreements = register.agreements
    awarded_later = agreements["awarded_on"] > pd.Timestamp(on)
    return ~agreements["status"].isin(CLOSED_STATUSES) & ~awarded_later


def asked(register: Register, on: date) -> pd.DataFrame:
    """Return the live agreements, with ``row_ids``: the row each one came from, as a list."""
    if on not in register.asked_on:
        agreements = register.agreements.assign(row_ids=register.own_row_ids)
        register.asked_on.clear()
        register.asked_on[on] = agreements[live(register, on)]
    return register.asked_on[on]


def asked_ended_too(register: Register, on: date) -> pd.DataFrame:
    """Return what ``asked`` does and the agreements that ended or were terminated: duties outlast them."""
    agreements = register.agreements
    awarded_later = agreements["awarded_on"] > pd.Timestamp(on)
    is_asked = (agreements["status"] != "cancelled").fillna(True) & ~awarded_later
    named = agreements.loc[is_asked, ["agreement_id", "reference", "ends_on", "notice_months"]]
    return named.assign(row_ids=register.own_row_ids)


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
    listed = values.set_axis(pd.Index(values.index.tolist()), axis="index")
    return listed.reindex(ids.to_numpy()).set_axis(ids.index, axis="index")


def in_agreements(agreements: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Tell which of the agreements have any of the events."""
    return agreements["agreement_id"].isin(events["agreement_id"])


def lasts(starts_on: pd.Series, ends_on: pd.Series, months: int) -> pd.Series:
    """Tell which terms are at least that many calendar months, first and last day inside.

    False where either day is empty.
    """
    return months_after(starts_on, months) <= ends_on + pd.Timedelta(days=1)
