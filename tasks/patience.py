"""How often a service is asked again, and for how long: what it says itself, within bounds."""

from collections.abc import Callable, Collection, Mapping
from email.utils import parsedate_to_datetime
from typing import TypeVar

from commissioning.errors import BadFile, shown
from commissioning.services.packages import object_in, said_in
from commissioning.services.service import ERROR_STATUSES, NotData
from tasks.http_client import Answered, Clock, Unavailable, named

T = TypeVar("T")

PAUSES = (
    5.0,
    20.0,
    60.0,
)  # before the second, third and fourth try, where the service says nothing
MOST_WAITS = 10  # times that one question is put off because the service asks for it
TOTAL_SECONDS = 3600.0  # that one question may take, with all its tries and waits
SLICE = 60.0  # seconds of a long wait after which we show that we still work
MOST_SAID = 4096  # bytes of an error that are read to tell what it says

LATER = "try again later; the data already loaded stay as they are"


class NotNow(Exception):
    """The service asks to be left alone for so many seconds."""

    def __init__(self, status: int, seconds: float) -> None:
        self.status, self.seconds = status, seconds
        super().__init__(f"the service answered {status}, too many requests")


def patiently(
    question: Callable[[], T],
    what: str,
    *,
    clock: Clock,
    alive: Callable[[], None] = lambda: None,
) -> T:
    """Return what ``question`` gives, asked again after a passing fault and after each wait asked for.

    ``alive`` is called as the waits go on. Raises BadFile, naming ``what``, when patience is at its end.
    """
    started, tries, waits = clock.now(), 0, 0
    while True:
        try:
            return question()
        except (Unavailable, NotNow) as fault:
            if isinstance(fault, NotNow):
                waits, seconds = waits + 1, fault.seconds
                is_last = waits > MOST_WAITS
            else:
                seconds = PAUSES[min(tries, len(PAUSES) - 1)]
                tries += 1
                is_last = tries > len(PAUSES)
            spent = clock.now() - started
            if is_last or spent + seconds > TOTAL_SECONDS:
                raise BadFile(what, _given_up(fault, tries, waits, seconds, spent), LATER) from None
        wait(seconds, clock, alive)


def wait(seconds: float, clock: Clock, alive: Callable[[], None]) -> None:
    """Wait, and show every minute that we still work."""
    while seconds > 0:
        clock.sleep(min(seconds, SLICE))
        seconds -= SLICE
        alive()


def must_have_answered(
    answered: Answered,
    *,
    waits: Mapping[int, float],
    absent: Collection[int] = (),
    key_variable: str = "",
) -> bool:
    """Return whether an answer has a body to read; that there is no such thing is an answer too.

    Raises NotNow or Unavailable where asking again may help, and BadFile where it will not.
    """
    status = answered.status
    if status in waits:
        raise NotNow(status, _asked_for(answered) or waits[status])
    if status in ERROR_STATUSES:
        raise Unavailable(f"the service answered {status}")
    if status in absent:
        return False
    if status == 304:
        raise BadFile(
            named(answered.address),
            "source returned not-data (304, not modified, of a file we do not say we have)",
            LATER,
        )
    if status in (401, 403):
        remedy = "check that the address in the profile needs no log-in"
        if key_variable:
            remedy = f"set {key_variable} to a key that the service accepts"
        raise BadFile(named(answered.address), f"the service refused us ({status})", remedy)
    if status != 200:
        said = _said(answered)
        raise BadFile(
            named(answered.address),
            f"the service answered {status}" + (f": {said}" if said else ""),
            "check the address in the profile",
        )
    return True


def _asked_for(answered: Answered) -> float:
    """Return the seconds that ``Retry-After`` asks for, as a number or as a day and time; 0 if it does not."""
    text = answered.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
        # By the service's own clock, which need not agree with ours.
        now = parsedate_to_datetime(answered.headers.get("date", ""))
        return max((until - now).total_seconds(), 1.0)
    except (ValueError, TypeError):
        return 0.0


def _said(answered: Answered) -> str:
    """Return what the service says is wrong, from an error in JSON or a line of text."""
    body = answered.read(MOST_SAID)
    try:
        return said_in(object_in(body))
    except NotData:
        line = body.decode("utf-8", "replace").strip().partition("\n")[0]
        return "" if line.startswith("<") or not line else shown(line)


def _given_up(fault: Exception, tries: int, waits: int, seconds: float, spent: float) -> str:
    if isinstance(fault, NotNow) and waits <= MOST_WAITS:
        return f"{fault}, and asks for {seconds:,.0f} seconds more after {spent:,.0f}"
    times = waits if isinstance(fault, NotNow) else tries
    return f"{fault}, {times} times in {spent:,.0f} seconds"
