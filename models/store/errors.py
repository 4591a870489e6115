"""What can go wrong between us and what keeps our records, each in one sentence for the person on call."""


class StoreError(Exception):
    """The database could not do what was asked."""

    exit_code = 1


class AlreadyRunning(StoreError):
    """Another run holds the lease."""


class LeaseLost(StoreError):
    """The lease ran out while the work went on, and another run has taken it."""


class ConnectionLost(StoreError):
    """The database went away while it was asked; whether a COMMIT under way came to its end is not known."""


class MayNot(StoreError):
    """Who is signed in to the database has not the right to do this."""

    exit_code = 2


class OutOfRoom(StoreError):
    """A disk is full. What was not committed is not there."""


class ServerLost(StoreError):
    """Prefect's server went away, and with it who is told of this run. What was committed is."""

    SENTENCE = (
        "Prefect's server does not answer, so this run ends here: what was stored is kept and on record, "
        "and running it again does the rest."
    )

    def __init__(self, sentence: str = SENTENCE) -> None:
        super().__init__(sentence)


class WrongDatabase(StoreError):
    """The database was made by a newer version, or cannot be opened."""

    exit_code = 2


class NotKnown(StoreError):
    """The past that was asked about is none: no such load, or nothing was known yet."""

    exit_code = 2


class CannotRollBack(StoreError):
    """There is nothing to roll back: no such load, or none that stands."""

    exit_code = 2


class ChangedMeanwhile(StoreError):
    """The form is stale: what it was filled in about has changed since it was made."""

    exit_code = 2


# What the next stage or source would only meet again.
ENDS_THE_RUN = (AlreadyRunning, ConnectionLost, MayNot, OutOfRoom, ServerLost)
