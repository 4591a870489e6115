"""What ``commissioning serve`` refuses, and how closed a server it starts."""

import os
import socket
import stat

import pytest

from commissioning.errors import RequestError
from deployments.processes import SQLITE_LIMIT
from deployments.serve import (
    PREFECT_DATABASE,
    address,
    client_environment,
    password_for,
    refuse_more_than_sqlite_bears,
    serve,
    server_environment,
    server_password,
)

PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"
PACKS_PASSWORD = "COMMISSIONING_PACKS_PASSWORD"


@pytest.fixture(autouse=True)
def no_password_chosen(monkeypatch):
    monkeypatch.delenv(PASSWORD, raising=False)


@pytest.fixture
def prefect_home(tmp_path):
    (tmp_path / "prefect").mkdir()
    return tmp_path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "prefect.example"])
def test_an_open_host_without_a_password_is_refused(tmp_path, host):
    with pytest.raises(RequestError) as refused:
        serve(tmp_path, host=host)
    assert str(refused.value) == (
        f"others could reach the server at {host} and no password was chosen; "
        f"set {PASSWORD} to user:password or leave the host at 127.0.0.1."
    )
    assert refused.value.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_password_without_a_user_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD, "letmein")
    with pytest.raises(RequestError, match="no colon; write it as user:password"):
        serve(tmp_path, host="0.0.0.0")


def test_a_taken_port_is_refused_before_anything_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(RequestError, match=f"127.0.0.1 port {taken} cannot.*--port"):
            serve(tmp_path, port=taken)
    assert not list(tmp_path.iterdir())


def test_the_password_is_made_once_and_for_its_owner_alone(prefect_home):
    password, kept_in = server_password(prefect_home)
    user, _, word = password.partition(":")
    assert user == "commissioning"
    assert len(word) >= 32
    assert kept_in == str(prefect_home / "prefect" / "auth")
    assert stat.S_IMODE(os.stat(kept_in).st_mode) == 0o600
    assert server_password(prefect_home) == (password, kept_in)


def test_a_chosen_password_is_used_and_not_written_down(prefect_home, monkeypatch):
    monkeypatch.setenv(PASSWORD, "ops:chosen")
    assert server_password(prefect_home) == ("ops:chosen", f"the one in {PASSWORD}")
    assert not list((prefect_home / "prefect").iterdir())


def test_the_server_is_closed(tmp_path):
    settings = server_environment(tmp_path, "127.0.0.1", 4300, "ops:chosen")
    assert settings[PASSWORD] == "ops:chosen"
    assert settings["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == (
        "http://127.0.0.1:4300,http://localhost:4300"
    )
    assert settings["PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED"] == "true"
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert settings["PREFECT_RESULTS_DEFAULT_SERIALIZER"] == "json"


def test_the_page_calls_the_server_it_came_from(tmp_path):
    settings = server_environment(tmp_path, "127.0.0.1", 4300, "ops:chosen")
    assert settings["PREFECT_SERVER_UI_API_URL"] == "http://127.0.0.1:4300/api"


