"""Care homes in Trafford: locations that the Care Quality Commission registers.

Publisher: Care Quality Commission; one CSV, made by Trafford Data Lab.
Licence: Open Government Licence v3.0.
Shape: one row per location, ``cqc_id``. org-id.guide names no list of the Commission's, so an
identifier is written GB-CQC- and the location's number. Read: number, name and postcode. The
company that runs the home, its kind, address, last inspection and place are not. A rating is not
in the file, and so not recorded.
Faults: ``NA`` is not recorded. Trafford's area code has lost a digit, ``E0800009``, in every row:
each is kept, with a finding.
"""

import pandas as pd

from commissioning.areas.likely import likely_meaning
from commissioning.ingest.mapping import Cell, found, typed
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source, all_data
from models.feeds import PROVIDERS

NOT_RECORDED = frozenset({"NA"})
AREA = "area_code"
CELLS = {
    "provider_org_id": Cell("cqc_id", scheme="GB-CQC", empty="critical"),
    "provider_name": Cell("name", not_recorded=NOT_RECORDED, empty="warning"),
    "postcode": Cell("postcode", not_recorded=NOT_RECORDED),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return one provider a row, identified by its location's number."""
    providers, problems = typed(published, CELLS, PROVIDERS)
    coded = published[AREA].str.strip().str.fullmatch(r"E\d{8}").to_numpy(dtype=bool)
    meant = published[AREA].where(~coded, "").map(likely_meaning)
    cause = meant.where(meant != "", "A code is E and eight digits.")
    miscoded = found(published, ~coded, AREA, "is_an_area_code", "warning", cause)
    return all_data("providers", providers, problems, miscoded)


SOURCE = Source(
    name="cqc_care_homes",
    feed="providers",
    layout=Layout(final_newline=True),
    required=(*(cell.published for cell in CELLS.values()), AREA),
    optional=(
        "type",
        "address",
        "website",
        "provider",
        "inspection_date",
        "cqc_webpage",
        "area_name",
        "lon",
        "lat",
    ),
    parse=parse,
    cells=CELLS,
)
