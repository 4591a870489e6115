"""What people did about what is flagged: the decision in force, and the flags that are acknowledged."""

import pandas as pd

from commissioning.decisions.told import by_whom, in_words, silence
from commissioning.packs.inputs import PackInputs
from commissioning.packs.wording import rule_title
from commissioning.register import looked_up
from commissioning.rules.service_gap import latest_decisions


def decided(inputs: PackInputs, ids: pd.Series) -> pd.Series:
    """Return of each agreement what was decided by the day, or an empty text."""
    latest = latest_decisions(inputs.register, inputs.on)
    words = [f"Decided: {in_words(row)}, {by_whom(row)}." for row in latest.to_dict("records")]
    told = pd.Series(words, index=latest["agreement_id"].tolist(), dtype="str")
    return looked_up(ids, told).fillna("")


def decided_among(number: int) -> str:
    """Return how many of some agreements were decided on."""
    return f"{number:,} of them {'was' if number == 1 else 'were'} decided on"


def acknowledged(inputs: PackInputs, flags: pd.DataFrame) -> pd.DataFrame:
    """Return ``is_silent`` and ``acknowledged`` by agreement, of those with a flag that is acknowledged.

    An agreement is silent when every flag of it is; ``flags`` are the flagged results.
    """
    subject = inputs.acknowledgements["subject_kind"] == "agreement"
    silent = inputs.acknowledgements[subject]
    silent = silent.assign(agreement_id=pd.to_numeric(silent["subject_id"]).astype("int64"))
    both = flags[["agreement_id", "rule"]].merge(
        silent.drop(columns=["subject_kind", "subject_id"]), on=["agreement_id", "rule"]
    )
    words = [f"{rule_title(row['rule'])}: {silence(row)}." for row in both.to_dict("records")]
    grouped = both.assign(words=pd.Series(words, both.index, dtype="str")).groupby("agreement_id")
    counted = flags.groupby("agreement_id").size()
    return pd.DataFrame(
        {
            "is_silent": grouped.size() == counted.reindex(list(grouped.groups)),
            "acknowledged": grouped["words"].agg(" ".join).astype("str"),
        }
    )
