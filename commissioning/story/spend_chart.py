"""Spend by year as bars on their side, each with its year, its basis and its amount in words."""

from functools import partial
from xml.etree.ElementTree import Element

import pandas as pd

from commissioning.money import pounds
from commissioning.packs.drawing import ACCENT, TINT, Chart, Plane, chart
from commissioning.packs.wording import listed, rounded_pounds

ROW, HALF_BAR = 44, 8
AMOUNT = 96
FIRST = "Spent (outturn)"


def spend_chart(name: str, years: pd.DataFrame) -> Chart:
    """Return a bar for each ``year`` and ``basis``, by ``amount_pence``."""
    rows = [
        (year, basis, int(pence))
        for year, basis, pence in years[["year", "basis", "amount_pence"]].itertuples(index=False)
    ]
    each = [f"{year} {basis[:1].lower()}{basis[1:]} {pounds(pence)}" for year, basis, pence in rows]
    spent = [row for row in rows if row[1] == FIRST] or rows
    year, basis, pence = max(spent, key=lambda row: row[2])
    return chart(
        name,
        title=f"{basis} was highest in {year}: {rounded_pounds(pence)}",
        subtitle="What was spent, promised or allowed under it, by financial year",
        description=f"{listed(each)}.",
        draw=partial(bars, rows),
    )


def bars(rows: list[tuple[str, str, int]], width: int) -> Element:
    """Draw each row's words above its bar, and the amount after it; nothing below nought has a bar."""
    most = max(*(pence for _, _, pence in rows), 1)
    unit = most / (width - AMOUNT)
    height = ROW * len(rows)
    plane = Plane(width * unit, height, width, height)
    drawn, headings, amounts = [], [], []
    for place, (year, basis, pence) in enumerate(rows):
        y = height - ROW * place - 30
        fill = ACCENT if basis == FIRST else TINT
        reach = max(pence, 0)
        if reach:
            drawn.append({"x": 0, "x2": reach, "y": y - HALF_BAR, "y2": y + HALF_BAR, "fill": fill})
        headings.append({"x": 0, "y": y + 20, "text": f"{year}  {basis}"})
        amounts.append({"x": reach, "y": y, "text": rounded_pounds(pence)})
    return plane.drawn(
        plane.bars(drawn),
        plane.words(headings, align="left"),
        plane.words(amounts, align="left", dx=6, bold=True),
    )
