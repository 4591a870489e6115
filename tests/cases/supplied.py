"""One council's files for the worked cases of need and supply; every figure is a case's own."""

from typing import Any

from tests.rules.outcomes import FAR, agreement, count, paid, volume

ON = "2026-02-18"  # the last complete financial year is 2024/25
AREA = "E10000016"
WARDS = [f"E05{number:06}" for number in range(1, 151)]

Row = dict[str, Any]
THIRD = {"provider_type": "third_sector", "starts_on": "2023-01-01"}
LONG, SHORT = "2025-12-31", "2025-12-30"  # 36 months, and a day less


def profile(suppression: str = "apply = false") -> str:
    """Return what the profile says beside who it is: exact counts, unless other ones are asked for."""
    return f"""
[thresholds.need_indicators]
Care = "Living alone"
Homes = "Living alone"
Respite = "Caring for another"

[suppression]
{suppression}

[supply]
user_led = ["Led By Users"]
"""


AGREEMENTS = [
    # C1 and R21: a fifth of the need is 8 of 100 users, and 2 of 25.
    agreement("care", service_category="Care", ends_on=FAR),
    agreement("homes", service_category="Homes", ends_on=FAR, groups="Roma"),
    # C2 and R18: three awards, one provider, the same words.
    *(
        agreement(f"again-{n}", ends_on=FAR, provider_name="Same Again", specification=text, successor_reference=after)
        for n, (text, after) in enumerate((("Drop-in", "again-2"), ("drop-in ", "again-3"), ("DROP-IN", "")), 1)
    ),
    # C3: one provider in the first ward, two in the second.
    agreement("meals-1", service_category="Meals", ends_on=FAR, provider_name="Meals A", area_codes=f"{WARDS[0]};{WARDS[1]}"),
    agreement("meals-2", service_category="Meals", ends_on=FAR, provider_name="Meals B", area_codes=WARDS[1]),
    agreement("meals-later", service_category="Meals", starts_on="2026-02-19", ends_on=FAR, provider_name="Meals C", area_codes=WARDS[0]),
    # C5: six of ten, and five of ten; T8: users lead in 131 wards of 150.
    *(agreement(f"six-{n}", department="Six", ends_on=LONG if n < 6 else SHORT, **THIRD) for n in range(10)),
    *(agreement(f"five-{n}", department="Five", ends_on=LONG if n < 5 else SHORT, **THIRD) for n in range(10)),
    agreement("led", department="Five", ends_on=FAR, provider_name="Led  by users", area_codes=";".join(WARDS[:131])),
    agreement("all-wards", department="Five", ends_on=FAR, provider_name="Another", area_codes=";".join(WARDS)),
    # J6: right outcomes at the right cost.
    agreement("outcomes", ends_on=FAR, department="Six"),
    # R20: need by 30%, volume by 20%, and by 21%.
    agreement("volume-20", ends_on=FAR, service_category="Homes"),
    agreement("volume-21", ends_on=FAR, service_category="Homes"),
    # R22: 50, 30 and 20; R23: the same for the same people, otherwise.
    agreement("shares", ends_on=FAR, service_category="Shares"),
    agreement("twin-1", service_category="Advice", starts_on="2025-04-01", ends_on=FAR, groups="young people;carers", area_codes=f"{WARDS[0]};{WARDS[1]}", specification="Drop-in"),
    agreement("twin-2", service_category="Advice", starts_on="2025-04-01", ends_on=FAR, groups="carers", area_codes=WARDS[1], specification="By telephone"),
    # B6: with both columns, and with one blank.
    agreement("whole", department="Options", service_category="Debt", starts_on="2024-04-01", ends_on="2026-07-31", annual_value_gbp="50000.00"),
    agreement("blank", department="Options", service_category="Debt", starts_on="2024-04-01", ends_on="2027-03-31", value_gbp="90000.00"),
]  # fmt: skip

FILES: dict[str, list[Row]] = {
    "agreements": AGREEMENTS,
    "users": [
        {"reference": name, "starts_on": "2025-04-01", "ends_on": "2025-12-31", "area_code": AREA, "group": group, "users": users}
        for name, group, users in (
            ("care", "Asian", "8"),
            ("care", "White", "92"),
            ("homes", "Asian", "2"),
            ("homes", "White", "23"),
        )
    ],
    "observations": [
        {"indicator": "Living alone", "area_code": AREA, "starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31", "sex": "Persons", "group": group, "value": value, "lower": lower, "upper": upper, "count": number}
        for year, group, value, lower, upper, number in (
            (2022, "", "1000", "990", "1010", ""),
            (2025, "", "1300", "1290", "1310", ""),
            (2025, "Asian", "200", "", "", "200"),
            (2025, "White", "800", "", "", "800"),
        )
    ],
    "measures": [
        *(count(name) for name in ("volume-20", "volume-21")),
        {"reference": "outcomes", "measure": "in work", "kind": "better_off", "unit": "%"},
    ],
    "returns": [
        *(volume(name, 2021, "100") for name in ("volume-20", "volume-21")),
        volume("volume-20", 2024, "120"),
        volume("volume-21", 2024, "121"),
        *(
            {"reference": "outcomes", "measure": "in work", "starts_on": start, "ends_on": end, "value": "50", "numerator": achieved, "denominator": users, "received_on": end}
            for start, end, achieved, users in (
                ("2024-04-01", "2024-09-30", "30", "60"),
                ("2024-10-01", "2025-03-31", "50", "100"),
            )
        ),
    ],
    "payments": [
        paid("outcomes", "2024-06-30", "120000.00", reference="outcomes"),
        *(
            paid(f"share-{amount}", "2025-12-31", amount, provider_name=f"Share {amount}", service_category="Shares")
            for amount in ("50.00", "30.00", "20.00")
        ),
        # C4: 0.5m of 5.0m the year before, then 1.2m of 8.0m.
        *(
            paid(f"{purpose} {day}", day, amount, department="Care", purpose=purpose)
            for day, purpose, amount in (
                ("2023-06-30", "Direct Payments", "500000.00"),
                ("2023-06-30", "Home care", "4500000.00"),
                ("2024-06-30", "Direct Payments", "1200000.00"),
                ("2024-06-30", "Home care", "6800000.00"),
            )
        ),
    ],
    "social_value": [{"reference": "whole", "commitment": "local jobs", "unit": "people", "committed": "10", "delivered": "6"}],
}  # fmt: skip
