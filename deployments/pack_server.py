"""The packs, over http and read-only: a browser will not follow a link from the Prefect UI to a file."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import fstat
from pathlib import Path
from shutil import copyfileobj
from threading import Thread
from typing import Any
from urllib.parse import quote, unquote

from commissioning.errors import RequestError
from commissioning.packs.index_script import script_source
from deployments.pack_gate import SIGNED_IN, Gate

LOG = logging.getLogger("commissioning.packs")
LOOPBACK = "127.0.0.1"
# What a pack is made of; a file of any other kind is not a pack's and is not handed out.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A pack holds its own styles and charts, and fetches nothing; nothing runs but the filter of an index page.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    f"script-src {script_source()}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
CLOSED = "These packs are not open to everybody. Sign in to read them."
NOT_FOR_YOU = (
    "The authority's profile does not have you among those who may read this ([packs] readers)."
)
NOT_HERE = "There is no page here. Packs appear once build-packs has run."


@contextmanager
def pack_server(folder: Path, port: int, gate: Gate) -> Iterator[str]:
    """Serve what the gate lets through of a folder, on this machine alone, and yield the address."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        server = PackServer(folder, port, gate)
    except OSError as problem:
        raise RequestError(
            f"port {port} is taken, so the packs cannot be served; "
            "choose another with --packs-port."
        ) from problem
    # Seconds between looks at whether to stop.
    thread = Thread(target=server.serve_forever, args=(0.1,), name="packs", daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class PackServer(ThreadingHTTPServer):
    """A server of one folder."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int, gate: Gate) -> None:
        self.folder, self.gate = folder.resolve(), gate
        super().__init__((LOOPBACK, port), PackRequest)
        # A page on another site may call this server by a name of its own; only these are ours.
        self.names = {f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note a reader who hung up; the base class would print a traceback."""
        LOG.debug("a reader of the packs went away", exc_info=True)


class PackRequest(BaseHTTPRequestHandler):
    """A request for one file; anything but reading is refused by the base class."""

    server: PackServer
    server_version = "packs"
    sys_version = ""
    timeout = 30  # seconds that a silent client may hold a thread

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def end_headers(self) -> None:
        for name, value in SECURITY_HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        LOG.debug(format, *args)

    def _answer(self, *, with_body: bool) -> None:
        asked = self.path.partition("?")[0]
        path = file_asked_for(self.server.folder, asked)
        if self.headers.get("Host") not in self.server.names:
            self._refuse(HTTPStatus.FORBIDDEN, "Packs are served to this machine alone.")
        elif not self._may_read(path):
            self._ask_who_it_is()
        elif path is None:
            self._refuse(HTTPStatus.NOT_FOUND, NOT_HERE)
        elif path.is_dir():
            self._send_on_to(path)
        else:
            self._send(path, with_body=with_body)

    def _may_read(self, path: Path | None) -> bool:
        """Tell whether it may be read, before anything is told of whether it is there."""
        place = path.relative_to(self.server.folder) if path else None
        gate = self.server.gate
        return (place is not None and gate.is_open(place)) or gate.admits(place, self.headers)

    def _ask_who_it_is(self) -> None:
        """Ask for the password; of somebody who is signed in and may not read, say so."""
        if SIGNED_IN in self.headers:
            self._refuse(HTTPStatus.FORBIDDEN, NOT_FOR_YOU)
        else:
            self._refuse(HTTPStatus.UNAUTHORIZED, CLOSED)

    def _send(self, path: Path, *, with_body: bool) -> None:
        with path.open("rb") as file:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", CONTENT_TYPES[path.suffix])
            self.send_header("Content-Length", str(fstat(file.fileno()).st_size))
            self.end_headers()
            if with_body:
                copyfileobj(file, self.wfile)

    def _send_on_to(self, folder: Path) -> None:
        """Send the browser to the folder's page with its slash, from which the page's links work."""
        place = quote(folder.relative_to(self.server.folder).as_posix())
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"/{place}/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        body = f"<!doctype html><html lang=en><title>Packs</title><p>{sentence}".encode()
        self.send_response(status)
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", 'Basic realm="Packs", charset="UTF-8"')
        self.send_header("Content-Type", CONTENT_TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def file_asked_for(folder: Path, asked: str) -> Path | None:
    """Return the pack file that a request's path names, or None where there is none to hand out.

    A path that ends in a slash names the folder's index page. A folder named without its slash is
    returned as it is. Nothing hidden, nothing outside the folder, by dots or by a link.
    """
    parts = [part for part in unquote(asked).split("/") if part]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    path = folder.joinpath(*parts)
    if asked.endswith("/"):
        path /= "index.html"
    path = path.resolve()
    if not path.is_relative_to(folder):
        return None
    with suppress(OSError):  # a name longer than a disk can hold
        if path.is_dir() and (path / "index.html").is_file():
            return path
        if path.is_file() and path.suffix in CONTENT_TYPES:
            return path
    return None
