"""Packages of OCDS releases as services give them: what is a package, and which releases are in it.

A release is kept as it was written, on one line. What a package holds beside its releases and the next
page's address says nothing about a contract and is not kept in the file that is loaded.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from commissioning.errors import shown
from commissioning.services.raw_json import NotWhole, elements, members, on_one_line
from commissioning.services.service import NotData, Row

# Where one of these stands without releases, a package has none; an error has none of them.
PACKAGE = frozenset({"uri", "publishedDate", "publisher", "version"})
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WEB_PAGE = re.compile(r"<(!doctype html|html|head|body)\b", re.IGNORECASE)
SAID = ("message", "error", "Message", "detail", "errors")


@dataclass(frozen=True)
class Package:
    """The releases of one page, and the cursor of the next where it names one."""

    rows: tuple[Row, ...]
    next_cursor: str | None


def read_package(body: bytes | None, *, may_lack_releases: bool = False) -> Package:
    """Return what a page holds. Raises NotData, saying what it is instead, when it is no package."""
    page = object_in(body)
    if "releases" not in page:
        if may_lack_releases and PACKAGE & page.keys():
            return Package((), None)
        raise NotData(said_in(page) or "an object without releases")
    try:
        rows = tuple(row(text) for text in elements(page["releases"]))
        following = members(page.get("links", "{}")).get("next", "null")
    except NotWhole:
        raise NotData("releases that are not a list of objects") from None
    return Package(rows, _cursor(following))


def object_in(body: bytes | None) -> dict[str, str]:
    """Return the members of the one JSON object a body is. Raises NotData when it is something else."""
    text = decoded(body or b"").strip()
    if not text:
        raise NotData("an empty answer")
    if text.startswith("<"):
        raise NotData("a web page")
    try:
        return members(text)
    except NotWhole:
        raise NotData(f"no whole JSON object, but {shown(text)}") from None


def decoded(body: bytes) -> str:
    """Return a body's text: UTF-8, or where it is not that, the Windows and Latin characters it must be.

    Control characters, which no JSON may hold, become spaces.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "".join(_western(byte) for byte in body)
    return CONTROLS.sub(" ", text)


def said_in(page: dict[str, str]) -> str:
    """Return what an error in JSON says of itself, or nothing where it is none."""
    texts = [page[name] for name in SAID if page.get(name, "null") not in ("null", '""', "[]")]
    return f"an error in JSON, {shown(_text(texts[0]) or texts[0])}" if texts else ""


def not_data(start: bytes) -> str:
    """Return what a file's beginning shows it to be instead of data, or nothing where it may be data."""
    text = decoded(start).strip()
    if not text:
        return "an empty answer"
    if WEB_PAGE.match(text):
        return "a web page"
    try:
        return said_in(members(text)) if text.startswith("{") else ""
    except NotWhole:
        return ""


def lines(rows: Iterable[Row]) -> list[str]:
    """Return each release once, in an order that does not depend on how they were asked for."""
    told = {(each.key[0], each.key[2], each.text): each for each in rows}
    return [each.text for each in sorted(told.values(), key=lambda each: (each.key, each.text))]


def digest(package: Package) -> str:
    """Return what tells the releases of one page from those of another."""
    texts = "\n".join(each.text for each in package.rows)
    return hashlib.sha256(texts.encode()).hexdigest()


def row(text: str) -> Row:
    """Return a release as it was written, with what orders it and whose it is."""
    release = members(text)
    key = tuple(_text(release.get(name, "")) for name in ("ocid", "date", "id"))
    buyer = release.get("buyer", "")
    named = members(buyer) if buyer.startswith("{") else {}
    buyers = tuple(_text(named.get(name, "")) for name in ("id", "name"))
    return Row(key, on_one_line(text), buyers)


def _text(written: str) -> str:
    """Return a string's text; whatever is not a string has none."""
    if not written.startswith('"'):
        return ""
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return ""


def _cursor(written: str) -> str | None:
    """Return the cursor in a next page's address. Where the address leads is the service's to say, not its."""
    if written == "null" or not (address := _text(written)):
        return None
    try:
        found = parse_qs(urlsplit(address).query).get("cursor", [])
    except ValueError:
        found = []
    if len(found) != 1:
        raise NotData(f"a next page without a cursor, {shown(address)}")
    return found[0]


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
