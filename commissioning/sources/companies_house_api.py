"""Providers as Companies House's register knows them now, asked by number.

Publisher: Companies House; pulled with ``service = "companies-house"``.
Licence: free of charge; no restriction on use.
Shape: one line of JSON for each company number: ``{"number": …, "company": …, "insolvency": …}``, the
register's own answers; ``insolvency`` is null where there is no case. Read: number, name, postcode,
whether an insolvency case is open, whether accounts are overdue.
Faults: a case says only by the kinds of its dates whether it is over. A members' voluntary
liquidation is of a solvent company and is no insolvency. A company that is no longer active is kept,
with a finding. A number that the register does not have is no data.
"""

from pathlib import Path

import pandas as pd

from commissioning.identifiers import COMPANY
from commissioning.ingest.json_reader import Json
from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.register_answers import NUMBER, AnswersFile, text_in
from commissioning.sources.source import Parsed, Source
from models.feeds import PROVIDERS

STATUS, INSOLVENCY = "company_status", "insolvency"
# Companies House, api-enumerations, insolvency_case_date_type: those that end a case.
ENDS = frozenset(
    {
        *("concluded-winding-up-on", "dissolved-on", "case-end-on", "administration-ended-on"),
        *("administration-discharged-on", "voluntary-arrangement-ended-on", "moratorium-ended-on"),
    }
)
SOLVENT = frozenset({"members-voluntary-liquidation"})
ACTIVE = frozenset(
    {"active", "open", "registered"}
)  # of companies, overseas branches, other bodies
PATHS = {
    "company_name": ("company_name",),
    "registered_office_address.postal_code": ("registered_office_address", "postal_code"),
    "accounts.overdue": ("accounts", "overdue"),
    STATUS: (STATUS,),
}
CELLS = {
    "provider_org_id": Cell(NUMBER, scheme=COMPANY, empty="critical"),
    "provider_name": Cell("company_name", empty="critical"),
    "postcode": Cell("registered_office_address.postal_code"),
    "insolvency": Cell(INSOLVENCY),
    "accounts_overdue": Cell("accounts.overdue"),
}
COLUMNS = (*(cell.published for cell in CELLS.values()), STATUS)


def cells_of(answer: Json) -> dict[str, str]:
    """Return one company's cells."""
    told = {name: text_in(answer["company"], *path) for name, path in PATHS.items()}
    return {**told, NUMBER: text_in(answer, NUMBER), INSOLVENCY: _insolvency(answer)}


def _insolvency(answer: Json) -> str:
    """Return whether a case of insolvency is open; empty where the register was not asked."""
    if INSOLVENCY not in answer:
        return ""
    known = answer[INSOLVENCY] or {}
    cases = [case for case in known.get("cases") or [] if isinstance(case, dict)]
    return "yes" if any(map(_is_open, cases)) else "no"


def _is_open(case: Json) -> bool:
    dates = [each for each in case.get("dates") or [] if isinstance(each, dict)]
    is_over = any(text_in(each, "type") in ENDS for each in dates)
    return text_in(case, "type") not in SOLVENT and not is_over


def opens(path: Path, name: str) -> AnswersFile:
    """Return a file of answers, opened."""
    return AnswersFile(path, name, "company", COLUMNS, cells_of)


def parse(published: pd.DataFrame) -> Parsed:
    """Return one provider a row, identified by its company number; of which sector is not told."""
    providers, problems = typed(published, CELLS, PROVIDERS)
    status = published[STATUS].str.lower()
    gone = ((status != "") & ~status.isin(ACTIVE)).to_numpy(dtype=bool)
    cause = "The company is no longer active: dissolved, in liquidation or in administration."
    told = found(published, gone, STATUS, "is_active", "warning", cause)
    not_data = pd.DataFrame({"row_no": [], "reason": []}).astype(
        {"row_no": "int64", "reason": "str"}
    )
    return Parsed({"providers": providers}, joined([problems, told]), not_data)


SOURCE = Source(
    name="companies_house_api",
    feed="providers",
    layout=Layout(),
    required=COLUMNS,
    parse=parse,
    cells=CELLS,
    opens=opens,
)
