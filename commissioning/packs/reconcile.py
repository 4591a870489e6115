"""A pack whose parts do not sum to their total is not issued."""

from collections.abc import Iterable

from commissioning.packs.inputs import PackError


def must_sum(part: str, parts: Iterable[int], total: int) -> None:
    """Stop the build where ``parts`` do not sum to ``total``; ``part`` says which part of the pack."""
    summed = sum(int(number) for number in parts)
    if summed != total:
        raise PackError(
            f"The pack was not built: {part}: the parts sum to {summed:,} and the total is {total:,}."
        )
