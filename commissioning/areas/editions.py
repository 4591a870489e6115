"""Whether areas are all of one edition: a district before it was abolished is not compared with its successor."""

from collections.abc import Collection
from datetime import date
from functools import cache

from commissioning.dates import spoken_day
from models.area_codes import AreaCode, area_codes, small_areas_changed


def mixed_editions(codes: Collection[str]) -> str:
    """Return why some areas cannot be compared with one another, or nothing where they can.

    They cannot where small areas are of 2011 and of 2021, where one replaced another, or where on no
    day all of them existed.
    """
    return mixed_small_areas(codes) or mixed_days(codes)


def mixed_small_areas(codes: Collection[str]) -> str:
    """Return how many small areas are of 2011 only and how many of 2021 only, if there are both."""
    old, new = (sorted(edition.intersection(codes)) for edition in small_areas_changed())
    if not old or not new:
        return ""
    return (
        f"small areas of 2011 and of 2021 are mixed: {len(old):,} such as {old[0]} ended with the census "
        f"of 2021 and {len(new):,} such as {new[0]} began with it; load one edition of them"
    )


def mixed_days(codes: Collection[str]) -> str:
    """Return two areas of which one had ended before the other began, or was replaced by it."""
    listed = area_codes()
    found = [listed[code] for code in sorted(set(codes)) if code in listed]
    ended = min((area for area in found if area.until_on), key=last_day, default=None)
    began = max((area for area in found if area.from_on), key=first_day, default=None)
    if ended and began and last_day(ended) < first_day(began):
        return (
            f"areas of different years are mixed: {ended.code} {ended.name} ended on "
            f"{spoken_day(last_day(ended))} and {began.code} {began.name} began on "
            f"{spoken_day(first_day(began))}; load them as of one day"
        )
    named = {area.code for area in found}
    for area in found:
        if both := named.intersection(area.replaced_by):
            new = listed[min(both)]
            return (
                f"areas of different years are mixed: {area.code} {area.name} was replaced by "
                f"{new.code} {new.name}; load them as of one day"
            )
    return ""


@cache
def beside_successor(codes: tuple[str, ...]) -> tuple[AreaCode, AreaCode] | None:
    """Return an area that was abolished and one of these that came in its place, where there is such a pair."""
    listed = area_codes()
    named = set(codes)
    for code in codes:
        if both := named.intersection(_successors(code)):
            return listed[code], listed[min(both)]
    return None


@cache
def _successors(code: str) -> frozenset[str]:
    """Return every area that lies on what was this one, however many changes later."""
    area = area_codes().get(code)
    later = area.replaced_by if area else ()
    return frozenset(later).union(*(_successors(each) for each in later))


def first_day(area: AreaCode) -> date:
    """Return the first day on which an area existed, as far as is known."""
    return area.from_on or date.min


def last_day(area: AreaCode) -> date:
    """Return the last day on which an area existed, as far as is known."""
    return area.until_on or date.max
