"""Words that a spreadsheet, a browser, a template or a path would take for more than words."""

from dataclasses import replace

import pandas as pd

from commissioning.packs.inputs import PackInputs
from commissioning.register import FRAMES
from models.feeds import FEEDS

HOSTILE = (
    '=HYPERLINK("http://evil.example") <img src=x onerror=alert(1)>{{7*7}}{% include "x" %} '
    "[read](http://evil.example) ../../x "
)
# What ties rows together, and has a form of its own.
KEYS = {
    *("reference", "successor_reference", "provider_org_id", "area_code", "sex", "age"),
    *("financial_year", "service_category", "indicator", "group"),
}


def with_hostile_words(inputs: PackInputs) -> PackInputs:
    """Return the inputs with hostile words before every free text of the register and of what rules say."""
    register = inputs.register
    changed = {name: hostile(getattr(register, name), name) for name in FRAMES}
    results = inputs.results.assign(sentence=HOSTILE + inputs.results["sentence"])
    return replace(
        inputs,
        title=HOSTILE + inputs.title,
        register=replace(register, **changed),
        results=results,
    )


def hostile(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a frame of the register with hostile words before each text that is free."""
    feed = FEEDS.get(name, FEEDS["payments"])
    free = {column.frame_name for column in feed.columns if column.kind == "text"} - KEYS
    words = {"providers", *free} & set(frame.columns)
    return frame.assign(**{column: HOSTILE + frame[column] for column in words})
