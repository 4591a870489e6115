"""A question answered as known at a load, kept on record, and shown with its sources."""

import json
from hashlib import sha256
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.answers import KINDS, Asking
from commissioning.answers.disclosure import Disclosure, Total
from commissioning.answers.payees import one_name, payee_keys
from commissioning.answers.question import Evidence, Question, Told
from commissioning.known_providers import KnownProviders
from commissioning.packs.owed import sources_of, stated
from commissioning.profile import Profile
from models.answer import Answer
from models.store.answers import record_answer, totals_told
from models.store.engine import publishing, reading
from models.store.facts import read_facts
from models.store.known import read_loads
from models.store.payments_known import payments_of_years, payments_without_a_year
from models.store.row_ids import DIGEST_SHOWN
from tasks.step import step
from tasks.store import register_of

PUBLIC = "public"


@step
def answer(
    question: Question, profile: Profile, engine: Engine, *, load_no: int, part: str
) -> dict[str, Any]:
    """Return the answer in the documented shape, with ``lines`` that say more; it is kept on record.

    Where something is withheld it is asked and recorded in one transaction, so that no two answers
    given at once can be subtracted from each other.
    """
    with reading(engine) as connection:
        evidence = _evidence(connection, question, profile, load_no)
        loads = stated(read_loads(connection, profile.name, load_no=load_no))
    with publishing(engine) as connection:
        disclosure = _disclosure(connection, profile, part)
        asking = Asking(question, evidence, disclosure)
        asking.must_be_known()
        told = KINDS[question.kind](asking)
        shape = {
            "question": {"authority": profile.name, "part": part, "load": load_no, **asking.asked},
            "answer": told.answer,
            "coverage": told.coverage,
            "rows": told.figures,
        }
        row = Answer(
            authority=profile.name,
            answer_no=0,
            kind=question.kind,
            question=_json(shape["question"]),
            part=part,
            on_day=question.on,
            load_no=load_no,
            answer=told.answer,
            digest=sha256(_json(shape).encode()).hexdigest(),
        )
        totals = [(total.measure, total.payments) for total in disclosure.told]
        record_answer(connection, row, totals)
    return {**shape, "sources": _sources(profile, told, loads), "lines": list(told.lines)}


def _disclosure(connection: Connection, profile: Profile, part: str) -> Disclosure:
    """Return what may be told to this part, knowing every total that was told to the public before."""
    if part != PUBLIC or "provider_values" not in profile.publication.exempt:
        return Disclosure()
    before = tuple(Total(*told) for told in totals_told(connection, profile.name))
    return Disclosure(withholds=True, before=before)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _evidence(
    connection: Connection, question: Question, profile: Profile, load_no: int
) -> Evidence:
    years = question.years(profile.financial_year_start_md)
    facts = read_facts(connection, profile.name, load_no=load_no)
    if not question.reads_payments:  # which may be a million rows
        years = []
    payments = payments_of_years(connection, profile.name, load_no=load_no, years=years)
    known = KnownProviders(facts.providers, lambda: facts.agreements)
    register = register_of(facts, known, profile.name, load_no, profile.financial_year_start_md)
    return Evidence(
        register=register,
        payments=_with_payees(payments, register.agreements, known),
        without_a_year=payments_without_a_year(connection, profile.name, load_no=load_no)
        if years
        else 0,
        departments=profile.departments,
        training=profile.training.model_dump(),
    )


def _with_payees(
    payments: pd.DataFrame, agreements: pd.DataFrame, known: KnownProviders
) -> pd.DataFrame:
    """Return the payments with ``provider_key``, ``provider_type`` and ``provider``, the body's one name.

    A payment that names no payee is to its agreement's provider; the type is the register's, or that
    of the agreement. In doubt two payees are one in ``provider_key``, and two in ``provider``.
    """
    first = agreements.drop_duplicates("reference").set_index("reference")
    of_agreement = {
        name: payments["reference"].map(first[name])
        for name in ("provider_name", "provider_org_id", "provider_type")
    }
    nameless = payments["provider_name"].isna() & payments["provider_org_id"].isna()
    names, ids = (
        payments[name].mask(nameless, of_agreement[name])
        for name in ("provider_name", "provider_org_id")
    )
    payees = known.identified(names, ids, payments["paid_on"])
    is_body = payees["known_by"] != "name"
    types = known.types(payees["provider_key"], names)["provider_type"]
    return payments.assign(
        provider_key=payee_keys(names, payees["provider_key"].where(is_body)),
        provider_type=types.fillna(of_agreement["provider_type"]).astype("str"),
        provider=one_name(payees["provider_key"], payments["provider_name"]),
    )


def _sources(profile: Profile, told: Told, loads: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what the cited rows came from; where no row was found, the files that have none."""
    cited = {row.partition(":")[0] for figure in told.figures for row in figure["row_ids"]}
    is_cited = loads["snapshot"].str[:DIGEST_SHOWN].isin(cited)
    chosen = loads[is_cited | (~is_cited.any() & loads["feed"].isin(told.feeds))]
    return [
        {name: None if pd.isna(value) else _plain(value) for name, value in source.items()}
        for source in sources_of(profile, chosen).astype(object).to_dict("records")
    ]


def _plain(value: Any) -> Any:
    return str(value.date()) if isinstance(value, pd.Timestamp) else value
