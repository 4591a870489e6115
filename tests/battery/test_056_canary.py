"""Battery 56: a canary in every place that holds a secret; thirty ways to fail; it is in nothing that is written."""

import logging
import os
import traceback
from unittest.mock import patch

import pytest

from deployments.cli import main
from tests.battery.books import JUNE, MAY
from tests.battery.files import OURS, agreement
from tests.battery.small_council import PROFILE
from tests.commands import Terminal

CANARY = "canary-4f1d9c"
NOTIFY = '\n[notifications]\nurls = ["NOTIFY_OPERATIONS", "NOTIFY_FINANCE"]\n'
# Wherever a secret may be set: the password of a database and of the server, keys, addresses.
ENVIRONMENT = {
    "COMMISSIONING_CHARITY_COMMISSION_KEY": CANARY,
    "COMMISSIONING_COMPANIES_HOUSE_KEY": CANARY,
    "NOTIFY_OPERATIONS": f"json://clerk:{CANARY}@127.0.0.1:1/hook",
    "NOTIFY_FINANCE": f"nonsense://{CANARY}",
    "PREFECT_API_AUTH_STRING": f"team:{CANARY}",
    "PREFECT_SERVER_API_AUTH_STRING": f"team:{CANARY}",
}
NOBODY = f"postgresql://clerk:{CANARY}@127.0.0.1:1/nowhere"
DATABASES = (
    NOBODY,
    f"postgresql://clerk:{CANARY}@nowhere.invalid/ours",
    f"mysql://clerk:{CANARY}@127.0.0.1/ours",
    f"postgresql://clerk:{CANARY}@[::1/ours",
    f"postgresql://clerk:{CANARY}@127.0.0.1:port/ours",
)
WORDS = (
    ("loads",),
    ("verify",),
    ("register",),
    ("doctor",),
    ("explain", "A1"),
    ("flag-contracts", "--on", JUNE),
    ("build-packs", "--on", JUNE),
    ("erase", "provider", "Nobody", "--reason", "r", "--authority-reference", "a", "--yes"),
)


@pytest.fixture
def office(home, monkeypatch, tmp_path):
    """A home with a register and a pack, every secret in its place, and the log at its most talkative."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    (folder / "salford.toml").write_text(PROFILE.read_text() + NOTIFY)
    monkeypatch.setenv("COMMISSIONING_AUTHORITIES", str(folder))
    for name, secret in ENVIRONMENT.items():
        monkeypatch.setenv(name, secret)
    opened = Terminal(home)
    register = tmp_path / "register.csv"
    register.write_text(OURS.having(agreement("A1"), agreement("A2")).text())
    assert opened("load", "agreements", register, "--edition", MAY).status == 0
    return opened


def must_not_be_in(text, what):
    assert CANARY not in text, f"{what}: {text[max(0, text.find(CANARY) - 200) :][:400]}"


def must_be_nowhere_in(home):
    for path in home.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path


def traced(*words):
    """Return the whole traceback that a person who asks for it is shown; nothing where nothing failed."""
    try:
        with patch.dict(os.environ):
            main([*map(str, words), "--debug"])
    except SystemExit:
        return ""
    except Exception:
        return traceback.format_exc()
    raise AssertionError("a command ends by leaving")


def test_no_way_to_fail_at_the_database_tells_its_password(office, caplog):
    caplog.set_level(logging.DEBUG)
    failed = 0
    for database in DATABASES:
        for words in WORDS if database == NOBODY else WORDS[:2]:
            given = (*words, "--database", database)
            ran = office(*given)
            failed += ran.status != 0
            must_not_be_in(ran.out + ran.err, given)
            named = ("--authority", "salford", "--home", office.home)
            must_not_be_in(traced(*given, *(named if words != ("doctor",) else named[2:])), given)
    assert failed >= 15
    must_not_be_in(caplog.text, "the log")
    must_be_nowhere_in(office.home)


def test_no_address_that_cannot_be_told_is_told(office, caplog):
    caplog.set_level(logging.DEBUG)
    ran = office("watch", "--on", JUNE)
    assert ran.status == 0
    assert ran.err.count("was not told, and is the next time") == 2
    must_not_be_in(ran.out + ran.err, "watch")
    must_not_be_in(caplog.text, "the log")
    must_be_nowhere_in(office.home)


FAULTS = (
    lambda: RuntimeError(f"the key {CANARY} was refused"),
    lambda: ValueError("could not read", f"https://x.example/?key={CANARY}"),
    lambda: KeyError(CANARY),
    lambda: OSError(f"json://clerk:{CANARY}@127.0.0.1:1/hook"),
    lambda: ConnectionError(f"team:{CANARY}"),
)


@pytest.mark.parametrize("place", ["tasks.load.fetch", "tasks.load.stage", "tasks.load.store"])
def test_a_fault_that_has_a_secret_in_its_text_is_told_without_it(
    office, monkeypatch, caplog, place, tmp_path
):
    """Fifteen more: five faults in each of three steps, through the step that Prefect would keep them of."""
    from tasks.step import flow_log, step

    caplog.set_level(logging.DEBUG)
    for fault in FAULTS:

        def failing(*given, fault=fault, **named):
            error = fault()
            flow_log().error("it failed: %s", error, exc_info=error)
            raise error

        register = tmp_path / "again.csv"
        register.write_text(OURS.having(agreement("A1", title="Pool"), agreement("A3")).text())
        with monkeypatch.context() as patched:
            patched.setattr(place, step(failing))
            ran = office("load", "agreements", register, "--edition", JUNE)
            must_not_be_in(ran.out + ran.err, place)
            try:
                step(failing)()
            except Exception as error:
                must_not_be_in(str(error) + repr(error.args), place)
    must_not_be_in(caplog.text, "the log")
    must_be_nowhere_in(office.home)
