"""What people are told: each fault once until it changes, and once when it is well again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissioning.watch.finding import Finding


@dataclass(frozen=True)
class News:
    """What is to be told to those who were told other things: faults new or changed, and those mended."""

    faults: tuple[Finding, ...]
    mended: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """The one line that a message goes by."""
        parts = []
        if self.faults:
            needs = "1 thing needs" if len(self.faults) == 1 else f"{len(self.faults)} things need"
            parts.append(f"{needs} attention")
        if self.mended:
            are = "1 is" if len(self.mended) == 1 else f"{len(self.mended)} are"
            parts.append(f"{are} well again")
        return ", ".join(parts)

    @property
    def body(self) -> str:
        """The message: each fault with its remedy, then what is well again."""
        lines = [
            line
            for fault in self.faults
            for line in (f"{fault.what}: {fault.seen}", f"  To do: {fault.remedy}.")
        ]
        lines += [f"{mended.what}: well again ({mended.seen})" for mended in self.mended]
        return "\n".join(lines)


def news(findings: Iterable[Finding], told: Mapping[str, str]) -> News:
    """Return what has changed since ``told``: for each thing that was told as unwell, the fault's key.

    A thing that was not looked at is not well again: its server may be silent.
    """
    found = list(findings)
    return News(
        tuple(each for each in found if not each.is_well and told.get(each.what) != each.key),
        tuple(each for each in found if each.is_well and each.what in told),
    )
