"""Every service over HTTP that is read, by the name a profile gives it."""

from commissioning.services import (
    charity_commission,
    ckan,
    companies_house,
    contracts_finder,
    devolved,
    find_a_tender,
    fingertips,
    fingertips_metadata,
    nomis,
    threesixty_giving,
)
from commissioning.services.service import NotData, Service

__all__ = ["SERVICES", "NotData", "Service"]

SERVICES: dict[str, Service] = {
    service.name: service
    for service in (
        # Notices
        find_a_tender.SERVICE,
        contracts_finder.SERVICE,
        devolved.SELL2WALES,
        devolved.PUBLIC_CONTRACTS_SCOTLAND,
        # Grants
        threesixty_giving.SERVICE,
        # Registers
        charity_commission.SERVICE,
        companies_house.SERVICE,
        # Needs
        fingertips.SERVICE,
        fingertips_metadata.SERVICE,
        nomis.SERVICE,
        ckan.SERVICE,
    )
}
