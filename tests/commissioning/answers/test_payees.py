"""Which payments went to one body: in doubt it is one."""

import pandas as pd
import pytest

from commissioning.answers.payees import payee_keys


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Acme Ltd", None), ("ACME LIMITED", None), True),
        (("The Acme Co.", None), ("Acme", None), True),
        (("Beta", "GB-COH-00000001"), ("Beta", None), True),
        (("Beta", "GB-COH-00000001"), ("Beta Care", "GB-COH-00000001"), True),
        (("Acme", None), ("Acme Care", None), False),
        (("Beta", "GB-COH-00000001"), ("Gamma", "GB-COH-00000002"), False),
    ],
)
def test_two_writings(one, other, same):
    names, ids = (pd.Series(each, dtype="str") for each in zip(one, other, strict=True))
    assert (payee_keys(names, ids).nunique() == 1) == same


def test_what_names_nobody_is_nobody():
    keys = payee_keys(pd.Series([None, "Ltd"], dtype="str"), pd.Series([None, None], dtype="str"))
    assert keys.isna().all()


def test_bodies_joined_by_a_third_are_one():
    names = pd.Series(["A", "A", "B"], dtype="str")
    ids = pd.Series(["X", "Y", "Y"], dtype="str")
    assert payee_keys(names, ids).nunique() == 1
