"""How often a file of a publisher never seen before gets a map that loads with no edit.

For every spend file of councils and trusts the map is proposed without what its own publisher calls its columns. It
counts when it is complete and reads from the same columns as the map a person confirmed: the amount, the day or the
period, and the payee. Then the same rows and the same pounds are read, which is looked at too.
"""

import sys
from dataclasses import dataclass

from benchmarks.measure import Figure, report
from benchmarks.spend_files import FILES, SHARED, Published
from commissioning.mapping.column_map import ColumnMap, read_map
from commissioning.mapping.suggestion import Suggestion, suggest
from commissioning.mapping.trial import try_out

COUNTED = ("spend_council/", "spend_nhs/")
CERTAIN = ("amount_gbp", "paid_on", "financial_year", "provider_name")
LEAST = 0.8


@dataclass(frozen=True)
class Score:
    """What was proposed for one file: whether it loads unedited, why not, and the other columns placed alike."""

    path: str
    loads: bool
    why: str
    alike: int
    others: int


def scores() -> list[Score]:
    """Return the score of every file, with its publisher's own headings left out."""
    return [scored(each) for each in FILES if each.path.startswith(COUNTED)]


def scored(published: Published) -> Score:
    """Return how well one file was mapped."""
    confirmed = read_map(published.map_file)
    name = published.file.name
    proposed = suggest(published.file, name, without={published.publisher})
    others = [column for column in confirmed.columns if column not in CERTAIN]
    placed = {each.canonical: each.published for each in proposed.placed}
    alike = sum(placed.get(column) == confirmed.columns[column].published for column in others)
    why = what_differs(published, confirmed, proposed)
    return Score(published.path, not why, why, alike, len(others))


def what_differs(published: Published, confirmed: ColumnMap, proposed: Suggestion) -> str:
    """Return why the proposal does not load as the confirmed map does, or nothing."""
    if not proposed.is_complete:
        return f"missing: {', '.join(proposed.missing)}; to decide: {', '.join(proposed.questions)}"
    placed = {each.canonical: each.published for each in proposed.placed}
    wrong = [
        column
        for column in CERTAIN
        if placed.get(column)
        != (confirmed.columns[column].published if column in confirmed.columns else None)
    ]
    if wrong:
        return f"another column for {', '.join(wrong)}"
    theirs, ours = (
        try_out(published.file, published.file.name, each)
        for each in (confirmed, proposed.column_map())
    )
    same = (theirs.rows_read, theirs.pence_read) == (ours.rows_read, ours.pence_read)
    return "" if same else f"{ours.rows_read:,} rows read where {theirs.rows_read:,} are"


def main() -> int:
    """Print every file's score; return 1 when too few load unedited."""
    if not SHARED.is_dir():
        print("mapping: needs the published files beside the repository; left out")
        return 0
    found = scores()
    for each in found:
        told = "loads with no edit" if each.loads else each.why
        print(f"{each.path:<45} {told}; other columns placed alike: {each.alike} of {each.others}")
    alike, others = sum(each.alike for each in found), sum(each.others for each in found)
    failed = sum(not each.loads for each in found) / len(found)
    beside = f"{len(found)} files; other columns placed alike: {alike} of {others}"
    return report([Figure("files that need an edit", failed, 1 - LEAST, beside=beside)])


if __name__ == "__main__":
    sys.exit(main())
