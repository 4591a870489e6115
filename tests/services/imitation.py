"""A server on this machine that imitates the services: their parameters, their paging and their faults.

It listens on a real socket and writes down what it was asked, so that a test can say what a service
would have seen.
"""

import json
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Asked:
    """One question as the service saw it; ``at`` is the time by the clock it was given."""

    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass(frozen=True)
class Reply:
    """One answer, and how it is spoilt.

    ``cut_at`` breaks the connection off after so many bytes of the body; without ``has_length`` the
    body ends where the connection does. ``dribble`` is the seconds between two bytes of the body, or
    of the headers where ``dribbles_headers``. ``resets`` breaks it off before a word.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    cut_at: int | None = None
    has_length: bool = True
    is_chunked: bool = False
    dribble: float = 0.0
    dribbles_headers: bool = False
    silent_for: float = 0.0
    resets: bool = False


Answers = Callable[[Asked], Reply]


@dataclass
class Imitation:
    """The server: what it answers, what it was asked, and what it says first of all."""

    answers: Answers
    now: Callable[[], float] = time.monotonic
    asked: list[Asked] = field(default_factory=list)
    first: deque[Reply] = field(default_factory=deque)
    port: int = 0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}/"

    def reply(self, asked: Asked) -> Reply:
        """Write a question down and return its answer."""
        self.asked.append(asked)
        return self.first.popleft() if self.first else self.answers(asked)


@contextmanager
def listening(imitation: Imitation, *, tls: ssl.SSLContext | None = None) -> Iterator[Imitation]:
    """Let an imitation listen while the block runs, in clear or by ``tls``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name http.server calls
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, imitation.now())
            _speak(self, imitation.reply(asked))

        def log_message(self, *_args: object) -> None:
            """Say nothing: what was asked is written down."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    imitation.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield imitation
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _speak(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.close_connection = True
    connection = handler.connection
    try:
        time.sleep(reply.silent_for)
        if reply.resets:
            linger = struct.pack("ii", 1, 0)  # the connection is reset, not ended
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.close()
            return
        body = _chunked(reply.body) if reply.is_chunked else reply.body
        head = _head(reply)
        cut = body if reply.cut_at is None else body[: reply.cut_at]
        if reply.dribble:
            _dribble(connection, head if reply.dribbles_headers else cut, reply, head)
        else:
            connection.sendall(head + cut)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # whoever asked has gone away


def _head(reply: Reply) -> bytes:
    headers = {"Content-Type": reply.kind, "Connection": "close", **reply.headers}
    if reply.is_chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif reply.has_length:
        headers["Content-Length"] = str(len(reply.body))
    lines = [f"HTTP/1.1 {reply.status} Imitated", *(f"{n}: {v}" for n, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    told = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts)
    return told + b"0\r\n\r\n"


def _dribble(connection: socket.socket, slow: bytes, reply: Reply, head: bytes) -> None:
    if not reply.dribbles_headers:
        connection.sendall(head)
    for at in range(len(slow)):
        connection.sendall(slow[at : at + 1])
        time.sleep(reply.dribble)


def as_json(told: object, status: int = 200, **headers: str) -> Reply:
    """Return an answer in JSON."""
    return Reply(json.dumps(told).encode(), status, headers)
