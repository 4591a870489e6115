"""One machine that runs the cycle by its schedules: Prefect's server, a worker and the packs."""

import ipaddress
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import TextIO

import httpx

from commissioning.errors import RequestError
from commissioning.profile import Profile
from commissioning.settings import load_profile, profile_folders
from deployments.embedded import make_prefect_home, prefect_settings, with_own_packages
from deployments.pack_gate import Gate
from deployments.pack_server import pack_server
from deployments.processes import SQLITE_LIMIT, Children, reap_orphan
from flows.workplace import (
    CHOSEN_PASSWORD,
    DATABASE_VARIABLE,
    HOME_VARIABLE,
    PACKS_PASSWORD,
    PACKS_VARIABLE,
    SERVED_AT,
    SERVED_PASSWORD,
    database_url,
)
from tasks.prefect_api import allow_writing, say_it_crashed, server_api

POOL = "commissioning"
PACKS_PASSWORD_KEPT = "packs-password"  # noqa: S105 - the file that holds it
POOL_PATH = f"work_pools/{POOL}"
DEPLOYMENTS = Path(__file__).with_name("prefect.yaml")
DEPLOY = ["deployments.prefect_deploy", "--no-prompt", "deploy", "--all"]
DEPLOY += ["--prefect-file", str(DEPLOYMENTS)]
PREFECT_DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"


def serve(
    home: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 4200,
    packs_port: int = 4201,
    limit: int = SQLITE_LIMIT,
) -> None:
    """Run server, schedules, worker and packs until interrupted or terminated; restart nothing."""
    home = home.resolve()
    refuse_open_host(host)
    refuse_more_than_sqlite_bears(limit, home)
    reap_orphan(home)
    refuse_taken_port(host, port)
    make_prefect_home(home)
    password, kept_in = server_password(home)
    packs_password, packs_kept_in = password_for(PACKS_PASSWORD, home / PACKS_PASSWORD_KEPT)
    server = server_environment(home, host, port, password)

    with (
        pack_server(home / "packs", packs_port, Gate(packs_password, profiles_of(home))) as packs,
        server_api(address(host, port), password) as api,
        told_to_stop() as stop,
        Children(home, stop) as children,
        said_to_be_served(home, address(host, port)),
    ):
        say("Starting Prefect; the first start takes about 20 seconds.", sys.stderr)
        children.start("server", server_command(host, port), server)
        children.wait_until(lambda: answers(api, "health"), "Prefect's server did not answer")
        children.wait_until(lambda: left_runs_ended(api), "The runs left behind were not ended")
        client = client_environment(home, address(host, port), password, packs)
        children.start("worker", worker_command(limit), client)
        children.wait_until(lambda: answers(api, POOL_PATH), "The work pool was not made")
        children.run(DEPLOY, client, f"The deployments of {DEPLOYMENTS.name} were not made")
        if not stop.is_set():
            say(f"Flows, schedules and runs: {address(host, port)}")
            say(f"Packs: {packs}")
            say(f"Password, the whole line: {kept_in}")
            say(f"Password of the packs, user and password: {packs_kept_in}")
        children.watch()


def profiles_of(home: Path) -> Callable[[str], Profile]:
    """Return what reads an authority's profile of this home as it is when it is asked for."""
    folders = profile_folders(home, os.environ)
    return lambda authority: load_profile(authority, folders)


def refuse_open_host(host: str) -> None:
    """Refuse an address others can reach, unless whoever starts the server chose its password."""
    for variable in (CHOSEN_PASSWORD, PACKS_PASSWORD):
        if (chosen := os.environ.get(variable)) and ":" not in chosen:
            raise RequestError(f"{variable} has no colon; write it as user:password.")
    if not os.environ.get(CHOSEN_PASSWORD) and not is_loopback(host):
        raise RequestError(
            f"others could reach the server at {host} and no password was chosen; "
            f"set {CHOSEN_PASSWORD} to user:password or leave the host at 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Tell an address that only this machine can reach; a name other than localhost is not one."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse a port another process listens on, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise RequestError(
                f"{host} port {port} cannot be listened on ({problem.strerror}); "
                "stop what uses it or choose another with --port."
            ) from problem


def server_password(home: Path) -> tuple[str, str]:
    """Return the password of Prefect's server and where a person finds it."""
    return password_for(CHOSEN_PASSWORD, home / SERVED_PASSWORD)


def password_for(variable: str, path: Path) -> tuple[str, str]:
    """Return ``user:password``, the chosen one or one made at the first start, and where a person finds it."""
    if explicit := os.environ.get(variable):
        return explicit, f"the one in {variable}"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"commissioning:{secrets.token_urlsafe(24)}\n")
    return path.read_text().strip(), str(path)


