"""A service asked portion by portion: one question at a time, at its pace, each good page kept at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from commissioning.errors import BadFile
from commissioning.hosts import Allowed
from commissioning.services.service import Answer, NotData, Portion, Service, Wanted
from tasks.http_client import Answered, Clock, Limits, ask
from tasks.patience import LATER, must_have_answered, patiently, wait
from tasks.pulled_pages import PulledPages
from tasks.step import flow_log

PAGE_LIMITS = Limits(most_bytes=64 << 20)
MOST_IN_A_ROW = 5  # numbers that a register does not answer about, until we take it to be away
MOST_SECONDS = 12 * 3600.0  # of one run; the next goes on from there

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Asking:
    """How a service is asked: at which address, as whom, and within which bounds."""

    service: Service
    address: str
    allowed: Allowed
    headers: Mapping[str, str] = field(repr=False)  # a key is among them
    clock: Clock
    limits: Limits = PAGE_LIMITS
    parameters: tuple[tuple[str, str], ...] = field(
        default=(), repr=False
    )  # of every question; a key

    def answers(self, wanted: Wanted, pages: PulledPages, progress: Progress) -> Iterator[Answer]:
        """Yield every answer, from the pages that are kept or else from the service.

        Raises BadFile when the service does not answer, or answers with something else than its data.
        """
        left = list(self.service.portions(wanted))
        started, done, free_at = self.clock.now(), 0, 0.0
        failures = Failures(by_number=bool(self.service.scheme))
        while left:
            portion = left.pop(0)

            def alive(done: int = done, of: int = done + len(left) + 1) -> None:
                progress(done, of)

            kept = pages.find(portion)
            if kept is None:
                self._must_have_time(started, done, len(left) + 1)
                wait(free_at - self.clock.now(), self.clock, alive)
                free_at = self.clock.now() + self.service.pace_seconds
            done += 1
            try:
                body = self._body(portion, alive) if kept is None else kept[0]
                answer = self._read(portion, body)
            except BadFile as error:
                pages.drop(portion)
                yield failures.left_out(error)
                continue
            failures.in_a_row = 0
            if kept is None:
                pages.keep(portion, body)
            left = [*answer.then, *left]
            self._tell(portion, answer, done, len(left), is_kept=kept is not None)
            progress(done, done + len(left))
            yield answer
        failures.must_be_few(done)

    def _body(self, portion: Portion, alive: Callable[[], None]) -> bytes | None:
        service = self.service

        def take(answered: Answered) -> bytes | None:
            has_body = must_have_answered(
                answered,
                waits=service.waits,
                absent=service.absent,
                key_variable=service.key_variable,
            )
            return answered.whole() if has_body else None

        def question() -> bytes | None:
            is_whole = "://" in portion.path
            return ask(
                portion.path if is_whole else f"{self.address.rstrip('/')}/{portion.path}",
                self.allowed,
                take,
                parameters=portion.parameters
                if is_whole
                else (*portion.parameters, *self.parameters),
                headers=self.headers,
                limits=self.limits,
            )

        return patiently(question, self._place(portion), clock=self.clock, alive=alive)

    def _read(self, portion: Portion, body: bytes | None) -> Answer:
        try:
            return self.service.read(portion, body)
        except NotData as error:
            what = f"source returned not-data ({error})"
            raise BadFile(self._place(portion), what, LATER) from None

    def _must_have_time(self, started: float, done: int, left: int) -> None:
        if self.clock.now() - started > MOST_SECONDS:
            raise BadFile(
                self.service.title,
                f"{done:,} questions were answered in {MOST_SECONDS / 3600:g} hours and {left:,} are left",
                "run it again: it goes on from there",
            )

    def _tell(
        self, portion: Portion, answer: Answer, done: int, left: int, *, is_kept: bool
    ) -> None:
        found = "too many to be sure of all" if answer.is_partial else f"{len(answer.rows):,}"
        before = ", received before" if is_kept else ""
        flow_log().info(
            "%s: %s: %s%s; %d asked, %d to go",
            *(self.service.title, portion.title, found, before, done, left),
        )

    def _place(self, portion: Portion) -> str:
        return f"{self.service.title}, {portion.title}"


@dataclass
class Failures:
    """The questions that were not answered. Of a register one number is left out, but not many in a row."""

    by_number: bool
    count: int = 0
    in_a_row: int = 0
    last: BadFile | None = None

    def left_out(self, error: BadFile) -> Answer:
        """Return the note that stands for an answer. Raises the error where it must not be passed over."""
        self.count, self.in_a_row, self.last = self.count + 1, self.in_a_row + 1, error
        if not self.by_number or self.in_a_row >= MOST_IN_A_ROW:
            raise error
        return Answer(note=f"left out: {error.file}: {error.what}")

    def must_be_few(self, asked: int) -> None:
        """Raise the last error where no question at all was answered."""
        if self.last and self.count == asked:
            raise self.last
