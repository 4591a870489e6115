"""A file of invented observations in the canonical layout: real small areas, random counts."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from models.area_codes import small_area_codes

INDICATORS, YEARS, AREAS = 200, range(2015, 2025), 5_000
SEED = 2013


def write_observations(file: Path, indicators: int = INDICATORS, areas_of_each: int = AREAS) -> int:
    """Write a file of each indicator, small area and year, and return how many rows it has."""
    areas = sorted(code for code in small_area_codes() if code.startswith("E01"))[:areas_of_each]
    area = pa.array(np.repeat(areas, len(YEARS)))
    starts_on = pa.array([f"{year}-01-01" for year in YEARS] * len(areas))
    ends_on = pa.array([f"{year}-12-31" for year in YEARS] * len(areas))
    draw = np.random.default_rng(SEED)
    with file.open("wb") as stream:
        for number in range(indicators):
            denominator = draw.integers(800, 3_000, len(area))
            count = draw.binomial(denominator, 0.02 + 0.5 * draw.random(len(area)))
            table = pa.table(
                {
                    "indicator": [f"indicator_{number:03d}"] * len(area),
                    "area_code": area,
                    "starts_on": starts_on,
                    "ends_on": ends_on,
                    "sex": ["Persons"] * len(area),
                    "age": ["All"] * len(area),
                    "value": np.round(100 * count / denominator, 4),
                    "count": count,
                    "denominator": denominator,
                }
            )
            options = pc.WriteOptions(include_header=number == 0, quoting_style="none")
            pc.write_csv(table, stream, options)
    return indicators * len(area)
