"""Every source there is, by name: the canonical layouts first, then the publishers' own."""

from importlib import import_module

from commissioning.sources import canonical
from commissioning.sources.source import Parsed, Source

__all__ = ["SOURCES", "Parsed", "Source"]

# The publishers' own: each is the ``SOURCE`` of the file of that name in this folder.
PUBLISHED = (
    # Registers, grants and spend
    "salford_register",
    "threesixty_grants",
    "salford_payments_2011",
    "transparency_spend",
    # Monitoring returns
    "return_template",
    # Procurement notices
    "ocds",
    # Needs
    "iod2025_districts",
    "iod2025_icbs",
    "imd2019_small_areas",
    "cni2023_small_areas",
    "mye2024_trafford",
    "census2021_disability_output_areas",
    "census2021_disability_districts",
    "health_index_icbs",
    "children_looked_after",
    "children_looked_after_series",
    "care_leavers_accommodation",
    "s251_outturn_2013_14",
    "fingertips",
    "fingertips_metadata",
    "fingertips_next",
    "nomis",
    # Providers
    "trafford_charities",
    "charity_company_numbers",
    "charity_mergers",
    "charity_commission_api",
    "companies_house_api",
    "cqc_care_homes",
    "ofsted_childrens_social_care",
    "companies_house_basic",
)

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        *canonical.SOURCES,
        *(import_module(f"{__name__}.{name}").SOURCE for name in PUBLISHED),
    )
}
