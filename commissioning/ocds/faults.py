"""What is found amiss in a release: where, what stands there, what was expected and what may be the cause."""

from typing import Literal, NamedTuple

SHOWN = 200


class Fault(NamedTuple):
    """One thing amiss. ``column`` is the place in the release, such as ``awards/0/value/amount``.

    A ``critical`` fault sets the release aside; a ``warning`` is a finding about it.
    """

    column: str
    value: str
    expectation: str
    severity: Literal["critical", "warning"]
    likely_cause: str


def fault(
    path: tuple[str, ...],
    value: object,
    expectation: str,
    likely_cause: str,
    *,
    severity: Literal["critical", "warning"] = "warning",
) -> Fault:
    """Return a fault at a place; a value that is no text is shown as its kind alone."""
    shown = (
        str(value)
        if isinstance(value, str | int | float)
        else ""
        if value is None
        else f"a {type(value).__name__}"
    )
    return Fault("/".join(path), shown[:SHOWN], expectation, severity, likely_cause)
