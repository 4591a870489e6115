"""``python -m deployments.reference_pages``: write the reference pages that are made from the product itself.

docs/reference/feeds.md is made from models/feeds.py, from what the canonical reader sets aside, and from
the examples in docs/reference/feeds/. docs/rules/README.md is made by rules_page.py.
`make docs` runs this; tests hold the pages to it.
"""

from pathlib import Path

from commissioning.sources.canonical import RECORDED
from deployments import rules_page
from models.feeds import FEEDS, Column, Feed

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
PAGE = REFERENCE / "feeds.md"
EXAMPLES = REFERENCE / "feeds"

HOLDS = {
    "text": "text",
    "texts": "texts, `;` between them",
    "day": "day",
    "money": "pounds",
    "integer": "whole number",
    "number": "number",
    "yes_no": "`yes` or `no`; `true` and `false` are read too",
}

OPENING = """\
# Feeds

<!-- Made by `make docs` from models/feeds.py and docs/reference/feeds/. Amend those, not this page. -->

A feed is one kind of data, and has one layout of our own: the columns below. A publisher's own file is read by
its adapter and becomes the same columns. `commissioning load FEED FILE --authority NAME` loads one file;
`--check` only reports on it.

## How every file is written

- A table with a header row: CSV in UTF-8, cells parted by commas, or a workbook, `.xlsx` or `.ods`
  ([how files are read](files.md)). Columns may come in any order.
- A column marked *required* must be there; the others may be left out. Once a source has had a column, a file
  without it is refused: a column renamed by accident is never taken for one with nothing in it. Name it as it
  was, or add the column, empty, if nothing is recorded.
- A column that the feed does not know is not loaded, and a note says so.
- An empty cell means not recorded. It is never read as "no" and never as nought. In a column marked *set aside
  if empty* the row cannot be told from another, or counted, and is set aside.
- A day is `2027-03-31`. The days that systems write for none, such as `9999-12-31`, are not recorded, with a
  finding.
- Money is in pounds and pence, such as `1234.50`, and is kept to the penny, as whole pence. The names of its columns end in
  `_gbp`.
- A whole number has digits alone, a number at most one point: no commas, no per cent sign.
- A fixed value is written as it stands here, in small letters or capitals as given.
- Two equal rows are one. Rows that nothing tells apart, and whose other cells differ, are all set aside.
"""

INDEX = """
## The feeds

| feed | a row is | rows are told apart by |
|---|---|---|
{rows}
"""

SECTION = """
## `{name}`

{meaning}.
Rows are told apart by {key}.

| column | holds | in the file | meaning |
|---|---|---|---|
{rows}

An example of one row, also at [feeds/{name}.csv](feeds/{name}.csv):

```csv {name}
{example}```
"""


def feeds_page() -> str:
    """Return the page of every feed's columns."""
    index = "\n".join(
        f"| [`{feed.name}`](#{feed.name}) | {feed.meaning} | {spoken_key(feed)} |"
        for feed in FEEDS.values()
    )
    sections = "".join(section(feed) for feed in FEEDS.values())
    return OPENING + INDEX.format(rows=index) + sections


def section(feed: Feed) -> str:
    """Return what the page says of one feed."""
    return SECTION.format(
        name=feed.name,
        meaning=feed.meaning,
        key=spoken_key(feed),
        rows="\n".join(row(feed, column) for column in feed.columns),
        example=(EXAMPLES / f"{feed.name}.csv").read_text(encoding="utf-8"),
    )


def row(feed: Feed, column: Column) -> str:
    """Return a column's line of its feed's table."""
    place = "required" if column.required else "may be left out"
    if column.name in RECORDED[feed.name]:
        place += "; set aside if empty"
    return f"| `{column.name}` | {held(column)} | {place} | {column.meaning} |"


def held(column: Column) -> str:
    """Return what a column's cells hold, in words."""
    if column.kind == "choice":
        return "one of " + ", ".join(f"`{choice}`" for choice in column.choices)
    return HOLDS[column.kind] + (", may be below zero" if column.negative else "")


def spoken_key(feed: Feed) -> str:
    """Return the columns that tell two rows of a feed apart."""
    return ", ".join(f"`{name}`" for name in feed.key)


if __name__ == "__main__":
    PAGE.write_text(feeds_page(), encoding="utf-8")
    rules_page.PAGE.write_text(rules_page.rules_page(), encoding="utf-8")
