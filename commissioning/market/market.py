"""The market of one day, as a person or a program reads it: notices, tender pipeline, concentration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from commissioning.clocks.catalogue import CATALOGUE
from commissioning.market.notices import counted_by_clock, notices_to_see_to
from commissioning.money import pounds
from commissioning.packs.wording import counted
from commissioning.register import Register, was_loaded

DUE_MONTHS = 3
Row = dict[str, Any]

NO_NOTICES = (
    "no notices feed was ever loaded: what is owed is listed by its day, and whether it is published "
    "cannot be told. commissioning load notices FILE loads one"
)
NO_PAYMENTS = (
    "no payments feed was ever loaded: who is paid in which market cannot be told. "
    "commissioning load payments FILE loads one"
)
NO_AGREEMENTS = "no agreement is loaded: commissioning refresh-register loads the register"


@dataclass(frozen=True, eq=False)
class Market:
    """What ``refresh-market`` leaves: every clock's answers, the pipeline, the markets, and what is missing.

    ``without_end_date`` counts the agreements to replace that are in no pipeline for want of an end.
    """

    authority: str
    on: date
    register: Register
    asked: pd.DataFrame
    pipeline: pd.DataFrame
    without_end_date: int
    markets: pd.DataFrame

    @property
    def notices(self) -> pd.DataFrame:
        """What is overdue, and what is owed within three months and not seen to be published."""
        return notices_to_see_to(self.asked, on=self.on, months=DUE_MONTHS)

    @property
    def empty_states(self) -> dict[str, str]:
        """Why a part is empty or cannot be told, by its name; nothing where all was loaded."""
        states = {}
        if self.register.agreements.empty:
            states["tender_pipeline"] = NO_AGREEMENTS
        if not was_loaded(self.register, "notices"):
            states["notices"] = NO_NOTICES
        if not was_loaded(self.register, "payments"):
            states["concentration"] = NO_PAYMENTS
        return states

    def described(self, part: str, what: str) -> str:
        """Return what a table of one part shows, and why it is empty or cannot be told, where it is so."""
        why = self.empty_states.get(part)
        return f"{what} on {self.on}" + (f"; {why}" if why else "")

    @property
    def line(self) -> str:
        """One line for a log or a terminal."""
        notices = self.notices
        overdue = int((notices["status"] == "flagged").sum())
        concentrated = int(self.markets["is_concentrated"].sum())
        return (
            f"{counted(overdue, 'duty', 'duties')} overdue or broken, "
            f"{len(notices) - overdue:,} owed within {DUE_MONTHS} months; "
            f"{counted(len(self.pipeline), 'tender')} to start within 18 months; "
            f"{concentrated:,} of {counted(len(self.markets), 'market')} concentrated"
        )

    @property
    def notice_rows(self) -> list[Row]:
        """The statutory notices to see to, as JSON has them."""
        return plain_rows(self.notices, NOTICE_KEYS)

    @property
    def pipeline_rows(self) -> list[Row]:
        """The tenders to come, as JSON has them."""
        return plain_rows(self.pipeline, PIPELINE_KEYS)

    @property
    def market_rows(self) -> list[Row]:
        """The markets, as JSON has them."""
        rounded = self.markets.assign(
            hhi=self.markets["hhi"].round(1), top_share=self.markets["top_share"].round(4)
        )
        return plain_rows(rounded, MARKET_KEYS)

    @property
    def shape(self) -> Row:
        """The documented JSON shape."""
        valued = self.pipeline["value_pence"]
        return {
            "authority": self.authority,
            "on": self.on.isoformat(),
            "notices": self.notice_rows,
            "clocks": counted_by_clock(self.asked).to_dict("records"),
            "tender_pipeline": self.pipeline_rows,
            "tender_pipeline_total": {
                "tenders": len(self.pipeline),
                "late": int(self.pipeline["is_late"].sum()),
                "without_end_date": self.without_end_date,
                "with_value": int(valued.notna().sum()),
                "value_pence": int(valued.sum()),
            },
            "concentration": self.market_rows,
            "empty": self.empty_states,
        }


NOTICE_KEYS = (
    *("reference", "clock", "notice", "title", "due_on", "status", "published_on", "why", "basis"),
)
PIPELINE_KEYS = (
    *("reference", "title", "department", "service_category", "provider_name"),
    *("procurement_method", "tender_starts_on", "latest_start_on", "is_late", "ends_on"),
    "value_pence",
)
MARKET_KEYS = (
    *("service_category", "paid_pence", "providers", "hhi", "top_provider", "top_share"),
    *("is_concentrated", "may_be_concentrated"),
)


def plain_rows(frame: pd.DataFrame, names: Sequence[str]) -> list[Row]:
    """Return the named columns as JSON holds them: days as ISO text, nothing as null."""
    columns = [plain(frame[name]) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def plain(values: pd.Series) -> list[Any]:
    """Return one column as JSON holds it."""
    if pd.api.types.is_datetime64_dtype(values.dtype):
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("object").where(values.notna(), None).tolist()


def told(shape: Row) -> Iterator[str]:
    """Yield what a terminal shows of the documented shape: three tables, and why one is empty."""
    yield from told_notices(shape)
    yield ""
    yield from told_pipeline(shape)
    yield ""
    yield from told_markets(shape)


def told_notices(shape: Row) -> Iterator[str]:
    """Yield the notices to see to, then how many answers there are of each kind."""
    yield f"Statutory notices on {shape['on']}"
    if state := shape["empty"].get("notices"):
        yield f"  {state[0].upper()}{state[1:]}."
    for row in shape["notices"]:
        # What no notice mends has no day to publish by.
        word = WORDS[row["status"]] if row["due_on"] else "broken"
        place = f"{row['due_on'] or '':10}  {word:9}  {row['reference']}"
        yield f"  {place}  {row['notice'] or row['title']}: {row['why']}"
    if not shape["notices"]:
        yield f"  Nothing is known to be overdue, or to fall due within {DUE_MONTHS} months."
    for counts in shape["clocks"]:
        if counts["unknown"]:
            title = CATALOGUE[counts["clock"]].title
            yield f"  {title}: {counted(counts['unknown'], 'agreement')} could not be asked."


WORDS = {"flagged": "overdue", "clear": "falls due", "unknown": "not known"}


def told_pipeline(shape: Row) -> Iterator[str]:
    """Yield the tenders to come and what they are worth."""
    total = shape["tender_pipeline_total"]
    yield (
        f"Tenders to start within 18 months: {total['tenders']:,}, {total['late']:,} of them late, "
        f"worth {pounds(total['value_pence'])} ({total['with_value']:,} have a value)"
    )
    if state := shape["empty"].get("tender_pipeline"):
        yield f"  {state[0].upper()}{state[1:]}."
    for row in shape["tender_pipeline"]:
        value = "no value" if row["value_pence"] is None else pounds(row["value_pence"])
        late = "late" if row["is_late"] else ""
        ends = "ended" if row["ends_on"] < shape["on"] else "ends"
        yield (
            f"  {row['tender_starts_on']}  {late:4}  {row['reference']}  {value}  "
            f"{row['title'] or 'no title'}, {ends} {row['ends_on']}"
        )
    if total["without_end_date"]:
        number = counted(total["without_end_date"], "agreement")
        yield f"  {number} to replace with no end date, so in no list of tenders."


def told_markets(shape: Row) -> Iterator[str]:
    """Yield each market paid for in the last twelve months."""
    yield "Markets by concentration, twelve months of payments"
    if state := shape["empty"].get("concentration"):
        yield f"  {state[0].upper()}{state[1:]}."
    elif not shape["concentration"]:
        yield "  No payment of these months names a service category."
    for row in shape["concentration"]:
        mark = "concentrated" if row["is_concentrated"] else ""
        top = f"{row['top_provider']} {row['top_share']:.1%}" if row["top_provider"] else "nobody"
        yield (
            f"  HHI {row['hhi']:>8,.0f}  {mark:12}  {row['service_category']}: "
            f"{pounds(row['paid_pence'])} to {counted(row['providers'], 'provider')}, most to {top}"
        )
