"""Columns of NHS numbers, which no feed has, refused by what is in them; by name a suite's promise refuses them."""

import re

import pandas as pd

from commissioning.errors import BadFile

NHS_NUMBER = re.compile(r"[4679]\d{2}[ -]?\d{3}[ -]?\d{4}")  # as they have been given since 1996
WEIGHTS = range(10, 1, -1)
LOOKED_AT = 1_000  # rows of each chunk
FEWEST = 3  # cells that make a column one of NHS numbers, where every cell is one
REMEDY = "take the column out and send the file again; nothing of this one was kept"


class PeopleInFile(BadFile):
    """A file has a column about people. Neither its cells nor the file are kept."""


def refuse_columns(about_people: list[str], file: str) -> None:
    """Raise PeopleInFile where a file has columns that are about people by their names."""
    if about_people:
        what = "it is about people, and no such column is taken in"
        raise PeopleInFile(file, what, REMEDY, column=", ".join(about_people))


def refuse_nhs_numbers(published: pd.DataFrame, file: str) -> None:
    """Raise PeopleInFile where all that a column holds are NHS numbers, whatever it is called."""
    for column in published.columns:
        cells = published[column].head(LOOKED_AT)
        if not pd.api.types.is_string_dtype(cells):
            continue
        filled = {cell.strip() for cell in cells.dropna().unique().tolist() if cell.strip()}
        if len(filled) >= FEWEST and all(map(is_nhs_number, filled)):
            raise PeopleInFile(file, "it holds NHS numbers", REMEDY, column=str(column))


def is_nhs_number(text: str) -> bool:
    """Tell whether a text is an NHS number, by its form and its check digit (modulus 11)."""
    if not NHS_NUMBER.fullmatch(text):
        return False
    digits = [int(digit) for digit in text if digit.isdigit()]
    rest = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False)) % 11
    return (11 - rest) % 11 == digits[9]
