"""Workbooks as spreadsheet programs write them: .xlsx through openpyxl, .ods through odfpy, and .ods from its markup."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Sequence[Any]]

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:{name}"'
    for prefix, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "style": "oasis:names:tc:opendocument:xmlns:style:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(rows: Rows, change: Callable[[Workbook, Worksheet], object] | None = None) -> bytes:
    """Return an .xlsx workbook of one sheet, which ``change`` may alter before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(workbook, sheet)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def ods(rows: Rows) -> bytes:
    """Return an .ods workbook of one sheet."""
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Sheet1")
    document.spreadsheet.addElement(sheet)
    for row in rows:
        line = TableRow()
        sheet.addElement(line)
        for value in row:
            line.addElement(ods_cell(value))
    written = io.BytesIO()
    document.write(written)
    return written.getvalue()


def ods_cell(value: Any) -> TableCell:
    """Return a cell of the kind that its value has."""
    if value is None:
        return TableCell()
    if isinstance(value, bool):
        return TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=repr(value))
    if isinstance(value, date | datetime):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=value))
    return cell


def ods_of(tables: str, styles: str = "", manifest: str = "") -> bytes:
    """Return an .ods workbook whose sheets are given as markup."""
    content = (
        f"<?xml version='1.0'?><office:document-content {NAMESPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return packed({"mimetype": MIMETYPE, "META-INF/manifest.xml": manifest, "content.xml": content})


def sheet_of(*rows: str, name: str = "Sheet1", style: str = "") -> str:
    """Return the markup of a sheet."""
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'
    )


def row_of(*cells: str, attributes: str = "") -> str:
    """Return the markup of a row; a cell that is no markup is text."""
    marked = (cell if cell.startswith("<") else text_cell(cell) for cell in cells)
    return f"<table:table-row {attributes}>{''.join(marked)}</table:table-row>"


def text_cell(text: str, attributes: str = 'office:value-type="string"') -> str:
    """Return the markup of a cell with one paragraph of text."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def packed(members: dict[str, bytes | str]) -> bytes:
    """Return a zip of these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return a zip's members."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, member: str, old: str, new: str) -> bytes:
    """Return a workbook with a piece of one member's markup replaced."""
    members = unpacked(content)
    assert old.encode() in members[member], members[member]
    return packed(members | {member: members[member].replace(old.encode(), new.encode())})
