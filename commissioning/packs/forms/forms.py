"""The forms that lie beside a pack's page, and the digest by which all of them are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from commissioning.packs.forms.files import SUMS, sums_file, table_files
from commissioning.packs.inputs import Pack


@dataclass(frozen=True)
class Forms:
    """The workbook, and what its folder of tables holds by file name, ``SHA256SUMS`` too."""

    workbook: bytes
    tables: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """The digest of the file that says those of all the others."""
        return sha256(self.tables[SUMS]).hexdigest()


def forms_of(pack: Pack, *, stem: str, on: date) -> Forms:
    """Return the forms of a pack that is issued under the name ``stem``; the same pack makes the same bytes."""
    # Imported here because it takes half a second, and most commands make no workbook.
    from commissioning.packs.forms.workbook import workbook

    book = workbook(pack, made_on=on)
    tables = table_files(pack.tables.values())
    sums = sums_file({**tables, f"../{stem}.xlsx": book})
    return Forms(book, {**tables, SUMS: sums})
