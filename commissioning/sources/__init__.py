"""Every source there is, by name: the canonical layouts first, then the publishers' own."""

from commissioning.sources import (
    canonical,
    care_leavers_accommodation,
    census2021_disability_districts,
    census2021_disability_output_areas,
    charity_commission_api,
    charity_company_numbers,
    charity_mergers,
    children_looked_after,
    children_looked_after_series,
    cni2023_small_areas,
    companies_house_api,
    companies_house_basic,
    cqc_care_homes,
    fingertips,
    fingertips_metadata,
    fingertips_next,
    health_index_icbs,
    imd2019_small_areas,
    iod2025_districts,
    iod2025_icbs,
    mye2024_trafford,
    nomis,
    ocds,
    ofsted_childrens_social_care,
    return_template,
    s251_outturn_2013_14,
    salford_payments_2011,
    salford_register,
    threesixty_grants,
    trafford_charities,
    transparency_spend,
)
from commissioning.sources.source import Parsed, Source

__all__ = ["SOURCES", "Parsed", "Source"]

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        *canonical.SOURCES,
        # Registers, grants and spend
        salford_register.SOURCE,
        threesixty_grants.SOURCE,
        salford_payments_2011.SOURCE,
        transparency_spend.SOURCE,
        # Monitoring returns
        return_template.SOURCE,
        # Procurement notices
        ocds.SOURCE,
        # Needs
        iod2025_districts.SOURCE,
        iod2025_icbs.SOURCE,
        imd2019_small_areas.SOURCE,
        cni2023_small_areas.SOURCE,
        mye2024_trafford.SOURCE,
        census2021_disability_output_areas.SOURCE,
        census2021_disability_districts.SOURCE,
        health_index_icbs.SOURCE,
        children_looked_after.SOURCE,
        children_looked_after_series.SOURCE,
        care_leavers_accommodation.SOURCE,
        s251_outturn_2013_14.SOURCE,
        fingertips.SOURCE,
        fingertips_metadata.SOURCE,
        fingertips_next.SOURCE,
        nomis.SOURCE,
        # Providers
        trafford_charities.SOURCE,
        charity_company_numbers.SOURCE,
        charity_mergers.SOURCE,
        charity_commission_api.SOURCE,
        companies_house_api.SOURCE,
        cqc_care_homes.SOURCE,
        ofsted_childrens_social_care.SOURCE,
        companies_house_basic.SOURCE,
    )
}
