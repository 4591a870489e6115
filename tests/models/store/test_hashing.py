import numpy as np
import pandas as pd
import pytest

from models.store.hashing import number_of, row_numbers

LARGEST = 2**63 - 1


def numbers(**columns) -> list[int]:
    return row_numbers(pd.DataFrame(columns)).tolist()


def test_a_row_has_the_same_number_whatever_chunk_it_is_read_in():
    payments = pd.DataFrame(
        {
            "provider_name": pd.Series([None, None, "Acme Care", "Acme Care"], dtype="str"),
            "paid_on": pd.Series(["2026-03-31", None, None, "2026-03-31"], dtype="datetime64[s]"),
            "amount_pence": pd.Series([285_000, -590, None, 285_000], dtype="Int64"),
        }
    )
    whole = row_numbers(payments).tolist()
    halves = [row_numbers(half).tolist() for half in (payments[:2], payments[2:])]
    assert whole == halves[0] + halves[1]


@pytest.mark.parametrize("dtype", ["str", "object", "float64", "Int64", "boolean", "datetime64[s]"])
def test_a_column_missing_throughout_counts_for_nothing_whatever_its_dtype(dtype):
    nothing = pd.Series([None], dtype=dtype)
    assert numbers(title=["Day care"], reference=nothing) == numbers(title=["Day care"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pd.Series([5, 7], dtype="int64"), pd.Series([5, 7], dtype="Int64")),
        (pd.Series([5, 7], dtype="int64"), pd.Series([5.0, 7.0], dtype="float64")),
        (pd.Series([5, 7], dtype="int64"), pd.Series([5, 7], dtype="object")),
        (pd.Series(["a", "b"], dtype="str"), pd.Series(["a", "b"], dtype="object")),
        (pd.Series([0.0, 1.5]), pd.Series([-0.0, 1.5])),
        (
            pd.Series(["2026-03-31", "2100-01-01"], dtype="datetime64[s]"),
            pd.Series(["2026-03-31", "2100-01-01"], dtype="datetime64[ns]"),
        ),
    ],
)
def test_equal_values_have_equal_numbers_whatever_their_dtype(one, other):
    assert numbers(column=one) == numbers(column=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": ["x"], "b": [None]}, {"a": [None], "b": ["x"]}),  # moved to another column
        ({"a": ["x"], "b": ["y"]}, {"a": ["y"], "b": ["x"]}),
        ({"a": ["x"], "b": ["yz"]}, {"a": ["xy"], "b": ["z"]}),  # the same when run together
        ({"a": [""]}, {"a": [None]}),  # empty is not missing
        ({"a": [0]}, {"a": pd.Series([None], dtype="Int64")}),
        ({"a": ["x"]}, {"a": ["x "]}),
        ({"a": [2.5]}, {"a": [2.25]}),
        ({"a": [1], "b": [2]}, {"a": [2], "b": [1]}),
        ({"a": [2**53]}, {"a": [2**53 + 1]}),  # the same as floats
    ],
)
def test_a_difference_in_one_cell_gives_another_number(one, other):
    assert numbers(**one) != numbers(**other)


def test_two_hundred_thousand_rows_that_differ_little_have_as_many_numbers():
    # By chance, two of so many rows share a number of 63 bits once in 460 million times.
    pence, day = np.divmod(np.arange(200_000), 400)
    days = pd.Series(np.datetime64("2026-01-01") + day).astype("datetime64[s]")
    found = row_numbers(pd.DataFrame({"amount_pence": pence, "paid_on": days, "line": day}))
    assert len(set(found.tolist())) == 200_000


def test_numbers_are_spread_over_all_sixty_three_bits():
    found = np.array(numbers(amount_pence=range(10_000)))
    assert found.min() >= 0
    assert found.max() <= LARGEST
    for bit in range(63):
        assert 0.45 < ((found >> bit) & 1).mean() < 0.55


def test_numbers_never_change_because_the_database_holds_them():
    # Worked out with Python's whole numbers from the definitions of BLAKE2b (RFC 7693) and of SplitMix64's
    # finish: the finish of the sum, over the cells, of the finish of (value, or digest of the text, plus
    # the number of the column's name).
    row = pd.DataFrame({"provider_name": ["Café"], "amount_pence": [-590]})
    assert row_numbers(row).tolist() == [4_934_076_571_089_491_139]


def test_a_frame_without_rows_or_columns_has_numbers_all_the_same():
    assert numbers(a=pd.Series(dtype="str"), b=pd.Series(dtype="Int64")) == []
    assert row_numbers(pd.DataFrame(index=range(2))).tolist() == [0, 0]


def test_the_number_of_a_text_is_of_its_utf8_bytes():
    # printf 'Café' | sha256sum, the first 16 hexadecimal digits without the top bit
    assert number_of("Café") == 0x73473DCC12B76308
