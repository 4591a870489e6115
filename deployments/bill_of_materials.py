"""``python -m deployments.bill_of_materials``: what the lock pins, with hashes and licences, as CycloneDX 1.6 JSON.

Asks nobody: hashes are the lock's, licences those that the installed distributions state. The same lock and the
same environment give the same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
PINNED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)( ; (?P<marker>[^\\]+))?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})\b")
LICENCE_CLASSIFIER = "License :: "
LONGEST_NAME = 80  # some put the whole text of the licence where its name goes
UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Pinned:
    """One distribution of the lock: its version, the hashes of its files, and where alone it is installed."""

    name: str
    version: str
    hashes: tuple[str, ...]
    marker: str = ""


def pinned_in(lock: str) -> Iterator[Pinned]:
    """Yield each distribution that a lock's text pins, in its order.

    Raises ValueError with the line of one that is not pinned to a version.
    """
    joined = lock.replace("\\\n", " ")
    for line in joined.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = PINNED.match(line)
        if not found:
            raise ValueError(f"Not pinned to a version: {line.strip()}")
        marker = (found["marker"] or "").partition("--hash")[0].strip()
        yield Pinned(found["name"], found["version"], tuple(HASH.findall(line)), marker)


def licence_of(name: str) -> str | None:
    """Return the licence that an installed distribution states; None where it is not installed here.

    Its expression, else its short name, else its classifiers, else the first line of its licence file.
    """
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return None
    stated = installed.metadata
    if expression := stated.get("License-Expression"):
        return str(expression)
    short = str(stated.get("License") or "").strip()
    if short and short != UNKNOWN and len(short) <= LONGEST_NAME and "\n" not in short:
        return short
    of_classifiers = [
        line.rpartition(" :: ")[2]
        for line in stated.get_all("Classifier") or []
        if line.startswith(LICENCE_CLASSIFIER)
    ]
    return ", ".join(of_classifiers) or (short or _first_line(installed)).splitlines()[0].strip()


def _first_line(installed: Distribution) -> str:
    """Return the first line of the distribution's own licence file."""
    for file in installed.files or ():
        if ".dist-info" in str(file) and "licen" in file.name.lower():
            return file.read_text(encoding="utf-8").strip() or UNKNOWN
    return UNKNOWN


def bill(lock: str) -> dict[str, Any]:
    """Return the bill of materials of a lock's text."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "commissioning-cycle"}},
        "components": [_component(each) for each in pinned_in(lock)],
    }


def _component(pinned: Pinned) -> dict[str, Any]:
    address = f"pkg:pypi/{pinned.name.lower()}@{pinned.version}"
    licence = licence_of(pinned.name)
    return {
        "type": "library",
        "bom-ref": address,
        "name": pinned.name,
        "version": pinned.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": each} for each in pinned.hashes],
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
        **(
            {"properties": [{"name": "only-where", "value": pinned.marker}]}
            if pinned.marker
            else {}
        ),
    }


if __name__ == "__main__":
    json.dump(bill(LOCK.read_text(encoding="utf-8")), sys.stdout, indent=1)
    print()