def test_the_address_of_a_reverse_proxy_may_be_given(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_SERVER_UI_API_URL", "https://cycle.example/api")
    settings = server_environment(tmp_path, "127.0.0.1", 4300, "ops:chosen")
    assert settings["PREFECT_SERVER_UI_API_URL"] == "https://cycle.example/api"


def test_a_run_knows_the_home_the_packs_and_the_password(tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD, "ops:chosen")
    server, packs = "http://127.0.0.1:4300", "http://127.0.0.1:4301"
    settings = client_environment(tmp_path, server, "ops:chosen", packs)
    assert settings["PREFECT_API_URL"] == "http://127.0.0.1:4300/api"
    assert settings["PREFECT_API_AUTH_STRING"] == "ops:chosen"
    assert settings["COMMISSIONING_HOME"] == str(tmp_path)
    assert settings["COMMISSIONING_PACKS_ADDRESS"] == "http://127.0.0.1:4301"
    assert PASSWORD not in settings


def test_links_lead_to_the_address_that_browsers_use(tmp_path, monkeypatch):
    here = client_environment(
        tmp_path, "http://127.0.0.1:4300", "ops:chosen", "http://127.0.0.1:4301"
    )
    assert here["PREFECT_UI_URL"] == "http://127.0.0.1:4300/v2"
    monkeypatch.setenv("PREFECT_SERVER_UI_API_URL", "https://cycle.example/api")
    monkeypatch.setenv("COMMISSIONING_PACKS_ADDRESS", "https://packs.example")
    proxied = client_environment(
        tmp_path, "http://127.0.0.1:4300", "ops:chosen", "http://127.0.0.1:4301"
    )
    assert proxied["PREFECT_UI_URL"] == "https://cycle.example/v2"
    assert proxied["COMMISSIONING_PACKS_ADDRESS"] == "https://packs.example"


def test_the_packs_have_a_password_of_their_own_which_no_run_knows(tmp_path, monkeypatch):
    made, kept_in = password_for(PACKS_PASSWORD, tmp_path / "packs-password")
    assert len(made.partition(":")[2]) >= 32
    assert stat.S_IMODE(os.stat(kept_in).st_mode) == 0o600
    monkeypatch.setenv(PACKS_PASSWORD, "proxy:chosen")
    chosen = password_for(PACKS_PASSWORD, tmp_path / "packs-password")
    assert chosen == ("proxy:chosen", f"the one in {PACKS_PASSWORD}")
    assert PACKS_PASSWORD not in client_environment(
        tmp_path, "http://here", "ops:chosen", "http://packs"
    )


@pytest.mark.parametrize(
    ("host", "found_at"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),  # listens everywhere, and is called here
        ("::1", "http://[::1]:4200"),
        ("::", "http://[::1]:4200"),
        ("prefect.example", "http://prefect.example:4200"),
    ],
)
def test_the_server_is_found_at_an_address_a_browser_takes(host, found_at):
    assert address(host, 4200) == found_at


POSTGRES = "postgresql+asyncpg://prefect@db/prefect"
OURS = "postgresql://commissioning@db/commissioning"


@pytest.mark.parametrize(
    ("limit", "prefects", "ours", "to_set"),
    [
        (SQLITE_LIMIT, "", "", None),
        (SQLITE_LIMIT + 1, "", "", f"{PREFECT_DATABASE} and COMMISSIONING_DATABASE_URL"),
        (20, "sqlite+aiosqlite:////srv/prefect.db", OURS, PREFECT_DATABASE),
        (20, POSTGRES, "", "COMMISSIONING_DATABASE_URL"),
        (20, POSTGRES, "sqlite:////srv/ours.db", "COMMISSIONING_DATABASE_URL"),
        (20, POSTGRES, OURS, None),
    ],
)
def test_more_runs_at_once_than_sqlite_bears_are_refused(
    tmp_path, monkeypatch, limit, prefects, ours, to_set
):
    monkeypatch.setenv(PREFECT_DATABASE, prefects)
    monkeypatch.setenv("COMMISSIONING_DATABASE_URL", ours)
    if to_set is None:
        refuse_more_than_sqlite_bears(limit, tmp_path)
        return
    with pytest.raises(RequestError) as refused:
        serve(tmp_path, limit=limit)
    assert str(refused.value) == (
        f"--limit {limit} is more than SQLite bears: of 20 runs at once some were lost; keep to 4, or "
        f"set {to_set} to a PostgreSQL database (docs/how-to/serve.md)."
    )
    assert not list(tmp_path.iterdir())


def test_no_run_at_all_is_refused(tmp_path):
    with pytest.raises(RequestError, match="--limit is 0, so nothing would ever run"):
        serve(tmp_path, limit=0)
