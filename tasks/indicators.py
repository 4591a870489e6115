"""What is known of each indicator, for people to look over after the needs data were refreshed."""

from sqlalchemy import Engine

from models.store.engine import reading
from models.store.indicators_known import OF_ONE_SUMMARY, indicators_known
from models.store.known import latest_load_no
from tasks.step import step

PERIOD = ("starts_on", "ends_on")


@step
def latest_of_indicators(engine: Engine, authority: str) -> list[dict[str, object]]:
    """Return a row for each indicator, kind of area and group of people, of its latest period.

    Each says of how many areas a value is given, and the lowest, mean and highest of them.
    """
    with reading(engine) as connection:
        load_no = latest_load_no(connection, authority)
        known = indicators_known(connection, authority, load_no=load_no)
    of_one = [name for name in OF_ONE_SUMMARY if name not in PERIOD]
    latest = known.sort_values(list(PERIOD), kind="stable").drop_duplicates(of_one, keep="last")
    period = [
        " to ".join(f"{day:%Y-%m-%d}" for day in days if day == day)  # a missing day is not itself
        for days in zip(latest["starts_on"], latest["ends_on"], strict=True)
    ]
    shown = latest.assign(period=period).sort_index()[
        [*of_one, "period", "areas", "values", "lowest", "mean", "highest"]
    ]
    return shown.astype(object).where(shown.notna(), None).to_dict("records")
