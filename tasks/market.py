"""The market looked at: notices owed, tenders to come and who is paid for what."""

from datetime import date

from commissioning.market.market import Market
from commissioning.market.markets import markets
from commissioning.market.notices import notices_asked
from commissioning.market.tender_pipeline import tender_pipeline, without_end_date
from commissioning.profile import Profile
from commissioning.register import Register
from tasks.step import step


@step
def look_at_market(register: Register, profile: Profile, *, on: date) -> Market:
    """Return the statutory notices, the tender pipeline and the markets of a register on a day."""
    asked = notices_asked(
        register,
        on=on,
        thresholds=profile.thresholds,
        own=profile.own_thresholds,
        expected_payments_gbp=profile.notices.expected_payments_gbp,
    )
    return Market(
        authority=profile.name,
        on=on,
        register=register,
        asked=asked,
        pipeline=tender_pipeline(register, on=on),
        without_end_date=without_end_date(register, on=on),
        markets=markets(register, on=on, thresholds=profile.thresholds),
    )
