"""Where a flow works: the settings, read here and nowhere below.

``COMMISSIONING_HOME`` is the folder of everything we keep (default ``./var``);
``COMMISSIONING_DATABASE_URL`` the database (default: a SQLite file in the home).
"""

import os
import pwd
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Engine

from commissioning.errors import RequestError
from commissioning.ingest import snapshot, staging
from commissioning.profile import Profile
from commissioning.redaction import keep_secret, passwords_in
from commissioning.services import SERVICES
from commissioning.settings import load_profile, profile_folders
from models.store.engine import open_engine, publishing, reading
from models.store.erased_files import UNFINISHED, erased_files
from models.store.schema import migrate
from models.store.watching import write_down_run
from tasks.place import PLANS, Place

HOME_VARIABLE = "COMMISSIONING_HOME"
DATABASE_VARIABLE = "COMMISSIONING_DATABASE_URL"
PACKS_VARIABLE = "COMMISSIONING_PACKS_ADDRESS"  # set by `commissioning serve` for its worker
PACKS_PASSWORD = "COMMISSIONING_PACKS_PASSWORD"  # noqa: S105 - the name of the variable
SERVER_VARIABLE = "PREFECT_API_URL"
PASSWORD_VARIABLE = "PREFECT_API_AUTH_STRING"  # noqa: S105 - the name of the variable
CHOSEN_PASSWORD = "PREFECT_SERVER_API_AUTH_STRING"  # noqa: S105 - the name of the variable
FLOW_RUN_VARIABLE = "PREFECT__FLOW_RUN_ID"  # set by a worker for the process of a run
WAIT_SECONDS = 1_800.0  # that a run with nobody at it waits for another of the same thing
SERVED_AT = Path("run") / "served"  # in the home, while `commissioning serve` runs: its address
SERVED_PASSWORD = Path("prefect") / "auth"
DEFAULT_HOME = "var"


@dataclass(frozen=True)
class Workplace:
    """An authority's profile, the database and the folders its files are kept in."""

    profile: Profile
    engine: Engine
    home: Path
    packs_address: str
    keys: Mapping[str, SecretStr]

    @property
    def snapshots(self) -> Path:
        """The authority's files as received, by digest."""
        return self.home / "snapshots" / self.profile.name

    @property
    def today(self) -> date:
        """What day it is where the authority is."""
        return datetime.now(ZoneInfo(self.profile.timezone)).date()

    @property
    def place(self) -> Place:
        """Where the authority's loads go."""
        return Place(self.engine, self.snapshots, self.home, self.keys, today=self.today)

    @property
    def packs(self) -> Path:
        """Every authority's packs: the folder that is served."""
        return self.home / "packs"

    @property
    def links(self) -> dict[str, str]:
        """The page to go on to after a run, by what it is; none where packs are not served."""
        if not self.packs_address or not (self.packs / self.profile.name).is_dir():
            return {}
        address = f"{self.packs_address.rstrip('/')}/{self.profile.name}/index.html"
        return {f"Packs of {self.profile.title}": address}

    @property
    def plans(self) -> Path:
        """Every authority's plans of services."""
        return self.home / PLANS


@dataclass(frozen=True)
class Server:
    """A Prefect server: its address, without /api, and what it asks for."""

    address: str
    password: SecretStr


def home_path(environment: Mapping[str, str]) -> Path:
    """Return where the home is, or would be made."""
    return Path(environment.get(HOME_VARIABLE) or DEFAULT_HOME).resolve()


def home_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the home, made if absent and readable by its owner only."""
    home = home_path(environment)
    if home.exists() and not home.is_dir():
        raise RequestError(f"{HOME_VARIABLE} is {home}, which is a file; name a folder.")
    if not home.exists():
        home.mkdir(parents=True, mode=0o700)
    return home


def database_url(home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the database's address: the one that is set, or a SQLite file in the home."""
    return environment.get(DATABASE_VARIABLE) or f"sqlite:///{home / 'commissioning.db'}"


