"""The objects of a JSON file, counted by its brackets and names alone, without decoding a value.

This is the count that the reader's own is held against, made by different code over the same text.
"""

import re
from collections.abc import Iterable, Iterator

STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
NO_MARK = re.compile(r"[^{}\[\]<]+")
PACKAGED = "<"  # stands for the bracket that opens a package's array of objects


def count_objects(blocks: Iterable[str], arrays: tuple[str, ...]) -> int:
    """Return how many objects stand one a line, in an array, or in packages under such a name.

    The text is taken to be JSON; what is not, the reader refuses.
    """
    counted, depth, packages = 0, 0, 0
    outermost = -1  # the depth of a line's or an array's objects, known from the first bracket on
    packaged = -1  # the depth of the objects of the package that is open
    for mark in marks_of(blocks, arrays):
        if outermost < 0:
            outermost = 2 if mark == "[" else 1
        if mark in "}]":
            if mark == "}" and depth == outermost and not packages:
                counted += 1
            depth -= 1
            if depth < packaged - 1:
                packaged = -1
            continue
        depth += 1
        if mark == PACKAGED and depth == outermost + 1:
            packaged, packages = depth + 1, packages + 1
        elif mark == "{" and depth == outermost:
            packages = 0
        elif mark == "{" and depth == packaged:
            counted += 1
    return counted


def marks_of(blocks: Iterable[str], arrays: tuple[str, ...]) -> Iterator[str]:
    """Yield the brackets that are in no string, in order; one that opens such an array as PACKAGED."""
    name = rf'(?<!\\)"(?:{"|".join(map(re.escape, arrays))})"'
    opening, begun = re.compile(rf"{name}\s*:\s*\["), re.compile(rf"{name}\s*:?\s*\Z")
    kept = ""
    for block in blocks:
        text = kept + block
        held = begun.search(text[-1024:])
        end = len(text) - (len(held.group()) if held else 0)
        structure, quote, unended = STRING.sub("", opening.sub(PACKAGED, text[:end])).partition('"')
        kept = quote + unended + text[end:]
        yield from NO_MARK.sub("", structure)
