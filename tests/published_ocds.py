"""Where the published releases are that tests read, beside the repository; a test without them is skipped."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "contracts_ocds"
CONTRACTS_FINDER = FOLDER / "contracts_finder_releases.jsonl"
SELL2WALES = FOLDER / "sell2wales_releases.jsonl"
LIFECYCLE = FOLDER / "lifecycle_example" / "ocds-213czf-000-00001.json"
RECORD = FOLDER / "lifecycle_example" / "record_ocds-213czf-000-00001.json"

needs_published = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the published releases are not beside the repository"
)


def release(release_id: str, day: str, **fields: Any) -> dict[str, Any]:
    """Return a release of one process, published on a day."""
    return {"ocid": "ocds-abc123-1", "id": release_id, "date": f"{day}T12:00:00Z", **fields}


def pounds(amount: float, currency: str = "GBP") -> dict[str, Any]:
    """Return an amount of money as a release has it."""
    return {"amount": amount, "currency": currency}


def package(folder: Path, *releases: dict[str, Any]) -> Path:
    """Write a package of releases and return where it is."""
    path = folder / "releases.json"
    path.write_text(json.dumps({"version": "1.1", "releases": releases}), encoding="utf-8")
    return path
