"""The published spend files that lie beside the repository, and the map shipped for each."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT

SHARED = ROOT.parent / "shared" / "data"
SHIPPED = ROOT / "deployments" / "maps"


@dataclass(frozen=True)
class Published:
    """One file: its map's name, the publisher its aliases are kept under, and where its amounts stand.

    ``header_at`` is the header's record, from 0; ``ragged`` how many rows have another number of cells than the
    rest; ``closing`` how many closing rows, totals or marks, stand at its foot.
    """

    path: str
    map_name: str
    publisher: str
    amount: str
    header_at: int = 0
    ragged: int = 0
    closing: int = 0

    @property
    def file(self) -> Path:
        """Where the file lies."""
        return SHARED / self.path

    @property
    def map_file(self) -> Path:
        """Where its map lies."""
        return SHIPPED / f"{self.map_name}.toml"


FILES = (
    Published(
        "spend_council/calderdale_clean_2022-08.csv", "calderdale-2022", "calderdale", "Net Amount"
    ),
    Published(
        "spend_council/darlington_clean_2010-09.csv",
        "darlington-2010",
        "darlington",
        "Invoice Line Value (net of VAT)",
    ),
    Published(
        "spend_council/darlington_clean_2022-09.csv",
        "darlington-2022",
        "darlington",
        "Invoice Line Value (net of VAT)",
    ),
    Published("spend_council/gateshead_clean_2022-08.csv", "gateshead-2022", "gateshead", "Amount"),
    Published("spend_council/gla_2013-P01.csv", "gla-2013", "gla", "Amount"),
    Published(
        "spend_council/lambeth_2012-06.csv",
        "lambeth-2012",
        "lambeth",
        "Invoice Nett Amount",
        header_at=9,
        ragged=639,
        closing=1,
    ),
    Published("spend_council/leeds_raw_2010-12.csv", "leeds-2010", "leeds", "Net amount"),
    Published(
        "spend_council/manchester_clean_2022-05.csv", "manchester-2022", "manchester", "Net Amount"
    ),
    Published(
        "spend_council/newcastle_clean_2022-08.csv",
        "newcastle-2022",
        "newcastle",
        "Total (excludes VAT)",
    ),
    Published("spend_council/oxford_2014-q1.csv", "oxford-2014", "oxford", "amount", closing=1),
    Published("spend_council/oxford_2018-q1.csv", "oxford-2018", "oxford", "Amount"),
    Published("spend_council/salford_clean_2011-08.csv", "salford-2011", "salford", "Net"),
    Published("spend_council/wakefield_2020-12.csv", "wakefield-2020", "wakefield", "Net Amount"),
    Published("spend_nhs/BART_01_-_April.xlsx", "barts-2020", "barts", "Amount"),
    Published("spend_nhs/CHWE_01_-_April.csv", "chelsea-and-westminster-2020", "chelsea", "amount"),
    Published("spend_nhs/CROY_01_-_April.csv", "croydon-2020", "croydon", "amount"),
    Published("spend_nhs/EPSH_01_-_April.csv", "epsom-and-st-helier-2020", "epsom", "amount"),
    Published("spend_nhs/GUYS_08_-_Novembe.csv", "guys-and-st-thomas-2020", "guys", "amount"),
    Published("spend_nhs/KGST_03_-_June.csv", "kingston-2020", "kingston", "Amount"),
    Published("spend_nhs/NEBD_01_-_April.csv", "barking-and-dagenham-2020", "barking", "amount"),
    Published("spend_nhs/NEBD_02_-_May.csv", "barking-and-dagenham-2020", "barking", "amount"),
    Published("spend_nhs/SGEO_01_-_April.csv", "st-georges-2020", "st_georges", "Amount"),
    Published("spend_nhs/WHIT_01_-_April.csv", "whittington-2020", "whittington", "Amount"),
    Published("spend_card/trafford_card_2026-27.csv", "trafford-card-2026", "trafford", "Amount"),
)