def server_environment(home: Path, host: str, port: int, password: str) -> dict[str, str]:
    """Return the environment of the server: closed, quiet, and tidying up after itself."""
    origin = address(host, port)
    return {
        **os.environ,
        **prefect_settings(home),
        "PYTHONPATH": with_own_packages(),
        CHOSEN_PASSWORD: password,
        "PREFECT_SERVER_API_HOST": host,
        "PREFECT_SERVER_API_PORT": str(port),
        # Prefect would have the browser call port 4200 whatever the port. A reverse proxy's own
        # address may be given instead.
        "PREFECT_SERVER_UI_API_URL": os.environ.get("PREFECT_SERVER_UI_API_URL", f"{origin}/api"),
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "prefect" / "ui"),
        # A reader may type either name of this machine; a page from anywhere else is refused.
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"{origin},http://localhost:{port}",
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        # Prefect clears old events by itself, and old runs only where it is told to.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "true",
    }


def client_environment(home: Path, server: str, password: str, packs: str) -> dict[str, str]:
    """Return the environment of the worker and of the runs it starts, which know our home."""
    passwords = (CHOSEN_PASSWORD, PACKS_PASSWORD)
    inherited = {name: value for name, value in os.environ.items() if name not in passwords}
    return {
        **inherited,
        **prefect_settings(home),
        "PREFECT_API_URL": f"{server}/api",
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO",
        # A run that a person started from the form should not keep them waiting.
        "PREFECT_WORKER_QUERY_SECONDS": "3",
        HOME_VARIABLE: str(home),
        # A reverse proxy's own addresses may be given instead, for the links that people follow.
        PACKS_VARIABLE: os.environ.get(PACKS_VARIABLE, packs),
        "PREFECT_UI_URL": os.environ.get("PREFECT_UI_URL", ui_address(server)),
        "PYTHONPATH": with_own_packages(),
    }


def ui_address(server: str) -> str:
    """Return where people open the server's pages: beside where the pages' own calls go."""
    called = os.environ.get("PREFECT_SERVER_UI_API_URL", f"{server}/api")
    return f"{called.removesuffix('/api')}/v2"


def refuse_more_than_sqlite_bears(limit: int, home: Path) -> None:
    """Refuse no runs at all, and more at once than SQLite bears, Prefect's database or ours."""
    if limit < 1:
        raise RequestError(f"--limit is {limit}, so nothing would ever run; give 1 or more.")
    databases = {
        PREFECT_DATABASE: os.environ.get(PREFECT_DATABASE, ""),
        DATABASE_VARIABLE: database_url(home),
    }
    on_sqlite = [name for name, url in databases.items() if not url.startswith("postgresql")]
    if limit > SQLITE_LIMIT and on_sqlite:
        raise RequestError(
            f"--limit {limit} is more than SQLite bears: of 20 runs at once some were lost; keep to "
            f"{SQLITE_LIMIT}, or set {' and '.join(on_sqlite)} to a PostgreSQL database "
            "(docs/how-to/serve.md)."
        )


def server_command(host: str, port: int) -> list[str]:
    """Return the words that start Prefect's server with its scheduler mended."""
    return ["deployments.prefect_server", "server", "start", "--host", host, "--port", str(port)]


def worker_command(limit: int) -> list[str]:
    """Return the words that start a worker; it makes the pool where there is none."""
    pool = ["--pool", POOL, "--type", "process"]
    return ["prefect", "worker", "start", *pool, "--limit", str(limit)]


def address(host: str, port: int) -> str:
    """Return where this machine's browser finds the server, whatever it listens on."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - read, not bound
    if ":" in reachable and not reachable.startswith("["):
        reachable = f"[{reachable}]"
    return f"http://{reachable}:{port}"


def answers(api: httpx.Client, path: str) -> bool:
    """Ask the server for one thing; a refused connection is only "not yet"."""
    try:
        return api.get(path, timeout=5).is_success
    except httpx.HTTPError:
        return False


def left_runs_ended(api: httpx.Client) -> bool:
    """Say of the runs that a killed worker left behind that they crashed; False: ask again.

    Nobody else would say so. Each would be "running" for ever in the one place its deployment has,
    and every later run of that deployment would wait for it.
    """
    under_way = {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}
    asked = {"flow_runs": under_way, "work_pools": {"name": {"any_": [POOL]}}}
    try:
        allow_writing(api)
        for run in api.post("flow_runs/filter", json=asked).raise_for_status().json():
            say_it_crashed(api, run["id"])
    except httpx.HTTPError:  # a server that is still busy starting, on SQLite
        return False
    return True


@contextmanager
def said_to_be_served(home: Path, server: str) -> Iterator[None]:
    """Keep the server's address in the home until it is stopped; what dies leaves it, to be missed."""
    path = home / SERVED_AT
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(f"{server}\n")
    yield
    path.unlink(missing_ok=True)


def say(line: str, stream: TextIO | None = None) -> None:
    """Print a line a person is waiting for, at once even into a pipe."""
    print(line, file=stream or sys.stdout, flush=True)


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Yield what is set when a person interrupts, or a service manager terminates, this process."""
    stop = Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stop.set()) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
