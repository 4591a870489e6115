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
    both = abolished_beside_later(tuple(sorted(set(codes))))
    if not both:
        return ""
    return f"areas of different years are mixed: {ended_and_began(*both)}; load them as of one day"


@cache
def abolished_beside_later(codes: tuple[str, ...]) -> tuple[str, str] | None:
    """Return an area that had ended before another of these began, or was replaced by it, and that other."""
    listed = area_codes()
    found = [listed[code] for code in codes if code in listed]
    ended = min((area for area in found if area.until_on), key=last_day, default=None)
    began = max((area for area in found if area.from_on), key=first_day, default=None)
    if ended and began and last_day(ended) < first_day(began):
        return ended.code, began.code
    named = {area.code for area in found}
    replaced = ((area.code, named.intersection(area.replaced_by)) for area in found)
    return next(((code, min(both)) for code, both in replaced if both), None)


def ended_and_began(old: str, new: str) -> str:
    """Return what became of an area and its successor, by name and day as far as they are known."""
    ended, began = area_codes()[old], area_codes()[new]
    if ended.until_on and began.from_on and last_day(ended) < first_day(began):
        return (
            f"{ended.code} {ended.name} ended on {spoken_day(ended.until_on)} and {began.code} "
            f"{began.name} began on {spoken_day(began.from_on)}"
        )
    return f"{ended.code} {ended.name} was replaced by {began.code} {began.name}"


def first_day(area: AreaCode) -> date:
    """Return the first day on which an area existed, as far as is known."""
    return area.from_on or date.min


def last_day(area: AreaCode) -> date:
    """Return the last day on which an area existed, as far as is known."""
    return area.until_on or date.max