def known_folders(environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Return the folders that profiles are looked for in, the user's own before the shipped ones."""
    return profile_folders(home_folder(environment), environment)


def read_profile(authority: str, environment: Mapping[str, str] = os.environ) -> Profile:
    """Return an authority's profile. Raises RequestError or BadFile when it is unknown or wrong."""
    return load_profile(authority, known_folders(environment))


def service_keys(environment: Mapping[str, str] = os.environ) -> dict[str, SecretStr]:
    """Return the keys that are set for services, by the name of the variable that holds each."""
    variables = {service.key_variable for service in SERVICES.values()} - {""}
    found = {name: environment.get(name, "").strip() for name in sorted(variables)}
    return {name: SecretStr(key) for name, key in found.items() if key}


def notification_addresses(
    profile: Profile, environment: Mapping[str, str] = os.environ
) -> dict[str, SecretStr]:
    """Return the addresses that are told of what is unwell, by the name of the variable that holds each."""
    found = {name: environment.get(name, "").strip() for name in profile.notifications.urls}
    return {name: SecretStr(address) for name, address in found.items() if address}


def secrets_of(profile: Profile, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return every password, key and address that no log line and no error may show."""
    held = (
        *service_keys(environment).values(),
        *notification_addresses(profile, environment).values(),
    )
    passwords = (environment.get(name, "") for name in (PASSWORD_VARIABLE, CHOSEN_PASSWORD))
    words = (word for text in passwords for word in (text, text.partition(":")[2]))
    in_address = passwords_in(environment.get(DATABASE_VARIABLE, ""))
    return [*(each.get_secret_value() for each in held), *words, *in_address]


def most_wait(environment: Mapping[str, str] = os.environ) -> float:
    """Return for how many seconds a run waits where another is at the same thing.

    One that a worker started would not be made again; a person at a terminal is told at once.
    """
    return WAIT_SECONDS if environment.get(FLOW_RUN_VARIABLE) else 0.0


def signed_in_name(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name under which whoever gave the command is signed in to this machine.

    It is the system's own, which no variable changes. Nothing in a run that a worker started, where it
    would be the worker's, nor for a user whom the system does not name, as in a container.
    """
    if environment.get(FLOW_RUN_VARIABLE):
        return ""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""


def known_server(home: Path, environment: Mapping[str, str] = os.environ) -> Server | None:
    """Return the Prefect server that is set, or that serves this home; None where there is neither."""
    password = environment.get(PASSWORD_VARIABLE, "")
    if address := environment.get(SERVER_VARIABLE, ""):
        return Server(address.rstrip("/").removesuffix("/api"), SecretStr(password))
    try:
        address = (home / SERVED_AT).read_text().strip()
    except OSError:
        return None
    password = password or environment.get(CHOSEN_PASSWORD, "")
    if not password and (home / SERVED_PASSWORD).exists():
        password = (home / SERVED_PASSWORD).read_text().strip()
    return Server(address, SecretStr(password))


def open_workplace(authority: str, environment: Mapping[str, str] = os.environ) -> Workplace:
    """Return the place to work for an authority: profile read, database at the right schema.

    What killed runs left half-received or half-staged is swept away. A run that a worker started
    writes down that this process works on it.

    Raises RequestError or BadFile when the profile is unknown or wrong.
    """
    home = home_folder(environment)
    profile = read_profile(authority, environment)
    keep_secret(secrets_of(profile, environment))
    engine = open_engine(database_url(home, environment))
    migrate(engine)
    if run := environment.get(FLOW_RUN_VARIABLE):
        with publishing(engine) as connection:
            write_down_run(connection, profile.name, run)
    packs_address = environment.get(PACKS_VARIABLE, "")
    workplace = Workplace(profile, engine, home, packs_address, service_keys(environment))
    for folder in (workplace.snapshots.parent, workplace.packs, workplace.plans):
        folder.mkdir(mode=0o700, exist_ok=True)  # closed, also in a home that others may enter
    now = time.time()
    snapshot.sweep(workplace.snapshots, now)
    staging.sweep(home, now)
    _finish_erasures(workplace)
    if profile.suppression.warning:
        # Imported here because it takes seconds, and small numbers are hardly ever told.
        from tasks.step import flow_log

        flow_log().warning("%s: %s", profile.name, profile.suppression.warning)
    return workplace


def _finish_erasures(workplace: Workplace) -> None:
    """Go on with an erasure that was killed, and remove what brought an erased name back."""
    with reading(workplace.engine) as connection:
        snapshots, packs = erased_files(connection, workplace.profile.name)
    left = [
        *(workplace.home / "snapshots" / path for path in snapshots),
        *(workplace.packs / path for path in packs),
        workplace.home / UNFINISHED / workplace.profile.name,
    ]
    if any(path.exists() for path in left):
        # Imported here because it takes seconds, and there is hardly ever anything to finish.
        from tasks.erase import Archive, finish_erasures

        finish_erasures(Archive(workplace.profile, workplace.engine, workplace.home))
