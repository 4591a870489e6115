"""A question answered as known at a load, kept on record, and shown with its sources."""

import json
from hashlib import sha256
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from commissioning.answers import KINDS, Asking
from commissioning.answers.disclosure import Disclosure
from commissioning.answers.question import Evidence, Question, Told
from commissioning.profile import Profile
from models.answer import Answer
from models.names import folded
from models.store.answers import record_answer, totals_told
from models.store.engine import publishing
from models.store.facts import Facts, read_facts
from models.store.known import read_loads
from models.store.payments_known import payments_of_years
from models.store.row_ids import DIGEST_SHOWN
from tasks.render import sources_of, stated
from tasks.step import step
from tasks.store import register_of

PUBLIC = "public"


@step
def answer(
    question: Question, profile: Profile, engine: Engine, *, load_no: int, part: str
) -> tuple[Told, list[dict[str, Any]]]:
    """Return what is told and the sources it rests on; the answer is kept on record.

    Asked and recorded in one transaction, so that no two answers given at once can be subtracted from
    each other.
    """
    withholds = part == PUBLIC and "provider_values" in profile.publication.exempt
    with publishing(engine) as connection:
        told_before = totals_told(connection, profile.name) if withholds else {}
        disclosure = Disclosure.after(told_before) if withholds else Disclosure()
        evidence = _evidence(connection, question, profile, load_no)
        told = KINDS[question.kind](Asking(question, evidence, disclosure))
        shape = {"answer": told.answer, "coverage": told.coverage, "rows": told.figures}
        row = Answer(
            authority=profile.name,
            answer_no=0,
            kind=question.kind,
            question=_json(question.asked()),
            part=part,
            on_day=question.on,
            load_no=load_no,
            answer=told.answer,
            digest=sha256(_json({"question": question.asked(), **shape}).encode()).hexdigest(),
        )
        record_answer(connection, row, disclosure.told)
        return told, _sources(connection, profile, told, load_no)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _evidence(
    connection: Connection, question: Question, profile: Profile, load_no: int
) -> Evidence:
    facts = read_facts(connection, profile.name, load_no=load_no)
    register = register_of(facts, profile.name, load_no, profile.financial_year_start_md)
    years = question.years(profile.financial_year_start_md)
    payments = payments_of_years(connection, profile.name, load_no=load_no, years=years)
    return Evidence(
        register=register,
        payments=_payees(payments, facts),
        departments=profile.departments,
        training=profile.training.model_dump(),
    )


def _payees(payments: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Return the payments with ``provider_key`` and ``provider_type``: of the register, or the agreement."""
    registered = facts.of_feed["providers"].drop_duplicates("provider_org_id", keep="last")
    of_register = payments["provider_org_id"].map(
        registered.set_index("provider_org_id")["provider_type"]
    )
    agreements = facts.agreements.drop_duplicates("reference").set_index("reference")
    of_agreement = payments["reference"].map(agreements["provider_type"])
    return payments.assign(
        provider_key=payments["provider_org_id"].fillna(folded(payments["provider_name"])),
        provider_type=of_register.fillna(of_agreement).astype("str"),
    )


def _sources(
    connection: Connection, profile: Profile, told: Told, load_no: int
) -> list[dict[str, Any]]:
    """Return what the cited rows came from: title, publisher, licence, edition and digest."""
    cited = {row.partition(":")[0] for figure in told.figures for row in figure["row_ids"]}
    loads = stated(read_loads(connection, profile.name, load_no=load_no))
    sources = sources_of(profile, loads)
    of_cited = sources[sources["digest"].str[:DIGEST_SHOWN].isin(cited)]
    return [
        {name: None if pd.isna(value) else _plain(value) for name, value in source.items()}
        for source in of_cited.astype(object).to_dict("records")
    ]


def _plain(value: Any) -> Any:
    return str(value.date()) if isinstance(value, pd.Timestamp) else value
