"""Salford City Council's contracts register, as it stood in July 2022.

Publisher: Salford City Council, one CSV, the whole register each time; collected by ODI Leeds.
Licence: Open Government Licence v3.0.
Shape: one row per contract or part of one (a lot, one of several providers), the reference
repeated; pounds for the whole term including extensions; ISO days. The register lists what is in
force, so every row is active. Every row is a contract let before the Procurement Act 2023 began
(24 February 2025): instrument ``contract``, regime ``pcr2015_legacy``.
Faults: ``TBC``, ``X``, ``N/A`` and ``-`` stand for no day or no value. Where an extension was
taken, End Date was often moved to the new end, so the initial end is lost. Option months are
sometimes each and sometimes in total. Company Number holds charity numbers, ``Various`` and two
numbers in one cell. No day is ever put in another's place, and no agreement is hidden for a fault:
each is a finding. ``OJEU/FTS?`` is not read.
"""

import pandas as pd

from commissioning.dates import months_after
from commissioning.identifiers import COMPANY
from commissioning.ingest.mapping import Cell, as_published, found, joined, typed, without_totals
from commissioning.ingest.reader import Layout
from commissioning.sources.source import Parsed, Source
from models.feeds import AGREEMENTS, EXTENSIONS, Column, Feed

START, END, EXPIRY = "Start Date", "End Date", "Current Expiry Date"
OPTION, OFFERED = "Option to extend (months)", "How many extensions"
TAKEN_1, TAKEN_2 = "Extension 1 Taken?", "Extension 2 Taken?"
TOTAL_VALUE, ANNUAL_VALUE = "Total Contract Value (including extensions)", "Annual Value"
PROCESS, SUPPLIER, COMPANY_NUMBER = "Process Used", "Supplier Company Name", "Company Number"

NOT_RECORDED = frozenset({"TBC", "X", "N/A", "-"})
METHODS = {
    "ITT": "open",
    "RFQ": "selective",
    "Mini-Comp": "selective",
    "Direct Call-Off": "direct",
    "CSO Exception": "direct",  # a waiver of contract standing orders; its ground is not published
    "Other": "",
}
MARKS = {"Yes": "taken", "1": "taken", "No": "", "0": "", "N/A": ""}
LONGEST_OPTION = 1_200  # the longest term in the register is a hundred years
NAMES_NOBODY = ("various", "various providers")

CELLS = {
    "reference": Cell("Contract Reference", empty="critical"),
    "title": Cell("Contract Title"),
    "specification": Cell("Contract Description"),
    "department": Cell("Directorate Name"),
    "commissioner": Cell("Purchasing Body"),
    "service_category": Cell("ProClass Description"),
    "provider_name": Cell(SUPPLIER),
    "provider_org_id": Cell(COMPANY_NUMBER, scheme=COMPANY),
    "procurement_method": Cell(PROCESS, choices=METHODS, unreadable="warning"),
    "starts_on": Cell(START, not_recorded=NOT_RECORDED, unreadable="warning"),
    "ends_on": Cell(EXPIRY, not_recorded=NOT_RECORDED, unreadable="warning", empty="warning"),
    "value_gbp": Cell(TOTAL_VALUE, not_recorded=NOT_RECORDED, unreadable="warning"),
    "annual_value_gbp": Cell(ANNUAL_VALUE, not_recorded=NOT_RECORDED, unreadable="warning"),
}
CONSTANTS = {"instrument": "contract", "regime": "pcr2015_legacy", "status": "active"}

# What the register says of a term, from which extensions and the latest end are worked out.
TERM = Feed(
    name="salford_term",
    meaning="What the register says of a term",
    key=(),
    columns=(
        Column("end_date", "day", "The end as awarded, or as moved by an extension"),
        Column("option_months", "integer", "Months of one option to extend, or of all"),
        Column("extension_1", "choice", "Whether the first extension is marked as taken"),
        Column("extension_2", "choice", "Whether the second extension is marked as taken"),
    ),
)
TERM_CELLS = {
    "end_date": Cell(END, not_recorded=NOT_RECORDED, unreadable="warning"),
    "option_months": Cell(OPTION, not_recorded=NOT_RECORDED, unreadable="warning", empty="warning"),
    "extension_1": Cell(TAKEN_1, choices=MARKS, unreadable="warning"),
    "extension_2": Cell(TAKEN_2, choices=MARKS, unreadable="warning"),
}


def parse(published: pd.DataFrame) -> Parsed:
    """Return the agreements, and the extensions the register shows: one a row at most."""
    data, not_data = without_totals(published, (TOTAL_VALUE, ANNUAL_VALUE))
    agreements, problems = typed(data, CELLS, AGREEMENTS, constants=CONSTANTS)
    term, term_problems = typed(data, TERM_CELLS, TERM)
    term["marks"] = term[["extension_1", "extension_2"]].notna().sum(axis=1)
    term["later"] = agreements["ends_on"] > term["end_date"]
    term["extended"] = term["later"] | (term["marks"] > 0)
    term["offered"] = data[OFFERED].str.strip()

    called_off = data[PROCESS].str.strip() == "Direct Call-Off"
    agreements["direct_award_ground"] = agreements["direct_award_ground"].mask(
        called_off, "framework call-off"
    )
    agreements["latest_end_on"] = _latest_ends(agreements["ends_on"], term)
    agreements["as_published"] = as_published(data, (START, END, EXPIRY))

    findings = [
        _with_end_date(problems, data),
        term_problems,
        *_order_findings(data, agreements, term["end_date"]),
        *_extension_findings(data, agreements["ends_on"], term),
        _unnamed_providers(data),
    ]
    frames = {"agreements": agreements, "extensions": _extensions(agreements, term)}
    return Parsed(frames, joined(findings), not_data)


