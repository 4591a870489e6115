"""The gate of a new service: four criteria, each met, not met or unknown, with what shows it.

Community services were to be commissioned only where they serve the strategic objectives, come from
providers whose quality is assured, duplicate nothing, and were let in competition.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.errors import RequestError

CRITERIA = ("strategic_objectives", "quality_assured", "no_duplication", "competed")
MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
VERDICTS = (UNKNOWN, MET, NOT_MET)
# A service that goes on, ends or comes home is no new one from a provider.
ASKED_OF = ("recommission",)


@dataclass(frozen=True)
class Criterion:
    """One criterion's verdict and where its evidence is: a link or the reference of a document."""

    verdict: str = UNKNOWN
    evidence: str = ""

    @property
    def is_given(self) -> bool:
        """Whether anything was said of it."""
        return self.verdict != UNKNOWN or bool(self.evidence)


@dataclass(frozen=True)
class Gate:
    """The verdict of all four, and which of them keep the gate from being met."""

    verdict: str
    open: tuple[str, ...]


def gate(criteria: Mapping[str, Criterion]) -> Gate:
    """Return ``not_met`` where any criterion is not met, else ``unknown`` where any is, else ``met``.

    A criterion of which nothing is said is unknown.
    """
    verdicts = {name: criteria.get(name, Criterion()).verdict for name in CRITERIA}
    if NOT_MET in verdicts.values():
        whole = NOT_MET
    else:
        whole = UNKNOWN if UNKNOWN in verdicts.values() else MET
    return Gate(whole, tuple(f"{name}: {said}" for name, said in verdicts.items() if said != MET))


def must_be_shown(criteria: Mapping[str, Criterion]) -> None:
    """Refuse a verdict that is none, and one that nothing is given to show for."""
    for name, criterion in criteria.items():
        if criterion.verdict not in VERDICTS:
            raise RequestError(
                f"{name} {criterion.verdict} is no verdict; choose one of {', '.join(VERDICTS)}."
            )
        if criterion.verdict != UNKNOWN and not criterion.evidence.strip():
            raise RequestError(
                f"{name} is {criterion.verdict.replace('_', ' ')} and nothing shows it; "
                "give a link to its evidence, or leave it unknown."
            )
