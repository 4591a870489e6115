"""Every source there is, by name: the canonical layouts first, then the publishers' own."""

from commissioning.sources import (
    canonical,
    charity_commission_api,
    charity_company_numbers,
    charity_mergers,
    cni2023_small_areas,
    companies_house_api,
    iod2025_districts,
    mye2024_trafford,
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
        # Needs and providers
        iod2025_districts.SOURCE,
        cni2023_small_areas.SOURCE,
        mye2024_trafford.SOURCE,
        trafford_charities.SOURCE,
        charity_company_numbers.SOURCE,
        charity_mergers.SOURCE,
        charity_commission_api.SOURCE,
        companies_house_api.SOURCE,
    )
}
