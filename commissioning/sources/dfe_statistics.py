"""How the Department for Education writes the tables of Explore Education Statistics.

One table holds England, its regions and its local authorities, told apart by ``geographic_level``:
never added up together. London stands there whole, inner and outer. A letter stands where a number
would: what it means is the department's own. ``time_period`` is the year in which a reporting year, from
1 April to 31 March, ends.
"""

from commissioning.ingest.reader import Layout
from commissioning.sources.observation_table import Place
from models.observation import Mark

LAYOUT = Layout(final_newline=True)
NATIONAL = Place(code="country_code", name="country_name", pattern=r"E92\d{6}", level="country")
PLACES = {
    "National": NATIONAL,
    # E13: inner and outer London.
    "Regional": Place(
        code="region_code", name="region_name", pattern=r"E1[23]\d{6}", level="region"
    ),
    "Local authority": Place(code="new_la_code", name="la_name", pattern=r"E(0[6-9]|10)\d{6}"),
}
MARKS: dict[str, Mark] = {
    "c": "suppressed",
    "z": "not_applicable",
    "x": "not_available",
    "k": "rounds_to_nought",
}
