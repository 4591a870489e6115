"""Section 12: how the data came through its checks, what is missing from it and where it came from."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import live_agreements
from commissioning.packs.reconcile import must_sum
from commissioning.packs.section import Section
from commissioning.packs.stale import EVERY_FEED, stale_lines
from commissioning.packs.tables import Column, Table, is_missing
from commissioning.packs.wording import counted, listed, of_all
from models.feeds import AGREEMENTS

WHY = ["source", "title", "column", "expectation", "likely_cause"]
EXAMPLES = 3


def data_quality(inputs: PackInputs) -> Section:
    """Return rows and pence through the checks, why any were set aside, coverage and sources.

    Every source satisfies rows in = loaded + set aside + not data, and the same in pence.
    """
    loads = reconciled(inputs.quality.loads)
    set_aside = with_titles(inputs.quality.set_aside, loads)
    rows_named_once(set_aside, loads)
    loads = with_open_rows(loads, set_aside)
    findings = with_titles(inputs.quality.findings, loads)
    rows, pence = rows_table(loads), pence_table(loads)
    why = faults_table(
        set_aside,
        "rows_set_aside_by_cause",
        "Why rows were set aside, most rows first",
        WHY,
        "Rows set aside",
    )
    doubts = faults_table(
        findings,
        "findings_by_cause",
        "Doubts about rows that were kept, most rows first",
        [*WHY, "severity"],
        "Rows kept with a doubt",
    )
    coverage = coverage_table(live_agreements(inputs))
    sources = sources_table(inputs.sources)
    return Section(
        name="data_quality",
        title="Data quality",
        context={
            "lead": lead(loads, set_aside, findings),
            "stale": sorted(loads.loc[loads["stale"], "title"]),
            "refused": stale_lines(inputs.quality.refused, EVERY_FEED),
            "rows": rows if len(loads) else None,
            "pence": pence if len(pence.frame) else None,
            "set_aside": why if len(set_aside) else None,
            "findings": doubts if len(findings) else None,
            "coverage": coverage,
            "sources": sources,
        },
        tables=(rows, pence, why, doubts, coverage, sources),
    )


def reconciled(loads: pd.DataFrame) -> pd.DataFrame:
    """Return the loads by title, once every one of them adds up in rows and in pence."""
    for load in loads.to_dict("records"):
        rows = [load["rows_loaded"], load["rows_set_aside"], load["rows_not_data"]]
        must_sum(f"data quality, rows of {load['source']}", rows, int(load["rows_in"]))
        if not pd.isna(load["pence_in"]):
            pence = [load["pence_loaded"], load["pence_set_aside"]]
            must_sum(f"data quality, pence of {load['source']}", pence, int(load["pence_in"]))
    order = ["title", "source", "feed", "edition_on", "digest"]
    stale, edition_on = loads["stale"].astype(bool), pd.to_datetime(loads["edition_on"])
    return loads.assign(stale=stale, edition_on=edition_on).sort_values(order, ignore_index=True)


def rows_named_once(set_aside: pd.DataFrame, loads: pd.DataFrame) -> None:
    """Stop the build where a source's rows set aside are not those that are listed with a reason."""
    row = [column for column in ("source", "load_no", "row_no") if column in set_aside]
    listed_rows = set_aside.drop_duplicates(row).groupby("source").size()
    for source, rows in loads.groupby("source")["rows_set_aside"].sum().items():
        must_sum(
            f"data quality, rows of {source} set aside",
            [int(listed_rows.get(source, 0))],
            int(rows),
        )


def with_open_rows(loads: pd.DataFrame, set_aside: pd.DataFrame) -> pd.DataFrame:
    """Return the loads with how many of their rows set aside were since corrected, and are still open.

    A row that a person found to be no data counts as corrected.
    """
    load = [name for name in ("source", "load_no") if name in set_aside and name in loads]
    still_open = set_aside[set_aside["is_open"].astype(bool)]
    rows = still_open.drop_duplicates([*load, "row_no"]).groupby(load).size().rename("rows_open")
    counted_rows = loads.merge(rows.reset_index(), on=load, how="left")
    is_open = counted_rows["rows_open"].fillna(0).astype("int64")
    return counted_rows.assign(
        rows_open=is_open, rows_corrected=counted_rows["rows_set_aside"] - is_open
    )