def _latest_ends(ends_on: pd.Series, term: pd.DataFrame) -> pd.Series:
    """Return the last possible end: ends_on where no option is left, else one option's months on.

    Missing where two or more extensions are offered, or none beside option months: the months are
    sometimes each and sometimes in total. The months run from the day after the end.
    """
    months = term["option_months"]
    one_offered = months.between(1, LONGEST_OPTION).fillna(False) & (term["offered"] == "1")
    no_more = (months == 0).fillna(False) | (one_offered & term["extended"])
    day = pd.Timedelta(days=1)
    with_option = months_after(ends_on + day, months.where(one_offered)) - day
    return ends_on.where(no_more, with_option)


def _extensions(agreements: pd.DataFrame, term: pd.DataFrame) -> pd.DataFrame:
    """Return an extension for each term that was lengthened, without day of decision or authority.

    ``previous_ends_on`` is missing where End Date was moved to the new end.
    """
    extended = term["extended"] & agreements["ends_on"].notna()
    shown = agreements.assign(
        previous_ends_on=term["end_date"].where(term["later"]), new_ends_on=agreements["ends_on"]
    )[extended]
    blank, _ = typed(shown, {}, EXTENSIONS, constants={"kind": "option"})
    return blank.assign(**shown[["reference", "previous_ends_on", "new_ends_on"]])


def _with_end_date(problems: pd.DataFrame, data: pd.DataFrame) -> pd.DataFrame:
    """Say beside each expiry that is not recorded what End Date has."""
    end = data[END].str.strip().reindex(problems["row_no"]).set_axis(problems.index)
    told = ("End Date says '" + end + "', which is not put in its place.").mask(
        end == "", "End Date is empty too."
    )
    lost = problems["column"] == EXPIRY
    return problems.assign(likely_cause=problems["likely_cause"].mask(lost, told))


def _order_findings(
    data: pd.DataFrame, agreements: pd.DataFrame, end_date: pd.Series
) -> list[pd.DataFrame]:
    """Return what is wrong with the order of a row's days; the agreement is kept as published."""
    starts_on, ends_on = agreements["starts_on"], agreements["ends_on"]
    end_early = end_date < starts_on
    expiry_early = (ends_on < starts_on) & ~end_early
    starts = "It starts on '" + data[START].str.strip() + "': one of the two is mistyped."
    ends = "End Date is '" + data[END].str.strip() + "': the contract was cut short, or mistyped."
    return [
        found(data, end_early, END, "ends_before_it_starts", "warning", starts),
        found(data, expiry_early, EXPIRY, "ends_before_it_starts", "warning", starts),
        found(data, ends_on < end_date, EXPIRY, "expiry_before_end", "warning", ends),
    ]


def _extension_findings(
    data: pd.DataFrame, ends_on: pd.Series, term: pd.DataFrame
) -> list[pd.DataFrame]:
    """Return where options and extensions cannot be told apart, or do not agree with the days."""
    marked = term["marks"] > 0
    moved = marked & (ends_on == term["end_date"])
    months = term["option_months"]
    too_long = (months > LONGEST_OPTION).fillna(False)
    unclear = too_long | ((months > 0).fillna(False) & (term["offered"] != "1"))
    offered = pd.to_numeric(term["offered"].where(term["offered"].str.fullmatch("[0-9]{1,3}")))
    offers = OFFERED + " says '" + term["offered"] + "'"
    return [
        found(
            data,
            unclear,
            OPTION,
            "option_months_ambiguous",
            "warning",
            (offers + ": the months are sometimes each and sometimes in total.").mask(
                too_long, "Days or a value typed where months belong."
            ),
        ),
        found(
            data,
            moved,
            END,
            "initial_end_overwritten",
            "warning",
            "An extension is marked as taken and End Date was moved to the new end.",
        ),
        found(
            data,
            term["later"] & ~marked,
            TAKEN_1,
            "extension_not_marked",
            "warning",
            "The expiry is later than End Date, so an extension was taken and not marked.",
        ),
        found(
            data,
            term["marks"] > offered,
            OFFERED,
            "more_taken_than_offered",
            "warning",
            offers + ", and more are marked as taken.",
        ),
    ]


def _unnamed_providers(data: pd.DataFrame) -> pd.DataFrame:
    """Return the suppliers that nobody named."""
    unnamed = data[SUPPLIER].str.strip().str.casefold().isin(NAMES_NOBODY)
    several = "Several providers share the row; each should have a row of its own."
    return found(data, unnamed, SUPPLIER, "provider_not_named", "warning", several)


SOURCE = Source(
    name="salford_register",
    feed="agreements",
    layout=Layout(footer_marks=("Total", "Grand Total"), final_newline=True),
    required=(
        *(cell.published for cell in CELLS.values()),
        *(cell.published for cell in TERM_CELLS.values()),
        OFFERED,
    ),
    optional=(
        "Supplier Postcode",
        "OJEU/FTS?",
        "Contract Duration (months)",
        "SME Supplier?",
        "ProClass Classification",
        "Visibility",
    ),
    parse=parse,
    cells=CELLS,
    parts=True,
)
