"""Which providers an authority's rows name, and how often."""

import pandas as pd

from commissioning.provider_review import mentions_of


def test_an_agreement_that_several_share_counts_for_each_and_its_value_for_none():
    agreements = pd.DataFrame(
        {
            "provider_name": ["Acorn Ltd; Beech Trust", "Acorn Ltd", "Cedar; Deodar"],
            "provider_org_id": ["GB-COH-00000001;GB-CHC-200002", "GB-COH-00000001", None],
            "value_pence": pd.array([700_00, 30_00, 900_00], dtype="Int64"),
        }
    ).astype({"provider_name": "str", "provider_org_id": "str"})
    nobody_paid = pd.DataFrame(
        {"provider_name": [], "provider_org_id": [], "payments": [], "paid_pence": []}
    )

    named = mentions_of(agreements, nobody_paid).set_index("name")

    assert dict(named["agreements"]) == {
        "Acorn Ltd": 2,
        "Beech Trust": 1,
        "Cedar": 1,
        "Deodar": 1,
    }
    assert dict(named["value_pence"]) == {
        "Acorn Ltd": 30_00,
        "Beech Trust": 0,
        "Cedar": 0,
        "Deodar": 0,
    }
    assert named.loc["Beech Trust", "identifier"] == "GB-CHC-200002"
    assert pd.isna(named.loc["Deodar", "identifier"])
