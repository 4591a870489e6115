"""Sell2Wales and Public Contracts Scotland: the devolved nations' notices, as OCDS releases.

Publishers: Welsh Government; Scottish Government. Licence: Open Government Licence v3.0. No key.
Shape: ``GET v1/Notices?dateFrom=MM-YYYY&noticeType&outputType=0&locale``: a whole month of one kind of
notice, without paging.
Faults: some packages have no ``releases`` at all; Scottish releases have no ``id``.
"""

from datetime import date, datetime, time, timedelta

from commissioning.services.packages import lines, read_package, row
from commissioning.services.service import Answer, Portion, Service, Wanted, Window

PATH = "v1/Notices"
ENGLISH = "2057"
UNION_TYPES = (*range(1, 8), *range(12, 16), *range(20, 26))
WELSH_TYPES = (*UNION_TYPES, *range(51, 57))
SCOTTISH_TYPES = (*UNION_TYPES, *range(101, 105))


def portions_of(types: tuple[int, ...], wanted: Wanted) -> tuple[Portion, ...]:
    """Return a portion for each kind of notice in each month, the oldest month first."""
    return tuple(_portion(month, kind) for month in _months(wanted) for kind in types)


def read(portion: Portion, body: bytes | None) -> Answer:
    """Return the releases of a month; a package without any has none."""
    return Answer(read_package(body, may_lack_releases=True).rows)


def _months(wanted: Wanted) -> list[date]:
    months, month = [], wanted.from_on.replace(day=1)
    while month <= wanted.until:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months


def _portion(month: date, kind: int) -> Portion:
    following = (month + timedelta(days=31)).replace(day=1)
    return Portion(
        key=f"{month:%Y-%m}-{kind:03}",
        title=f"{month:%Y-%m}, notices of type {kind}",
        path=PATH,
        parameters=(
            ("dateFrom", f"{month:%m-%Y}"),
            ("noticeType", str(kind)),
            ("outputType", "0"),
            ("locale", ENGLISH),
        ),
        window=Window(
            datetime.combine(month, time()),
            datetime.combine(following - timedelta(days=1), time()),
        ),
    )


SELL2WALES = Service(
    name="sell2wales",
    title="Sell2Wales",
    address="https://api.sell2wales.gov.wales/",
    pace_seconds=1.0,
    portions=lambda wanted: portions_of(WELSH_TYPES, wanted),
    read=read,
    lines=lines,
    row=row,
)
PUBLIC_CONTRACTS_SCOTLAND = Service(
    name="public-contracts-scotland",
    title="Public Contracts Scotland",
    address="https://api.publiccontractsscotland.gov.uk/",
    pace_seconds=1.0,
    portions=lambda wanted: portions_of(SCOTTISH_TYPES, wanted),
    read=read,
    lines=lines,
    row=row,
)
