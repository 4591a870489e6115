"""The releases of one contracting process merged by the rules of the standard, and which of them said what.

The rules are those of the release schema 1.1.5 with the United Kingdom's extension, both kept beside
this file. Releases count in the order of their dates, as instants; of one instant, in the order in which
they came.
"""

import json
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ocdsmerge.exceptions import OCDSMergeWarning
from ocdsmerge.merge import CompiledRelease, VersionedRelease
from ocdsmerge.rules import get_merge_rules

from commissioning.ocds.periods import instant_of
from commissioning.ocds.pruning import Release

SCHEMAS = ("release-schema-1.1.5.json", "uk-extension-release-schema.json")


@cache
def merge_rules() -> dict[tuple[str, ...], str]:
    """Return the rules of the release schema, patched with the extension as RFC 7396 has it."""
    folder = files("commissioning.ocds") / "schema"
    schema, extension = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in SCHEMAS
    )
    return dict(get_merge_rules(_patched(schema, extension)))


def _patched(target: Any, patch: Any) -> Any:
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _patched(merged.get(name), value)
    return merged


def in_order(releases: Sequence[Release]) -> list[Release]:
    """Return releases in the order in which they count."""
    return sorted(releases, key=lambda release: instant_of(release.get("date")))


def compiled(releases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the compiled release of whole releases: what they make together."""
    merging = CompiledRelease(merge_rules=merge_rules())
    _merge_into(merging, in_order([dict(release) for release in releases]))
    return dict(merging.asdict())


class Process:
    """One contracting process: what its releases make together, and which release said each thing.

    ``releases`` are in the order in which they count.
    """

    def __init__(self, releases: Sequence[Release]) -> None:
        self.releases = in_order(releases)
        self._told: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        if len(self.releases) == 1:
            [self.compiled] = self.releases
            return
        self.compiled = compiled(self.releases)
        versioned = VersionedRelease(merge_rules=merge_rules())
        _merge_into(versioned, self.releases)
        self._told = versioned.data

    @property
    def ocid(self) -> str:
        """The process's own identifier."""
        return str(self.releases[0]["ocid"])

    def said_by(self, path: tuple[str, ...]) -> str:
        """Return the identifier of the release that said what stands at a place, or an empty text."""
        if len(self.releases) == 1:
            return str(self.releases[0]["id"])
        told = self.history(path)
        return str(told[-1]["releaseID"]) if told else ""

    def history(self, path: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return what stood at a place, one entry a change, as the versioned release has it."""
        told = self._told.get(path, [])
        return told if isinstance(told, list) else []


def _merge_into(merging: Any, releases: Sequence[Release]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OCDSMergeWarning)  # found and told of when each was read
        for release in releases:
            merging.append(release)
