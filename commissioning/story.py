"""The story of one agreement, told in lines: what was said of it, by which load, and what was found."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from commissioning.dates import spoken_day
from commissioning.decisions.told import told as decisions_told
from commissioning.money import pounds
from commissioning.rules.sentences import with_sentences
from models.case import CaseEvent
from models.feeds import AGREEMENTS
from models.ledger import BEFORE_EDITIONS
from models.store.story import Story

TOLD_FIRST = (
    "title",
    "provider_name",
    "department",
    "status",
    "starts_on",
    "ends_on",
    "latest_end_on",
)


def told(story: Story) -> Iterator[str]:
    """Yield the story's lines: facts now, versions, extensions, findings, results, cases."""
    then = "" if story.known_at is None else f"; as known at load {story.known_at}"
    yield f"{story.label}  (source: {story.source}{then})"
    for _, now in story.now.iterrows():
        yield from _facts(now, _sayings(story.said_by))
    if story.now.empty:
        yield f"  {_why_not(story)}"
    yield from _versions(story.versions)
    yield from _extensions(story.extensions)
    yield from _findings(story.findings)
    yield from _results(story)
    yield from _cases(story.cases)
    yield from _decisions(story)


def _why_not(story: Story) -> str:
    """Return why there is nothing in force of the agreement."""
    if story.versions["undone_by"].notna().all():
        return "It is not in the register: every load that listed it was rolled back."
    return "It is no longer listed." if story.known_at is None else "It was not listed."


def _sayings(said_by: pd.DataFrame) -> dict[str, str]:
    """Return, by column, the words for the release that said it."""
    columns = zip(said_by["column"], said_by["release"], said_by["published_on"], strict=True)
    return {
        column: f" (release {release}"
        + (f", {spoken_day(day.date())})" if not pd.isna(day) else ")")
        for column, release, day in columns
    }


def _facts(version: pd.Series, sayings: Mapping[str, str]) -> Iterator[str]:
    names = [column.frame_name for column in AGREEMENTS.columns if column.name != "reference"]
    for name in sorted(names, key=lambda known: known not in TOLD_FIRST):
        if not pd.isna(version[name]):
            source = version.get("type_from") if name == "provider_type" else None
            told_by = "" if pd.isna(source) else f", which {source} tells"
            yield f"  {_spoken_name(name)}: {spoken(name, version[name])}{told_by}{sayings.get(name, '')}"
    yield from _provider(version)
    yield f"  not recorded: {', '.join(_spoken_name(n) for n in names if pd.isna(version[n]))}"


KNOWN_BY = {
    "confirmed": "as a person confirmed of its name",
    "automatic": "by its name",
}


def _provider(version: pd.Series) -> Iterator[str]:
    """Yield who the provider is where its own row does not give the number that stands for it."""
    key, how = version.get("provider_key"), version.get("known_by")
    if how in KNOWN_BY:
        yield f"  known provider: {key}, {KNOWN_BY[str(how)]}"
    elif how == "identifier" and key != version["provider_org_id"]:
        yield f"  known provider: {key}, which stands for the same body today"


def _versions(versions: pd.DataFrame) -> Iterator[str]:
    yield "Versions"
    before: pd.Series | None = None
    for _, version in versions.iterrows():
        where = f"load {version['known_from']} ({version['slot']}, edition {spoken('edition_on', version['valid_from'])})"
        row = f"row {version['row_no']:,} of {version['snapshot'][:12]}"
        if is_undone := not pd.isna(version["undone_by"]):
            where = f"{where}, undone by load {version['undone_by']}"
        yield f"  {where}: {_change(before, version)}; {row}"
        before = before if is_undone else version


def _change(before: pd.Series | None, version: pd.Series) -> str:
    if version["retracted"]:
        return "no longer listed"
    if before is None or before["retracted"]:
        return "listed"
    changed = [
        f"{_spoken_name(name)} {spoken(name, before[name])} → {spoken(name, version[name])}"
        for name in (
            column.frame_name for column in AGREEMENTS.columns if column.name != "reference"
        )
        if not _equal(before[name], version[name])
    ]
    return "; ".join(changed) or "restated"


def _equal(one: object, other: object) -> bool:
    if pd.isna(one) or pd.isna(other):  # type: ignore[call-overload]
        return bool(pd.isna(one) and pd.isna(other))  # type: ignore[call-overload]
    return one == other


