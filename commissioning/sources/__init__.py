"""Every source there is, by name: the canonical layouts first, then the publishers' own."""

from commissioning.sources import (
    canonical,
    charity_commission_api,
    charity_company_numbers,
    charity_mergers,
    cni2023_small_areas,
    companies_house_api,
    companies_house_basic,
    cqc_care_homes,
    iod2025_districts,
    mye2024_trafford,
    ocds,
    ofsted_childrens_social_care,
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
        # Procurement notices
        ocds.SOURCE,
        # Needs and providers
        iod2025_districts.SOURCE,
        cni2023_small_areas.SOURCE,
        mye2024_trafford.SOURCE,
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
