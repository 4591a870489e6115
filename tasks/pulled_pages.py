"""The pages of a pull that is under way, each kept as received as soon as it has come.

A pull that is killed finds them when it is run again. They lie in ``pulls/AUTHORITY/SOURCE`` of the
home and are swept once what they brought is loaded; how far it went is remembered beside them.
"""

import json
import os
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

from commissioning.ingest.snapshot import sync_folder
from commissioning.services.service import Portion

PULLS = "pulls"
PAGES, PROGRESS = "pages", "pulled.json"


@dataclass(frozen=True)
class PulledPages:
    """The pages of one source, asked of one address on one day."""

    folder: Path
    address: str
    on: date

    def find(self, portion: Portion) -> tuple[bytes | None] | None:
        """Return the portion's body, which is None where the service has no such thing; or None if not kept."""
        if self._page(portion).is_file():
            return (self._page(portion).read_bytes(),)
        return (None,) if self._absent(portion).is_file() else None

    def keep(self, portion: Portion, body: bytes | None) -> None:
        """Keep what the service gave; the page appears whole or not at all."""
        path = self._absent(portion) if body is None else self._page(portion)
        self._write(path, body or b"")

    def sweep(self) -> None:
        """Remove every page."""
        rmtree(self.folder / PAGES, ignore_errors=True)

    def remember(self, told: dict[str, Any]) -> None:
        """Remember how far the pull went, and of what."""
        self._write(self.folder / PROGRESS, json.dumps(told, sort_keys=True).encode())

    def remembered(self) -> dict[str, Any]:
        """Return what was remembered last, or nothing."""
        try:
            told = json.loads((self.folder / PROGRESS).read_bytes())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def _pages(self) -> Path:
        return self.folder / PAGES / sha256(self.address.encode()).hexdigest()[:12]

    def _page(self, portion: Portion) -> Path:
        return self._pages / f"{self._name(portion)}.page"

    def _absent(self, portion: Portion) -> Path:
        return self._pages / f"{self._name(portion)}.absent"

    def _name(self, portion: Portion) -> str:
        """Return a page's name; what was asked before its days were over is good on that day only."""
        window = portion.window
        is_over = window is not None and window.end < datetime.combine(self.on, time())
        return portion.key if is_over else f"{portion.key}.asked-{self.on}"

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving = path.with_suffix(".part")
        with arriving.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(arriving, path)
        sync_folder(path.parent)