def _extensions(extensions: pd.DataFrame) -> Iterator[str]:
    if len(extensions):
        yield "Extensions"
    for _, extension in extensions.iterrows():
        names = ("kind", "previous_ends_on", "new_ends_on")
        kind, before, after = (spoken(name, extension[name]) for name in names)
        yield f"  kind {kind}: from {before} to {after}"


def _findings(findings: pd.DataFrame) -> Iterator[str]:
    if len(findings):
        yield "Findings about the row"
    for _, finding in findings.iterrows():
        value = finding["value"] if isinstance(finding["value"], str) else "empty"
        yield f"  {finding['column']} '{value}': {finding['expectation']}; {finding['likely_cause']}"


def _results(story: Story) -> Iterator[str]:
    if story.judged_on is None:
        yield "No rule has been asked yet; commissioning flag-contracts asks them."
        return
    yield f"Rules, asked on {spoken_day(story.judged_on.date())}{_until_the_end(story)}"
    for _, result in (
        with_sentences(story.results, story.judged_on.date()).sort_values("rule").iterrows()
    ):
        severity = f" {result['severity']}" if result["severity"] else ""
        evidence = f" [{', '.join(result['row_ids'])}]" if result["row_ids"] else ""
        yield f"  {result['rule']}: {result['status']}{severity}. {result['sentence']}{evidence}"


def _until_the_end(story: Story) -> str:
    """Return how far off the end was on the day the rules were asked, or how long past."""
    ends_on = story.now["ends_on"].dropna()
    if ends_on.empty:
        return ""
    days = (ends_on.iloc[0] - story.judged_on).days
    return f": {abs(days):,} days {'to its end' if days >= 0 else 'past its end'}"


def _cases(cases: Sequence[CaseEvent]) -> Iterator[str]:
    if cases:
        yield "Case"
    for event in cases:
        act_by = f", act by {spoken_day(event.act_by)}" if event.act_by else ""
        done = _done(event)
        kind = event.kind.replace("_", " ")
        yield f"  {event.case_no}: {kind} on {spoken_day(event.on_day)}, {event.severity}{act_by}{done}"


def _done(event: CaseEvent) -> str:
    """Return who did it, until when or to whom, and why."""
    until = f" until {spoken_day(event.until_on)}" if event.until_on else ""
    owner = f" to {event.owner}" if event.kind == "handed_over" else ""
    who = f" by {event.acted_by}" if event.acted_by else ""
    decision = f" ({event.decision})" if event.kind == "decided" else ""
    return "".join(
        (
            f",{until}{owner}{who}{decision}" if until + owner + who + decision else "",
            f": {event.reason}" if event.reason else "",
        )
    )


def _decisions(story: Story) -> Iterator[str]:
    """Yield the decisions recorded here, and the version that a form is made of."""
    if len(story.decisions):
        yield "Decisions"
    yield from decisions_told(story.decisions)
    if story.known_at is None:
        yield f"Version {story.version}: what record-decision takes as --expected-version."


def spoken(name: str, value: object) -> str:
    """Return a fact as people say it: days spoken, pence as pounds, what is missing said so."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "not recorded"
    if isinstance(value, pd.Timestamp):
        return "not stated" if value.date() == BEFORE_EDITIONS else spoken_day(value.date())
    return pounds(int(str(value))) if name.endswith("_pence") else str(value)


def _spoken_name(name: str) -> str:
    return name.removesuffix("_pence").removesuffix("_on").replace("_", " ")


def shape(story: Story) -> dict[str, object]:
    """Return a story as plain values, for a program to read."""
    frames = {
        "now": story.now,
        "versions": story.versions,
        "extensions": story.extensions,
        "findings": story.findings,
        "said_by": story.said_by,
        "results": story.results
        if story.judged_on is None
        else with_sentences(story.results, story.judged_on.date()),
    }
    return {
        "reference": story.label,
        "source": story.source,
        **{name: _records(frame) for name, frame in frames.items()},
        "case": [event.model_dump(mode="json") for event in story.cases],
        "decisions": _records(story.decisions),
        "version": story.version,
    }


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): _plain(value) for name, value in row.items() if name != "authority"}
        for row in frame.astype(object).to_dict("records")
    ]


def _plain(value: object) -> object:
    if isinstance(value, (list, dict)):
        return value
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
