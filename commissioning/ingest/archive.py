"""A zip looked at with care before anything in it is read: what kind it is, and whether its sizes can be believed."""

import errno
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Literal

from commissioning.errors import BadFile

MAX_FILE_BYTES = 4 << 30
MAX_RATIO = 200  # of unpacked to packed bytes; text rarely reaches 50
# The markup of like rows in .ods packs to a two-hundredth, and is gone through without being held.
HARMLESS_MARKUP = 256 << 20
CELLS_MARKUP = re.compile(r"content\.xml$|xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
ENCRYPTED = 1  # the bit of a member's flags

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
XLSX_WORKBOOK = "xl/workbook.xml"
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"

NOT_THEIRS = "__MACOSX/"  # what a Macintosh adds to every zip

WorkbookKind = Literal["xlsx", "ods"]


def workbook_kind(path: Path, file: str) -> WorkbookKind | None:
    """Return which kind of workbook a file is by its bytes, or None if it is none that is read here.

    Raises BadFile for a zip that is not whole, and for a workbook of another kind.
    """
    with path.open("rb") as opened:
        start = opened.read(4)
    if start not in ZIP_STARTS:
        return None
    with opened_zip(path, file, "this is a zip archive or a workbook that is not whole") as archive:
        return kind_in(archive, file)


def kind_in(archive: zipfile.ZipFile, file: str) -> WorkbookKind | None:
    """Return which kind of workbook a zip is by the members it has, or None if it is an ordinary zip."""
    names = {name.casefold() for name in archive.namelist()}
    if XLSX_WORKBOOK in names:
        return "xlsx"
    if "[content_types].xml" in names and any(name.startswith("xl/") for name in names):
        what = "this is a workbook of a kind that is not read here"
        raise BadFile(file, what, "save it as .xlsx or .csv")
    if "mimetype" not in archive.namelist():
        return None
    refuse_encrypted(archive.getinfo("mimetype"), file)
    with archive.open("mimetype") as member:
        return "ods" if member.read(len(ODS_MIMETYPE)) == ODS_MIMETYPE else None


@contextmanager
def opened_zip(
    path: Path, file: str, fault: str = "the zip is not whole"
) -> Iterator[zipfile.ZipFile]:
    """Open a zip, and refuse it in a sentence where it turns out not to be whole or readable."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except NotImplementedError:
        raise BadFile(
            file,
            "it is packed in a way that cannot be read here",
            "pack it again as an ordinary zip",
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise BadFile(file, fault, "fetch it again") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # a member said to begin before the file does
            raise
        raise BadFile(file, fault, "fetch it again") from None


def only_member(path: Path, file: str) -> str | None:
    """Return the one file that an ordinary zip holds, or None for a file that is no such zip.

    Raises BadFile, naming them, where it holds several.
    """
    with path.open("rb") as opened:
        if opened.read(4) not in ZIP_STARTS:
            return None
    with opened_zip(path, file, "this is a zip archive that is not whole") as archive:
        if kind_in(archive, file):
            return None
        members = [
            info.filename
            for info in archive.infolist()
            if not info.is_dir() and not info.filename.startswith(NOT_THEIRS)
        ]
    if len(members) == 1:
        return members[0]
    held = ", ".join(members[:5]) + (", …" if len(members) > 5 else "")
    what = f"the zip holds {len(members)} files: {held}" if members else "the zip holds no file"
    raise BadFile(file, what, "unpack it, and name the one file that is meant")


def is_plain_name(member: str) -> bool:
    """Return whether a zip member's name stays inside the folder it would be unpacked to."""
    path = PurePosixPath(member)
    return not (path.is_absolute() or ".." in path.parts or "\\" in member or ":" in member)


def refuse_bomb(packed: int, unpacked: int, file: str, *, harmless: int = 0) -> None:
    """Refuse what would unpack to more than a file may have, or to far more than its packed size.

    Up to ``harmless`` bytes any ratio is believed.
    """
    far_more = unpacked > max(MAX_RATIO * max(packed, 1), harmless)
    if unpacked > MAX_FILE_BYTES or far_more:
        raise BadFile(
            file,
            f"it unpacks from {packed:,} to {unpacked:,} bytes",
            "ask the publisher for the file itself: this looks like a zip bomb",
        )


def refuse_encrypted(info: zipfile.ZipInfo, file: str) -> None:
    """Refuse a member that asks for a password."""
    if info.flag_bits & ENCRYPTED:
        raise BadFile(file, "the member is encrypted", "supply it without a password")


def refuse_unsafe_members(archive: zipfile.ZipFile, path: Path, file: str) -> None:
    """Refuse a workbook whose members lead elsewhere, hide one another, unpack too far or ask for a password."""
    infos = archive.infolist()
    twice = [
        name
        for name, count in Counter(info.filename.casefold() for info in infos).items()
        if count > 1
    ]
    if twice:
        raise BadFile(
            file, f"it holds {twice[0]} twice", "save it again from a spreadsheet program"
        )
    for info in infos:
        if not is_plain_name(info.filename):
            raise BadFile(
                file,
                f"a member's name, {info.filename!r}, leads out of it",
                "save it again from a spreadsheet program",
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError  # as zipfile says of what it cannot unpack
        refuse_encrypted(info, f"{file}/{info.filename}")
        harmless = HARMLESS_MARKUP if CELLS_MARKUP.match(info.filename) else 0
        member = f"{file}/{info.filename}"
        refuse_bomb(info.compress_size, info.file_size, member, harmless=harmless)
    unpacked = sum(info.file_size for info in infos)
    refuse_bomb(path.stat().st_size, unpacked, file, harmless=HARMLESS_MARKUP)
