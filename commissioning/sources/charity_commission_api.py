"""Providers as the Charity Commission's register of England and Wales knows them now, asked by number.

Publisher: Charity Commission for England and Wales; pulled with ``service = "charity-commission"``.
Licence: Open Government Licence v3.0.
Shape: one line of JSON for each charity number: ``{"number": …, "charity": …}``, where the charity is
the register's own answer. Read: number, name, postcode, and whether it is insolvent or in
administration. What it does, its trustees and its accounts are not.
Faults: a charity that was removed stays in the register under ``reg_status`` ``RM``; it is kept, with
a finding. A number that the register does not have is no data.
"""

from pathlib import Path

import pandas as pd

from commissioning.identifiers import CHARITY
from commissioning.ingest.json_reader import Json
from commissioning.ingest.mapping import Cell, found, joined, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.register_answers import NUMBER, AnswersFile, text_in
from commissioning.sources.source import Parsed, Source
from models.feeds import PROVIDERS

STATUS, INSOLVENCY = "reg_status", "insolvency"
REMOVED = "RM"
CELLS = {
    "provider_org_id": Cell(NUMBER, scheme=CHARITY, empty="critical"),
    "provider_name": Cell("charity_name", empty="critical"),
    "postcode": Cell("address_post_code"),
    "insolvency": Cell(INSOLVENCY),
}
COLUMNS = (*(cell.published for cell in CELLS.values()), STATUS)


def cells_of(answer: Json) -> dict[str, str]:
    """Return one charity's cells."""
    charity = answer["charity"]
    faults = [text_in(charity, name) for name in ("insolvent", "in_administration")]
    insolvency = "yes" if "yes" in faults else "no" if "no" in faults else ""
    names = (NUMBER, INSOLVENCY)
    told = {name: text_in(charity, name) for name in COLUMNS if name not in names}
    return {**told, NUMBER: text_in(answer, NUMBER), INSOLVENCY: insolvency}


def opens(path: Path, name: str) -> AnswersFile:
    """Return a file of answers, opened."""
    return AnswersFile(path, name, "charity", COLUMNS, cells_of)


def parse(published: pd.DataFrame) -> Parsed:
    """Return one third-sector provider a row, identified by its charity number."""
    providers, problems = typed(
        published, CELLS, PROVIDERS, constants={"provider_type": "third_sector"}
    )
    removed = (published[STATUS].str.upper() == REMOVED).to_numpy(dtype=bool)
    cause = "The charity was removed from the register: it closed, merged or ceased to be one."
    gone = found(published, removed, STATUS, "is_registered", "warning", cause)
    not_data = pd.DataFrame({"row_no": [], "reason": []}).astype(
        {"row_no": "int64", "reason": "str"}
    )
    return Parsed({"providers": providers}, joined([problems, gone]), not_data)


SOURCE = Source(
    name="charity_commission_api",
    feed="providers",
    layout=Layout(),
    required=COLUMNS,
    parse=parse,
    cells=CELLS,
    opens=opens,
)
