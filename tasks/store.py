"""Frames in and out of the database, with their load."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from sys import modules

import pandas as pd
from sqlalchemy import Engine

from commissioning.dates import YEAR_MONTHS, months_before
from commissioning.ingest.kept_text import lines_of
from commissioning.ingest.snapshot import Kept
from commissioning.ingest.staging import Staged
from commissioning.known_providers import KnownProviders
from commissioning.memory import give_back_memory
from commissioning.profile_tables import SourceSettings
from commissioning.register import OF_AGREEMENTS, Register, awarded_as_grant, empty, shaped
from commissioning.rules.kept import told_of
from commissioning.rules.outcomes import Outcomes
from commissioning.sources.source import Source
from commissioning.version import package_version
from expectations import SUITES
from models.ledger import Load
from models.store.arrival import Arrival, Edition, Slot
from models.store.cases import CaseCounts, update_cases
from models.store.decided import Decided
from models.store.engine import publishing, reading
from models.store.facts import Facts, read_facts
from models.store.judgements import Asking, find_judgement, save_judgement
from models.store.known import read_observed
from models.store.lease import Lease
from models.store.listing import ReadAgain
from models.store.payments_known import payments_by_department, payments_by_provider
from models.store.publish import publish
from tasks.step import step

# What turns bytes into canonical rows, beside the source's own module.
INGEST = (
    "commissioning.dates",
    "commissioning.identifiers",
    "commissioning.ingest.json_file",
    "commissioning.ingest.json_objects",
    "commissioning.ingest.json_values",
    "commissioning.ingest.layout",
    "commissioning.ingest.mapping",
    "commissioning.ingest.parsing",
    "commissioning.ingest.reader",
    "commissioning.ingest.totals",
    "commissioning.money",
    "models.feeds",
)


def load_digest(kept: Kept, source: Source, settings: SourceSettings) -> str:
    """Return the digest of all that makes a load: the bytes, and everything that reads them."""
    own = getattr(source.parse, "func", source.parse).__module__
    reads = (*INGEST, own, *source.modules)
    files = (*(Path(str(modules[name].__file__)) for name in reads), *source.reads)
    adapter = b"\0".join(file.read_bytes() for file in files)
    said = {
        "bytes": kept.digest,
        "adapter": f"{source.name} {sha256(adapter).hexdigest()}",
        "suite": " ".join(SUITES.digest(feed) for feed in (source.feed, *source.also)),
        "version": package_version(),
        "edition_on": str(settings.edition_on),
        "complete": settings.complete,
        "keep_with_finding": sorted(settings.keep_with_finding),
    }
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@step
def store(
    staged: Staged,
    *,
    engine: Engine,
    lease: Lease,
    slot: Slot,
    kept: Kept,
    source: Source,
    settings: SourceSettings,
    loaded_on: date,
    read_again: ReadAgain,
    is_by_hand: bool = False,
    corrects: int | None = None,
    closes: tuple[int, ...] = (),
) -> Load:
    """Publish a staged load in one transaction and return its ledger row.

    ``read_again`` reads the files of later editions, where this one comes late. ``corrects`` is the load whose rows, set aside, it brings back; ``closes`` the numbers of those rows.
    """
    arrival = Arrival(
        slot=slot,
        edition=Edition(
            snapshot=kept.digest,
            path=f"{slot.authority}/{kept.digest}",
            size=kept.size,
            file=kept.name,
            adapter=source.name,
            loaded_on=loaded_on,
            edition_on=settings.edition_on,
            complete=settings.complete,
            is_by_hand=is_by_hand,
            corrects=corrects,
        ),
        digest=load_digest(kept, source, settings),
        columns=staged.header,
        counts=staged.counts,
        parts=source.parts,
        feeds=staged.feeds,
        frames=staged.staging.frames,
        set_aside=staged.set_aside,
        findings=staged.findings,
        checks=staged.checks,
        refused=staged.staging.refused,
        closes=closes,
        lines=lambda: lines_of(kept.path),
    )
    return publish(engine, arrival, lease, read_again)


@step
def read_register(
    engine: Engine,
    authority: str,
    *,
    load_no: int,
    financial_year_start: tuple[int, int] = (4, 1),
    paid_until: date | None = None,
) -> Register:
    """Return the register as known at a load, with the payments of departments that own nothing in it.

    Where ``paid_until`` is given it has every sum paid in the twelve months to that day, too.
    """
    with reading(engine) as connection:
        facts = read_facts(connection, authority, load_no=load_no)
        is_owned = ~awarded_as_grant(facts.agreements)
        unowned = payments_by_department(
            connection,
            authority,
            load_no=load_no,
            owners=facts.agreements.loc[is_owned, "department"],
        )
        paid = empty("payments_by_provider")
        if paid_until is not None:
            since = months_before(paid_until, YEAR_MONTHS)
            paid = payments_by_provider(
                connection, authority, load_no=load_no, since=since, until=paid_until
            )
    known = KnownProviders(facts.providers, lambda: facts.agreements)
    register = register_of(facts, known, authority, load_no, financial_year_start)
    return replace(
        register,
        payments_by_department=_paid_to(known, unowned, "payments_by_department"),
        payments_by_provider=_paid_to(known, paid, "payments_by_provider"),
    )


def _paid_to(known: KnownProviders, payments: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return payments in their frame's shape, with the ``provider_key`` of each payee."""
    payees = known.identified(
        payments["provider_name"], payments["provider_org_id"], payments["paid_on"]
    )
    return shaped(payments.assign(provider_key=payees["provider_key"]), name)


def register_of(
    facts: Facts,
    known: KnownProviders,
    authority: str,
    load_no: int,
    financial_year_start: tuple[int, int],
) -> Register:
    """Return facts read from the database in the shape that rules are asked of.

    What only a rule asks for, and no fact holds, is empty: ``payments_by_department``,
    ``payments_by_provider`` and ``observations``.
    """
    agreements = known.told_of(facts.agreements)
    agreements = agreements.assign(providers=agreements["provider_name"])
    payments = facts.payments.drop(columns="reference").rename(columns={"agreement": "reference"})
    return Register(
        authority=authority,
        load_no=load_no,
        agreements=shaped(agreements, "agreements"),
        payments=shaped(payments, "payments"),
        loaded_feeds=facts.loaded,
        financial_year_start=financial_year_start,
        **{
            name: shaped(facts.of_feed[name], name)
            for name in (*OF_AGREEMENTS, "needs_assessments", "providers")
        },
    )


@step
def read_need(engine: Engine, register: Register, *, indicators: tuple[str, ...]) -> Register:
    """Return the register with what was observed of some indicators, as known at its own load."""
    with reading(engine) as connection:
        observed = read_observed(
            connection, register.authority, load_no=register.load_no, indicators=indicators
        )
    return replace(register, observations=shaped(observed, "observations"))


@step
def save_results(
    outcomes: Outcomes, decided: Decided, *, engine: Engine, asking: Asking, lease: Lease
) -> tuple[int, CaseCounts]:
    """Store a judgement, unless the very same was made before, and bring the cases up to date.

    Returns the judgement's number and what it did to the cases.
    """
    with publishing(engine) as connection:
        lease.must_hold(connection)
        number = find_judgement(connection, asking)
        if number is None:
            told = [told_of(answers) for answers in outcomes.answers]
            give_back_memory()
            number = save_judgement(connection, asking, told)
            del told
            give_back_memory()
        counts = update_cases(
            connection,
            asking.authority,
            judgement_no=number,
            load_no=asking.load_no,
            on=asking.on,
            found=outcomes.of_cases(),
            decided=decided,
        )
    return number, counts
