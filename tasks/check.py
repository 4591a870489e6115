"""A frame held to its suite: what is set aside, what is kept with a finding, and what stops the source."""

from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import pandas as pd

from commissioning.areas.likely import likely_meaning
from commissioning.errors import CommissioningError, SourceChanged
from expectations.suite import Suite, cause_of, column_of, columns_of, name_of
from expectations.table import Totals
from models.feeds import FEEDS

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

NO_FAILURES = pd.DataFrame(
    {
        "row_no": pd.Series(dtype="int64"),
        **{
            name: pd.Series(dtype="str")
            for name in ("column", "expectation", "severity", "likely_cause")
        },
    }
)
CHECK_COLUMNS = ("expectation", "column", "severity", "rows", "failed", "broken", "detail")

# What such a code was probably meant to be is told in place of the promise's notes.
ABOUT_AREA_CODES = ("area_code_malformed", "area_code_unknown")

ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Earlier:
    """What the slot's last load had: its columns, and where it was complete its rows and pence."""

    columns: tuple[str, ...] = ()
    rows: int | None = None
    pence: int | None = None


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True)
class Checked:
    """What came of holding one frame to its suite.

    ``failures`` has one row for each source row and promise it broke: ``row_no``, ``column``,
    ``expectation``, ``severity`` (``critical``: the row is set aside; ``warning``: it is kept with
    this finding) and ``likely_cause``. ``checks`` has one row a promise: ``expectation``,
    ``column``, ``severity``, ``rows`` (asked), ``failed``, ``broken`` and ``detail``.
    """

    failures: pd.DataFrame
    checks: pd.DataFrame


class BrokenCheck(CommissioningError):
    """A check could not be made at all, so it says nothing of any row; ``checks`` has which."""

    def __init__(self, feed: str, checks: pd.DataFrame) -> None:
        self.checks = checks
        broken = checks.loc[checks["broken"]]
        names = ", ".join(f"{c.expectation} ({c.detail})" for c in broken.itertuples())
        super().__init__(
            f"{feed}: {'these checks' if len(broken) > 1 else 'this check'} could not be made: {names}; "
            "nothing of this source is loaded until the adapter types the column or the suite is mended."
        )


def hold_to(
    frame: pd.DataFrame, suite: Suite, *, keep_with_finding: Collection[str] = ()
) -> Checked:
    """Hold a canonical frame, or one chunk of it, to a suite's promises about rows.

    The frame's index is ``row_no``, which may repeat where a source row holds several observations:
    ``failed`` counts rows of the frame, and ``failures`` names a source row once a promise. A
    critical promise named in ``keep_with_finding`` is a warning here. A promise about a column that
    the feed may leave out, and did, is not asked.

    Raises:
        BrokenCheck: a check raised inside Great Expectations, so that it neither failed nor passed.
    """
    judged = suite.worked_out(frame)
    required = {c.frame_name for c in FEEDS[suite.feed].columns if c.required}
    asked = [e for e in suite.row_expectations if not is_left_out(e, judged, required)]
    results = results_by_name(judged, asked)

    checks, failures = [], []
    for expectation in suite.row_expectations:
        name, column = name_of(expectation), column_of(expectation)
        severity = "warning" if name in keep_with_finding else expectation.severity.value
        outcome = outcome_of(expectation, results.get(name), judged)
        rows = len(frame) if outcome.was_made else 0
        failed = len(outcome.failing)
        checks.append((name, column, severity, rows, failed, outcome.broken, outcome.detail))
        if failed:
            told = {"column": column, "expectation": name, "severity": severity}
            failures.append(failing_rows(expectation, frame, outcome).assign(**told))

    made = pd.DataFrame(checks, columns=list(CHECK_COLUMNS))
    if made["broken"].any():
        raise BrokenCheck(suite.feed, made)
    if not failures:
        return Checked(NO_FAILURES, made)
    listed = pd.concat(failures)[list(NO_FAILURES)]
    return Checked(listed.sort_values("row_no", kind="stable", ignore_index=True), made)


@dataclass(frozen=True)
class Outcome:
    """What one check said: the positions of the failing rows, or why it says nothing."""

    failing: tuple[int, ...] = ()
    broken: bool = False
    detail: str = ""

    @property
    def was_made(self) -> bool:
        """Whether the check was asked and answered; if not, ``detail`` says why."""
        return not self.detail