def with_titles(cells: pd.DataFrame, loads: pd.DataFrame) -> pd.DataFrame:
    """Return failing cells with the title of their source."""
    titles = loads.drop_duplicates("source").set_index("source")["title"]
    return cells.assign(title=cells["source"].map(titles).fillna(cells["source"]))


def rows_table(loads: pd.DataFrame) -> Table:
    """Return the rows of each load, whether it is stale, and the total."""
    set_aside = ["rows_set_aside", "rows_corrected", "rows_open"]
    counts = ["rows_in", "rows_loaded", *set_aside, "rows_not_data"]
    frame = loads.assign(state=loads["stale"].map({True: "Stale", False: "Up to date"}))
    frame = frame[["title", "source", "feed", *counts, "edition_on", "state", "digest"]]
    total = {"title": "All sources", **{count: int(loads[count].sum()) for count in counts}}
    return Table(
        name="rows_by_source",
        caption="Rows of each source: rows in are those loaded, set aside and not data",
        columns=(
            Column("title", "Source", under=("feed",)),
            Column("rows_in", "Rows in", "count"),
            Column("rows_loaded", "Loaded", "count"),
            Column("rows_set_aside", "Set aside", "count"),
            Column("rows_corrected", "Since corrected", "count"),
            Column("rows_open", "Still set aside", "count"),
            Column("rows_not_data", "Not data", "count"),
            Column("edition_on", "Edition", "day", missing=""),
            Column("state", "State", missing=""),
        ),
        frame=with_total(frame, total),
        has_total=True,
    )


def pence_table(loads: pd.DataFrame) -> Table:
    """Return the money of each load that carries any, and the total."""
    money = ["pence_in", "pence_loaded", "pence_set_aside"]
    carrying = loads[loads["pence_in"].fillna(0) != 0]
    frame = carrying[["title", "source", "feed", *money]].reset_index(drop=True)
    total = {"title": "All sources", **{amount: int(carrying[amount].sum()) for amount in money}}
    return Table(
        name="pence_by_source",
        caption="Value in each source: value in is that loaded and that set aside",
        columns=(
            Column("title", "Source", under=("feed",)),
            Column("pence_in", "Value in", "exact_money"),
            Column("pence_loaded", "Loaded", "exact_money"),
            Column("pence_set_aside", "Set aside", "exact_money"),
        ),
        frame=with_total(frame, total) if len(frame) else frame,
        has_total=len(frame) > 0,
    )


def with_total(frame: pd.DataFrame, total: dict[str, object]) -> pd.DataFrame:
    """Return the frame with its total as the last row, its kinds kept."""
    if frame.empty:
        return frame
    last = pd.DataFrame([total]).reindex(columns=frame.columns).astype(frame.dtypes)
    return pd.concat([frame, last], ignore_index=True)


def faults_table(
    cells: pd.DataFrame, name: str, caption: str, why: list[str], heading: str
) -> Table:
    """Return failing cells by what was expected of them, with the first few as examples."""
    ordered = cells.sort_values(["source", "row_no", "column", "expectation"])
    ordered = ordered.assign(example=[example(cell) for cell in ordered.to_dict("records")])
    grouped = ordered.groupby(why, dropna=False)
    frame = grouped.agg(rows=("row_no", "nunique"), examples=("example", first_few)).reset_index()
    if "is_open" in cells:
        still_open = ordered[ordered["is_open"].astype(bool)].groupby(why, dropna=False)["row_no"]
        open_of = still_open.nunique().rename("rows_open").reset_index()
        frame = frame.merge(open_of, on=why, how="left")
        frame = frame.assign(rows_open=frame["rows_open"].fillna(0).astype("int64"))
    frame = frame.sort_values(
        ["rows", *why], ascending=[False, *[True] * len(why)], ignore_index=True
    )
    severity = (Column("severity", "Severity", "severity"),) if "severity" in why else ()
    still_aside = (Column("rows_open", "Still set aside", "count"),) if "is_open" in cells else ()
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column("title", "Source"),
            Column("column", "Column", "code", missing="Whole row"),
            Column("expectation", "Expected", "code"),
            *severity,
            Column("rows", heading, "count"),
            *still_aside,
            Column("likely_cause", "Likely cause", under=("examples",)),
        ),
        frame=frame,
        stacks=True,
    )


