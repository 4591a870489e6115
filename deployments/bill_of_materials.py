"""``python -m deployments.bill_of_materials FOLDER``: what the lock pins, as a bill of materials and as lists to audit.

The bill has hashes and licences, as CycloneDX 1.6 JSON. It asks nobody: hashes are the lock's, licences those that
the installed distributions state. The same lock and the same environment give the same bytes.
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
NO_LICENCE = "License :: OSI Approved"  # names none
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


def licences_of(pinned: Pinned) -> list[str]:
    """Return the licences that a distribution states, one or more; none where this version is not installed here.

    Its expression, else its short name, else its classifiers, else the first line of its licence file.
    """
    try:
        installed = distribution(pinned.name)
    except PackageNotFoundError:
        return []
    if installed.version != pinned.version:
        return []
    stated = installed.metadata
    if expression := stated.get("License-Expression"):
        return [str(expression)]
    text = str(stated.get("License") or "").strip()
    text = "" if text == UNKNOWN else text
    if text and len(text) <= LONGEST_NAME and "\n" not in text:
        return [text]
    of_classifiers = [
        line.rpartition(" :: ")[2]
        for line in stated.get_all("Classifier") or []
        if line.startswith(LICENCE_CLASSIFIER) and line != NO_LICENCE
    ]
    return of_classifiers or [(text or _first_line(installed)).splitlines()[0].strip()]


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
    licences = [{"license": {"name": each}} for each in licences_of(pinned)]
    return {
        "type": "library",
        "bom-ref": address,
        "name": pinned.name,
        "version": pinned.version,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": each} for each in pinned.hashes],
        **({"licenses": licences} if licences else {}),
        **(
            {"properties": [{"name": "only-where", "value": pinned.marker}]}
            if pinned.marker
            else {}
        ),
    }


def lists_to_audit(lock: str) -> list[str]:
    """Return requirements that are every line of a lock between them, for whatever Python or system it is.

    An auditor passes over a line whose marker is not true of its own Python, so no line has one; a list has a
    name once, so that what is pinned twice takes two.
    """
    lists: list[dict[str, Pinned]] = []
    for pinned in pinned_in(lock):
        for names in lists:
            if pinned.name not in names:
                break
        else:
            lists.append(names := {})
        names[pinned.name] = pinned
    return ["".join(map(_line, names.values())) for names in lists]


def _line(pinned: Pinned) -> str:
    hashes = "".join(f" --hash=sha256:{each}" for each in pinned.hashes)
    return f"{pinned.name}=={pinned.version}{hashes}\n"


def main(folder: Path) -> None:
    """Write the bill and the lists into a folder, and take away the lists that an earlier lock had."""
    lock = LOCK.read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    written = json.dumps(bill(lock), indent=1) + "\n"
    (folder / "bill-of-materials.json").write_text(written, encoding="utf-8")
    for old in folder.glob("to-audit-*.txt"):
        old.unlink()
    for number, lines in enumerate(lists_to_audit(lock), start=1):
        (folder / f"to-audit-{number}.txt").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
