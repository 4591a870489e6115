"""The one place that asks over HTTP: hosts held to a list, TLS verified, every answer whole and bounded."""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from commissioning.errors import BadFile, shown
from commissioning.hosts import Allowed

T = TypeVar("T")

BODILESS = frozenset({204, 304})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
BLOCK = 1 << 16
SECRET_HEADERS = frozenset({"authorization", "ocp-apim-subscription-key"})


class Unavailable(Exception):
    """The service did not answer this time; asking again may help."""


@dataclass(frozen=True)
class Clock:
    """How time passes: seconds since some instant, and waiting."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


REAL = Clock()


@dataclass(frozen=True)
class Limits:
    """The bounds of one question: seconds for each step and for all, bytes, and bytes a second."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 600.0
    slow_after_seconds: float = 30.0
    least_rate: float = 200.0  # bytes a second; a modem of 1990 managed more
    most_bytes: int = 4 << 30


@dataclass
class Answered:
    """An answer whose body is yet to be read; ``read`` gives it whole or raises Unavailable."""

    address: str
    status: int
    headers: httpx.Headers
    _blocks: Iterator[bytes] = field(repr=False)
    _rest: bytes = b""

    def read(self, size: int) -> bytes:
        """Return up to so many bytes of the body, and none at its end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = block
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def peek(self) -> bytes:
        """Return how the body begins, which is still to be read; nothing where it is empty."""
        self._rest = self.read(BLOCK) + self._rest
        return self._rest

    def whole(self) -> bytes:
        """Return the whole body."""
        blocks = []
        while block := self.read(BLOCK):
            blocks.append(block)
        return b"".join(blocks)


def named(address: str) -> str:
    """Return an address as errors tell it: without its parameters, which may hold a key."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def ask(
    address: str,
    allowed: Allowed,
    take: Callable[[Answered], T],
    *,
    parameters: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
) -> T:
    """Ask once, following redirects to allowed hosts, and return what ``take`` makes of the answer.

    Raises Unavailable where asking again may help, and BadFile where it will not.
    """
    url = httpx.URL(address, params=list(parameters)) if parameters else httpx.URL(address)
    sent = {"accept-encoding": "gzip", "user-agent": "commissioning-cycle", **(headers or {})}
    with _bounded(limits) as watch:
        for _ in range(MOST_REDIRECTS + 1):
            _must_be_allowed(str(url), allowed.refusal(str(url)))
            with _opened(url, sent, allowed, limits, watch) as answer:
                if answer.status not in REDIRECTS:
                    return take(answer)
                target = httpx.URL(urljoin(str(url), answer.headers.get("location", "")))
            if target.host != url.host:
                sent = {n: v for n, v in sent.items() if n.lower() not in SECRET_HEADERS}
            url = target
    raise BadFile(
        named(address),
        f"the service redirects more than {MOST_REDIRECTS} times",
        "check the address in the profile",
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Return the certificate authorities that are trusted: SSL_CERT_FILE's where it is set."""
    return httpx.create_ssl_context()


@contextmanager
def _opened(
    url: httpx.URL,
    headers: Mapping[str, str],
    allowed: Allowed,
    limits: Limits,
    watch: "_Watch",
) -> Iterator[Answered]:
    def on_event(event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            stream = info["return_value"]
            watch.connection = stream.get_extra_info("socket")
            number = str(stream.get_extra_info("server_addr")[0])
            _must_be_allowed(str(url), allowed.refusal_at(url.host, number))

    timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
    try:
        with (
            # Settings in the environment, such as a .netrc, are no part of what was asked.
            httpx.Client(timeout=timeout, trust_env=False, verify=_authorities()) as client,
            client.stream("GET", url, headers=headers, extensions={"trace": on_event}) as response,
        ):
            started = time.monotonic()
            blocks = _whole(response, limits, started)
            yield Answered(str(url), response.status_code, response.headers, blocks)
    except httpx.TimeoutException:
        raise Unavailable("the service did not answer in time") from None
    except httpx.TransportError as error:
        if watch.is_over:
            raise Unavailable(
                f"the answer took more than {limits.total_seconds:g} seconds"
            ) from None
        raise Unavailable(_fault(error)) from None


def _fault(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectError):
        is_tls = "certificate" in str(error).lower() or "ssl" in str(error).lower()
        return "its certificate is not one we can trust" if is_tls else "nobody answers there"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the answer was cut off"
    return "the connection was broken off"


def _whole(response: httpx.Response, limits: Limits, started: float) -> Iterator[bytes]:
    """Yield the body unpacked, and raise rather than end where it is not whole, too slow or too large."""
    body = response.iter_raw()
    paced = _not_crawling(body, limits, started)
    given = 0
    for piece in _unpacked(response, paced):
        given += len(piece)
        if given > limits.most_bytes:
            raise BadFile(
                named(str(response.url)),
                f"it is larger than {limits.most_bytes:,} bytes",
                "ask for a smaller part of it, or load it from a file",
            )
        yield piece
    says_its_end = {"content-length", "transfer-encoding"} & response.headers.keys()
    if not says_its_end and response.status_code not in BODILESS:
        raise Unavailable("the answer does not say where it ends, so it may have been cut off")


def _not_crawling(blocks: Iterator[bytes], limits: Limits, started: float) -> Iterator[bytes]:
    received = 0
    for block in blocks:
        received += len(block)
        seconds = time.monotonic() - started
        if seconds > limits.slow_after_seconds and received < limits.least_rate * seconds:
            raise Unavailable(f"the answer came at less than {limits.least_rate:g} bytes a second")
        yield block


def _unpacked(response: httpx.Response, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what packed blocks hold, never more at once than a block: a little can unpack to a lot."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in ("", "identity"):
        yield from blocks
        return
    if coding != "gzip":
        raise BadFile(
            named(str(response.url)),
            f"the answer is packed as {shown(coding)}, which was not asked for",
            "load it from a file, and tell the service",
        )
    opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for block in blocks:
        while block:
            try:
                yield opened.decompress(block, BLOCK)
            except zlib.error:
                raise Unavailable("the answer was damaged on the way") from None
            block = opened.unconsumed_tail
    if not opened.eof or opened.unused_data:
        raise Unavailable("the answer was cut off")


def _must_be_allowed(address: str, refusal: tuple[str, str] | None) -> None:
    if refusal:
        raise BadFile(named(address), *refusal)


@dataclass
class _Watch:
    """Breaks a connection off when the time is over, which no timeout of a single read does."""

    connection: socket.socket | None = None
    is_over: bool = False

    def end(self) -> None:
        """Break it off now."""
        self.is_over = True
        if self.connection is not None:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _bounded(limits: Limits) -> Iterator[_Watch]:
    watch = _Watch()
    timer = threading.Timer(limits.total_seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
