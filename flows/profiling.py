"""The needs profile as two flows issue it: after needs data were refreshed, and when it is asked for."""

from datetime import date

from commissioning.dates import quarter_of
from commissioning.packs.stale import NEEDS_FEEDS
from flows.delivery import make_documents, send_issued
from flows.workplace import Workplace, most_wait
from models.pack import Pack
from models.store.engine import reading
from models.store.known import latest_load_no, read_loads
from tasks.announce import announce_pack
from tasks.issue_profile import issue_profile
from tasks.pack_indexes import publish_indexes
from tasks.slots import PackSlot
from tasks.step import flow_log
from tasks.turns import in_turn

NEEDS_AUDIENCE = "needs"


def issue_needs_profile(
    workplace: Workplace, *, on: date, dry_run: bool = False, pdf: bool = False
) -> Pack | None:
    """Issue the needs profile of the quarter that holds the day, and return its row.

    None is issued for an authority that has no source of needs data and none loaded. A ``dry_run`` makes
    the profile and issues nothing; with ``pdf`` it is issued with a PDF beside it.
    """
    profile, engine = workplace.profile, workplace.engine
    if not _has_needs(workplace):
        return None
    period = quarter_of(on, profile.financial_year_start_md)
    slot = PackSlot(profile, engine, workplace.packs, period, NEEDS_AUDIENCE)
    with in_turn(engine, profile.name, f"pack {period.slug}", most_seconds=most_wait()) as held:
        issued = issue_profile(slot, on=on, lease=held, dry_run=dry_run)
    if dry_run:
        return issued
    publish_indexes(engine, workplace.packs, profile)
    if pdf:
        make_documents(workplace, [issued])
    send_issued(workplace, [issued], on=workplace.today)
    flow_log().info("%s needs profile %s: %s", profile.name, period.label, issued.headline)
    announce_pack(
        issued.path,
        f"{profile.title}, needs profile {period.label}",
        issued.headline,
        served_at=workplace.packs_address,
    )
    return issued


def _has_needs(workplace: Workplace) -> bool:
    profile = workplace.profile
    if any(settings.feed in NEEDS_FEEDS for settings in profile.sources.values()):
        return True
    with reading(workplace.engine) as connection:
        load_no = latest_load_no(connection, profile.name)
        loads = read_loads(connection, profile.name, load_no=load_no)
    return bool(loads["feed"].isin(NEEDS_FEEDS).any())
