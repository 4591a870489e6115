"""What kind of area a code names, told by its first three characters.

Entities of the Register of Geographic Codes (Office for National Statistics, Open Government Licence v3.0),
as in use in 2025. Jersey is outside the register; its own code here is JE, after ISO 3166.
"""

import pandas as pd

COUNTRY = "country"
REGION = "region"
COMBINED_AUTHORITY = "combined_authority"
COUNTY = "county"
DISTRICT = "district"
WARD = "ward"
PARISH = "parish"
CONSTITUENCY = "constituency"
MIDDLE_AREA = "middle_area"
SMALL_AREA = "small_area"
OUTPUT_AREA = "output_area"
NHS_REGION = "nhs_region"
ICB = "icb"
SUB_ICB = "sub_icb"
HEALTH_BOARD = "health_board"

# A unitary authority is a district: it is compared with them. Data zones are the
# small areas of Scotland and Northern Ireland, intermediate zones the middle areas of Scotland.
LEVELS = {
    COUNTRY: ("E92", "W92", "S92", "N92", "K02", "K03", "K04", "JE"),
    REGION: ("E12",),
    COMBINED_AUTHORITY: ("E47", "E61"),
    COUNTY: ("E10",),
    DISTRICT: ("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
    WARD: ("E05", "W05", "S13", "N08"),
    PARISH: ("E04", "W04"),
    CONSTITUENCY: ("E14", "W07", "S14", "N05", "N06", "W09", "S16"),
    MIDDLE_AREA: ("E02", "W02", "S02", "N21"),
    SMALL_AREA: ("E01", "W01", "S01", "N20"),
    OUTPUT_AREA: ("E00", "W00", "S00", "N00"),
    NHS_REGION: ("E40",),
    ICB: ("E54",),
    SUB_ICB: ("E38",),
    HEALTH_BOARD: ("W11", "S08"),
}
LEVEL_OF = {entity: level for level, entities in LEVELS.items() for entity in entities}
WHOLE_CODE = r"[EKNSW]\d{8}|JE"


def level_of(codes: pd.Series) -> pd.Series:
    """Return the level of each area's code, such as ``district``; missing where the code is not whole or of another kind."""
    places, distinct = pd.factorize(codes)
    text = pd.Series([*distinct, None], dtype="str").str.strip()  # -1, no code, takes the last
    entity = text.where(text.str.fullmatch(WHOLE_CODE).eq(True)).str[:3]
    levels = entity.map(LEVEL_OF).astype("str")
    return levels.take(places).set_axis(codes.index).rename("area_level")
