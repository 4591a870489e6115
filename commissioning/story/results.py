"""What every rule answered of it, on which day and by which rows; flags first, the most severe before."""

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.packs.tables import Column, Table
from commissioning.packs.wording import as_sentence, counted, rule_title
from commissioning.records import records
from commissioning.rules.sentences import with_sentences
from commissioning.story.section import Section
from commissioning.story.telling import Telling
from models.judgement import SEVERITIES
from models.store.story import Story

STATUSES = {
    "flagged": "Flagged",
    "unknown": "Could not be asked",
    "clear": "Clear",
    "not_applicable": "Does not apply",
}
WORST_FIRST = (*reversed(SEVERITIES), "")
NOT_ASKED = "No rule has been asked yet; commissioning flag-contracts asks them."
NOT_AMONG_ASKED = "It was not among what the rules were asked of."


def results(telling: Telling) -> Section:
    """Return every rule's answer of the last judgement, with its sentence and evidence."""
    story = telling.story
    judged_on = story.judged_on
    found = story.results if judged_on is None else with_sentences(story.results, judged_on.date())
    data = {
        "judged_on": None if judged_on is None else judged_on.date().isoformat(),
        "results": records(found),
    }
    if judged_on is None:
        return Section("results", "Rules", words=(NOT_ASKED,), data=data)
    title = f"Rules, asked on {spoken_day(judged_on.date())}{until_the_end(story)}"
    if found.empty:
        return Section("results", title, words=(NOT_AMONG_ASKED,), data=data)
    ordered = in_order(found)
    tables = [table_of(status, ordered[ordered["status"] == status]) for status in STATUSES]
    flagged, *others = tables
    return Section(
        "results",
        title,
        words=(summary(ordered),),
        tables=(flagged,) if len(flagged.frame) else (),
        kept_back=tuple(table for table in others if len(table.frame)),
        data=data,
        lines=tuple(in_a_line(row) for _, row in ordered.iterrows()),
    )


def in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Return the results by status, then the most severe first, then by rule."""
    status = found["status"].map(list(STATUSES).index)
    severity = found["severity"].fillna("").map(WORST_FIRST.index)
    return found.assign(by_status=status, by_severity=severity).sort_values(
        ["by_status", "by_severity", "rule"], ignore_index=True
    )


def summary(found: pd.DataFrame) -> str:
    """Return how many rules gave each answer; what could not be asked says nothing either way."""
    counts = found["status"].value_counts()
    each = [f"{counts.get(status, 0):,} {words.lower()}" for status, words in STATUSES.items()]
    return f"{counted(len(found), 'rule')}: {', '.join(each)}."


def table_of(status: str, found: pd.DataFrame) -> Table:
    """Return the answers of one status as a table."""
    evidence = found["row_ids"].map(lambda row_ids: ", ".join(row_ids or ()))
    severity = (Column("severity_told", "Severity"),) if status == "flagged" else ()
    return Table(
        name=f"results_{status}",
        caption=f"{STATUSES[status]}: {counted(len(found), 'rule')}",
        columns=(
            Column("title", "Rule", under=("rule",)),
            *severity,
            Column("why", "Why"),
            Column("evidence", "Rows", "code", missing="none"),
        ),
        frame=found.assign(
            title=found["rule"].map(rule_title).astype("str"),
            severity_told=found["severity"].fillna("").str.capitalize(),
            why=found["sentence"].map(as_sentence).astype("str"),
            evidence=evidence.astype("str"),
        ),
        stacks=True,
    )


def in_a_line(result: pd.Series) -> str:
    """Return one answer as a terminal shows it."""
    severity = f" {result['severity']}" if result["severity"] else ""
    evidence = f" [{', '.join(result['row_ids'])}]" if result["row_ids"] else ""
    return f"{result['rule']}: {result['status']}{severity}. {result['sentence']}{evidence}"


def until_the_end(story: Story) -> str:
    """Return how far off the end was on the day the rules were asked, or how long past."""
    ends_on = story.now["ends_on"].dropna()
    if ends_on.empty or story.judged_on is None:
        return ""
    days = (ends_on.iloc[0] - story.judged_on).days
    return f": {counted(abs(days), 'day')} {'to its end' if days >= 0 else 'past its end'}"
