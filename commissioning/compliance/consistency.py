"""Which departments are judged by thresholds of their own, and by which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commissioning.profile import Profile
from commissioning.profile_departments import Department


@dataclass(frozen=True)
class Override:
    """One threshold that a department sets itself, and what the authority's is."""

    department: str
    threshold: str
    own: object
    usual: object

    @property
    def said(self) -> str:
        """The override in words."""
        return f"{self.department} sets {self.threshold} to {written(self.own)} ({written(self.usual)})"


def written(value: object) -> str:
    """Return a threshold's value as the profile writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return f'"{value}"' if isinstance(value, str) else str(value)


def overrides(profile: Profile) -> tuple[Override, ...]:
    """Return every threshold that a department of the profile sets itself, in the profile's order."""
    usual = profile.thresholds.model_dump()
    return tuple(
        Override(name, key, value, usual[key])
        for name, each in profile.own_thresholds.items()
        for key, value in each.model_dump().items()
        if value != usual[key]
    )


def standing(departments: Sequence[Department], on: date) -> list[str]:
    """Return the departments that exist on a day, in the profile's order."""
    return [
        each.name
        for each in departments
        if not (each.from_on and each.from_on > on) and not (each.to_on and each.to_on < on)
    ]


def overrides_among(departments: Sequence[str], found: Sequence[Override]) -> tuple[Override, ...]:
    """Return the overrides of the departments that are compared."""
    return tuple(each for each in found if each.department in departments)


def consistency(departments: Sequence[str], found: Sequence[Override]) -> str:
    """Return how many of the departments use the authority's thresholds throughout: ``4/5``."""
    differing = {each.department for each in found}
    return f"{sum(name not in differing for name in departments)}/{len(departments)}"
