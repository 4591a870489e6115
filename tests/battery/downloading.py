"""A register fetched from an imitation, with a clock that only waiting moves."""

from pathlib import Path

from commissioning.ingest.snapshot import Kept
from commissioning.profile_tables import SourceSettings
from tasks.fetch import LIMITS, fetch
from tasks.http_client import Limits
from tests.services.imitation import HOST, Imitation
from tests.services.pulling import Waiting, profile_of

REGISTER = (
    Path(__file__).parents[2] / "examples" / "salford" / "salford_contracts_register_2022-07.csv"
).read_bytes()


def register_at(address: str) -> SourceSettings:
    """Return Salford's register as a source that is fetched from an address."""
    return SourceSettings(
        feed="agreements",
        adapter="salford_register",
        url=f"{address}register.csv",
        slot="register",
        title="Register",
        publisher="Salford City Council",
        licence="Open Government Licence v3.0",
    )


def downloaded(
    imitation: Imitation,
    home: Path,
    waiting: Waiting,
    *,
    limits: Limits = LIMITS,
    hosts: tuple[str, ...] = (HOST,),
    address: str = "",
) -> Kept:
    """Return the register as it is fetched from an imitation."""
    settings = register_at(address or imitation.address)
    profile = profile_of(settings, hosts=hosts)
    snapshots = home / "snapshots"
    return fetch.fn(profile, settings, snapshots=snapshots, clock=waiting.clock(), limits=limits)
