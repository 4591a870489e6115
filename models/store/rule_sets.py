"""Which rules are meant by each of many rows: a JSON list as it is kept, a row of a matrix to reckon with."""

import json
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Matrix = npt.NDArray[np.bool_]


def named_in(texts: pd.Series) -> set[str]:
    """Return every rule that any of the lists names."""
    return {rule for text in texts.dropna().unique() for rule in json.loads(text)}


def matrix_of(texts: pd.Series, rules: Sequence[str]) -> Matrix:
    """Return a row for each list, and in it whether it names each of ``rules``; nothing names none."""
    codes, different = pd.factorize(texts)
    place = {rule: at for at, rule in enumerate(rules)}
    made = np.zeros((len(different) + 1, len(rules)), dtype=bool)  # the last is of what is missing
    for row, text in enumerate(different):
        made[row, [place[rule] for rule in json.loads(text)]] = True
    return made[codes]


def in_columns(matrix: Matrix, own: Sequence[str], rules: Sequence[str]) -> Matrix:
    """Return a matrix with a column for each of ``rules``, where it had one for each of its own."""
    if list(own) == list(rules):
        return matrix
    made = np.zeros((len(matrix), len(rules)), dtype=bool)
    place = {rule: at for at, rule in enumerate(rules)}
    kept = [at for at, rule in enumerate(own) if rule in place]
    made[:, [place[own[at]] for at in kept]] = matrix[:, kept]
    return made


def as_json(matrix: Matrix, rules: Sequence[str]) -> pd.Series:
    """Return each row's rules as a JSON list."""
    codes, different = _different(matrix)
    texts = [json.dumps(_names(row, rules)) for row in different]
    return pd.Series(pd.array(texts, dtype="str").take(codes))


def as_words(matrix: Matrix, rules: Sequence[str]) -> pd.Series:
    """Return each row's rules with a comma between them."""
    codes, different = _different(matrix)
    texts = [", ".join(_names(row, rules)) for row in different]
    return pd.Series(pd.array(texts, dtype="str").take(codes))


def _names(row: Iterable[bool], rules: Sequence[str]) -> list[str]:
    return [rule for rule, named in zip(rules, row, strict=True) if named]


def _different(matrix: Matrix) -> tuple[npt.NDArray[np.intp], list[list[bool]]]:
    """Return which of the different rows each row is, and these: there are many rows and fewer sets."""
    packed = np.packbits(matrix, axis=1)
    codes = np.zeros(len(matrix), dtype=np.intp)
    for begin in range(0, packed.shape[1], 4):  # 32 rules at once, with room beside for the codes
        some = np.zeros((len(matrix), 4), dtype=np.uint8)
        part = packed[:, begin : begin + 4]
        some[:, : part.shape[1]] = part
        number = codes.astype(np.int64) << 32 | some.view(np.uint32).ravel()
        codes = pd.factorize(number)[0]
    _found, first = np.unique(codes, return_index=True)
    return codes, matrix[first].tolist()
