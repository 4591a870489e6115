"""Every table of a pack as CSV and as JSON: the same bytes each time, and the digest of each file beside them."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from commissioning.ingest.correction import guarded
from commissioning.packs.forms.values import POUNDS, file_name, name_outside, rows_outside
from commissioning.packs.tables import Table

SUMS = "SHA256SUMS"  # in the layout that `sha256sum --check` reads


def table_files(tables: Iterable[Table]) -> dict[str, bytes]:
    """Return NAME.csv and NAME.json of each table, by file name."""
    files: dict[str, bytes] = {}
    for table in tables:
        rows = rows_outside(table.frame)
        name = file_name(table.name)
        files[f"{name}.csv"] = _csv(table, rows)
        files[f"{name}.json"] = _json(table, rows)
    return files


def sums_file(files: Mapping[str, bytes]) -> bytes:
    """Return the file that says the digest of each of the others, by name."""
    lines = [f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()


def read_sums(content: bytes) -> dict[str, str]:
    """Return the digests that such a file says, by name."""
    lines = [line.split("  ", 1) for line in content.decode("utf-8", "replace").splitlines()]
    return {name: digest for digest, name in (line for line in lines if len(line) == 2)}


def _csv(table: Table, rows: list[dict[str, Any]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    names = _names(table)
    writer.writerow(guarded(name, formulas=True) for name in names)
    writer.writerows([_cell(row[name], name) for name in names] for row in rows)
    # With a byte-order mark, by which Excel knows UTF-8.
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Any, name: str) -> str:
    """Return one cell: text that a spreadsheet would work out has an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return guarded(";".join(_cell(one, name) for one in value), formulas=True)
    is_text = isinstance(value, str) and not _is_amount(name)
    return guarded(str(value), formulas=True) if is_text else str(value)


def _json(table: Table, rows: list[dict[str, Any]]) -> bytes:
    """Return the table as one document, a row a line."""
    headings = {name_outside(column.name): column.heading for column in table.columns}
    columns = [{"name": name, "heading": headings.get(name)} for name in _names(table)]
    opening = f'{{"name": {_text(table.name)}, "caption": {_text(table.caption)},'
    lines = [opening, f'"columns": {_text(columns)},', '"rows": [']
    lines.append(",\n".join(_object(row) for row in rows))
    return ("\n".join([*filter(None, lines), "]}"]) + "\n").encode()


def _object(row: Mapping[str, Any]) -> str:
    cells = (
        f"{_text(name)}: {value if isinstance(value, str) and _is_amount(name) else _text(value)}"
        for name, value in row.items()
    )
    return f"{{{', '.join(cells)}}}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _is_amount(name: str) -> bool:
    return POUNDS in name.split("_")


def _names(table: Table) -> list[str]:
    return [name_outside(str(name)) for name in table.frame.columns]