def failing_rows(expectation: "Expectation", frame: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """Return ``row_no`` and ``likely_cause`` of each source row that fails, once each."""
    failing = frame.iloc[list(outcome.failing)]
    failing = failing[~failing.index.duplicated()]
    causes = pd.Series(cause_of(expectation), index=failing.index, dtype="str")
    if len(failing) and name_of(expectation) in ABOUT_AREA_CODES:
        meanings = failing[column_of(expectation)].map(likely_meaning, na_action="ignore")
        causes = causes.mask(meanings.fillna("").ne(""), meanings)
    return pd.DataFrame(
        {"row_no": failing.index.astype("int64"), "likely_cause": causes.to_numpy()}
    )


def is_left_out(expectation: "Expectation", frame: pd.DataFrame, required: set[str]) -> bool:
    """Tell whether the promise is about a column that the feed may leave out, and did."""
    missing = set(columns_of(expectation)) - set(frame.columns)
    return bool(missing) and not missing & required


def outcome_of(expectation: "Expectation", result: Any, frame: pd.DataFrame) -> Outcome:
    """Return what Great Expectations found, a check that raised told apart from one that failed."""
    columns = columns_of(expectation)
    if result is None:
        absent = ", ".join(column for column in columns if column not in frame)
        return Outcome(detail=f"not asked: no column {absent}")
    if raised := exception_in(result.exception_info):
        held = (f"{c} holds {frame[c].dtype}" if c in frame else f"no column {c}" for c in columns)
        return Outcome(broken=True, detail=f"{raised}: {', '.join(held)}")
    lists = result.result.get("unexpected_index_list") or ()
    return Outcome(tuple(int(position) for found in lists for position in found["position"]))


def exception_in(exception_info: Any) -> str:
    """Return the kind of exception that a check raised, never its message, or nothing if it did not.

    ``exception_info`` is flat where nothing was raised, and one level down, by metric, where it was.
    """
    for info in (exception_info, *exception_info.values()):
        if isinstance(info, dict) and info.get("raised_exception"):
            last_line = str(info.get("exception_traceback")).strip().rsplit("\n", 1)[-1]
            kind = last_line.partition(":")[0].rpartition(".")[2]
            return kind if kind.isidentifier() else "an exception"
    return ""


def results_by_name(frame: pd.DataFrame, asked: list["Expectation"]) -> dict[str, Any]:
    """Return Great Expectations' result for each expectation: positions of rows, and no values."""
    # Imported here because it takes seconds, and most commands never check a frame.
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
    )

    # Its pages print values as they are, so none is made and no folder for them.
    in_memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)

    read = dict.fromkeys(column for e in asked for column in columns_of(e) if column in frame)
    columns = {column: compared_whole(frame[column]).array for column in read}
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(frame), name="position"))
    # Great Expectations keeps one current project for the process; two threads would share it.
    with ONE_AT_A_TIME:
        context = gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                store_backend_defaults=in_memory, progress_bars={"globally": False}
            ),
        )
        asset = context.data_sources.add_pandas("frames").add_dataframe_asset("frame")
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": table})
        found = batch.validate(
            gx.ExpectationSuite(name="promises", expectations=asked),
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": ["position"],
                "exclude_unexpected_values": True,
                "return_unexpected_index_query": False,
            },
        )
    # Great Expectations leaves the frame in a ring of references, which the collector is late to find.
    table.drop(columns=list(columns), inplace=True)
    return {result.expectation_config.meta["name"]: result for result in found.results}


def compared_whole(column: pd.Series) -> pd.Series:
    """Return the column in the type that Great Expectations compares whole.

    It compares pandas' nullable integers, and days in seconds, cell by cell: ten times as long.
    """
    if column.dtype == "Int64":
        return column.astype("float64" if column.hasnans else "int64")
    if column.dtype == "datetime64[s]":
        return column.astype("datetime64[ns]")
    return column


def hold_table(
    columns: Collection[str],
    rows_in: int,
    suite: Suite,
    *,
    required: Collection[str],
    known: Collection[str],
    file: str = "",
    earlier: Earlier = NOTHING_EARLIER,
    pence_in: int | None = None,
) -> pd.DataFrame:
    """Hold a whole file to its suite's promises about the table, once, and return the checks.

    ``columns`` is the file's header, ``rows_in`` its rows of data; ``required`` and ``known`` are the
    columns its source must have and reads; ``earlier`` is what the slot's last load had.

    Raises:
        SourceChanged: a critical promise is broken; the sentence has what was found and its likely cause.
    """
    totals = Totals(
        columns, required, known, rows_in, earlier.rows, earlier.columns, pence_in, earlier.pence
    )
    checks = []
    for promise in suite.table_expectations:
        amiss = promise.broken(totals)
        if amiss and promise.severity == "critical":
            cause = promise.notes[0].lower() + promise.notes[1:].rstrip(".")
            remedy = (
                "nothing of it was loaded and what was loaded before stands; put the file right and "
                f"load it again; likely cause: {cause}"
            )
            raise SourceChanged(file or suite.feed, amiss, remedy)
        checks.append((promise.name, "", promise.severity, rows_in, int(bool(amiss)), False, amiss))
    return pd.DataFrame(checks, columns=list(CHECK_COLUMNS))
