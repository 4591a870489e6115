"""What a result or a case is about: an agreement by its number, a department or provider by its name."""

import pandas as pd

AGREEMENT = "agreement"


def is_agreement(results: pd.DataFrame) -> pd.Series:
    """Tell which results are about agreements."""
    return results["subject_kind"] == AGREEMENT


def subject_ids(results: pd.DataFrame) -> pd.Series:
    """Return each result's subject as it is kept beside its kind: ``12``; ``CLS`` of ``department:CLS``."""
    number = results["agreement_id"].astype("Int64").astype("str")
    name = results["reference"].str.replace(r"^[^:]*:", "", regex=True)
    return number.where(is_agreement(results), name).astype("str")