def example(cell: dict[Hashable, Any]) -> str:
    """Return one failing cell as ``line 14: '22/04/222'``."""
    value = "empty" if is_missing(cell["value"]) else f"'{cell['value']}'"
    return f"line {int(cell['line_no']):,}: {value}"


def first_few(examples: pd.Series) -> str:
    """Return the first examples as one line."""
    return "For example " + "; ".join(examples.head(EXAMPLES))


def coverage_table(live: pd.DataFrame) -> Table:
    """Return how many live agreements have each field of the agreements feed recorded."""
    fields = [live[column.frame_name] for column in AGREEMENTS.columns]
    known = [int((field.notna() & (field.astype("str") != "")).sum()) for field in fields]
    frame = pd.DataFrame(
        {
            "field": [column.frame_name for column in AGREEMENTS.columns],
            "title": [field_title(column.frame_name) for column in AGREEMENTS.columns],
            "meaning": [column.meaning for column in AGREEMENTS.columns],
            "recorded": known,
            "agreements": len(live),
            "share": [number / len(live) if len(live) else 0.0 for number in known],
        }
    )
    return Table(
        name="coverage_by_field",
        caption="Coverage: in how many live agreements each field is recorded",
        columns=(
            Column("title", "Field"),
            Column("meaning", "What it is"),
            Column("recorded", "Recorded", "count"),
            Column("agreements", "Of", "count"),
            Column("share", "Share", "share"),
        ),
        frame=frame.sort_values(["recorded", "field"], ascending=[False, True], ignore_index=True),
        fields_of=AGREEMENTS.name,
    )


def field_title(name: str) -> str:
    """Return a field's name as words: ``Ends on``."""
    return name.removesuffix("_pence").replace("_", " ").capitalize()


def sources_table(sources: pd.DataFrame) -> Table:
    """Return every source with its publisher, licence, edition and digest."""
    order = ["title", "source", "edition_on", "digest"]
    return Table(
        name="sources",
        caption="Sources of this pack",
        columns=(
            Column("title", "Source", under=("publisher",)),
            Column("licence", "Licence", under=("attribution",)),
            Column("edition_on", "Edition", "day"),
            Column("digest", "Digest (SHA-256)", "code"),
        ),
        stacks=True,
        frame=sources.assign(edition_on=pd.to_datetime(sources["edition_on"])).sort_values(
            order, ignore_index=True
        ),
    )


def lead(loads: pd.DataFrame, set_aside: pd.DataFrame, findings: pd.DataFrame) -> str:
    """Return the sentence that opens the section."""
    if loads.empty:
        return "No load is recorded for this pack, so nothing can be said of how its data were checked."
    sources = counted(len(loads.drop_duplicates("source")), "source")
    loaded, rows_in = int(loads["rows_loaded"].sum()), int(loads["rows_in"].sum())
    since = int(loads["rows_corrected"].sum())
    corrected = f" ({since:,} since corrected)" if since else ""
    doubtful = len(findings.drop_duplicates(["source", "row_no"]))
    stale = sorted(loads.loc[loads["stale"], "title"])
    state = (
        f"{listed(stale)} {'is' if len(stale) == 1 else 'are'} stale" if stale else "none is stale"
    )
    return (
        f"{of_all(loaded, rows_in)} rows of {sources} were loaded; {int(loads['rows_set_aside'].sum()):,} "
        f"were set aside{corrected}, each with its reason below, and {doubtful:,} were kept with a doubt. Of the sources, {state}."
    )
