"""GOV.UK's bank holidays, kept in the home for ``doctor`` to hold the calendars against."""

from pathlib import Path

from commissioning.errors import BadFile
from commissioning.hosts import Allowed
from commissioning.services.bank_holidays import ADDRESS, TITLE, read
from commissioning.services.service import NotData
from tasks.deliver import write_whole
from tasks.http_client import REAL, Answered, Clock, Limits, ask
from tasks.patience import LATER, must_have_answered, patiently
from tasks.step import step

KEPT = "bank-holidays.json"
LIMITS = Limits(most_bytes=8 << 20, total_seconds=60.0)
WAITS = {429: 60.0, 503: 60.0}


@step
def refresh_bank_holidays(
    home: Path, allowed: Allowed, *, address: str = ADDRESS, clock: Clock = REAL
) -> Path:
    """Keep the file as GOV.UK has it now, and return where.

    Raises BadFile, and leaves the last one, when GOV.UK does not answer or answers with something else.
    """

    def take(answered: Answered) -> bytes:
        must_have_answered(answered, waits=WAITS)
        return answered.whole()

    body = patiently(lambda: ask(address, allowed, take, limits=LIMITS), TITLE, clock=clock)
    try:
        read(body)
    except NotData as error:
        raise BadFile(TITLE, f"source returned not-data ({error})", LATER) from None
    return write_whole(home / KEPT, body)
