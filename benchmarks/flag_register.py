"""A large register made at random: every feed that a rule asks for, in shares that a council's might have.

Every day is the first or the last of a month, so that nothing falls due between two days inside one.
Each column is empty for some, because registers are; a tenth of all answers or so are flags.
"""

import numpy as np
import pandas as pd

from benchmarks.drawn import ON, Maker
from commissioning.register import FRAMES, OF_AGREEMENTS, Register, empty
from commissioning.rules.thresholds import Thresholds
from models.feeds import FEEDS

AREA = "E08000006"
AREAS = tuple(f"E0800000{number}" for number in range(1, 10))
CATEGORIES = 400
DEPARTMENTS = 40
NEED = Thresholds(
    need_indicators={f"Category {number}": f"Need {number}" for number in range(CATEGORIES // 2)}
)
GROUPS = ("Older people", "Carers", "Children", "Disabled people", "Veterans")


def large_register(agreements: int) -> Register:
    """Return a register of so many agreements, and of all else in proportion."""
    maker = Maker(seed=37)
    listed = agreements_of(maker, agreements)
    payments = payments_of(maker, listed)
    return Register(
        "anytown",
        1,
        agreements=framed("agreements", listed),
        payments=framed("payments", payments),
        payments_by_provider=framed("payments_by_provider", paid_by_provider(listed, payments)),
        payments_by_department=framed("payments_by_department", paid_by_department(maker)),
        observations=framed("observations", observations()),
        providers=framed("providers", providers_of(maker, listed)),
        needs_assessments=framed("needs_assessments", needs_assessments(maker)),
        **{name: framed(name, made) for name, made in events_of(maker, listed).items()},
        loaded_feeds=frozenset(FEEDS),
        area_code=AREA,
    )


def framed(name: str, columns: pd.DataFrame) -> pd.DataFrame:
    """Return the frame of that name with these columns, and nothing in its others; rows are numbered."""
    rows = pd.Series(np.arange(len(columns)).astype("str"), dtype="str")
    columns = columns.reset_index(drop=True)
    if "row_id" in FRAMES[name] and "row_id" not in columns:
        columns = columns.assign(row_id=f"{name[:12]:0<12}:" + rows)
    return columns.reindex(columns=list(FRAMES[name])).astype(FRAMES[name])


def agreements_of(maker: Maker, rows: int) -> pd.DataFrame:
    """Return the agreements: a sixth of them over, the others with up to eight years to go."""
    numbers = pd.Series(np.arange(rows).astype("str"), dtype="str")
    starts_on = maker.firsts(-60, 3, rows, missing=0.02)
    ends_on = maker.lasts(-6, 96, rows, missing=0.03)
    extends = maker.chosen(("yes", "no", None), rows, (0.4, 0.4, 0.2))
    third = maker.chosen(
        ("third_sector", "private", "other_public", None), rows, (0.2, 0.5, 0.2, 0.1)
    )
    key = maker.numbered("GB-COH-{:08d}", max(rows // 6, 1), rows, missing=0.02)
    return pd.DataFrame(
        {
            "agreement_id": maker.random.permutation(np.arange(1, rows + 1) * 9_000_000_000_000),
            "reference": "C" + numbers.str.zfill(8),
            "title": "Services under agreement " + numbers,
            "instrument": maker.chosen(("contract", "grant", "sla"), rows, (0.7, 0.2, 0.1)),
            "regime": maker.chosen(
                ("pa2023", "psr", "grant", "jersey", None), rows, (0.4, 0.2, 0.2, 0.1, 0.1)
            ),
            "service_category": maker.numbered("Category {}", CATEGORIES, rows, missing=0.05),
            "department": maker.numbered("Department {}", DEPARTMENTS, rows, missing=0.05),
            "provider_name": "Provider " + key.str[7:],
            "provider_org_id": key,
            "provider_key": key,
            "provider_type": third,
            "procurement_method": maker.chosen(
                ("open", "selective", "direct", None), rows, (0.6, 0.1, 0.2, 0.1)
            ),
            "direct_award_ground": maker.chosen(("urgency", None), rows, (0.7, 0.3)),
            "tenderers": maker.whole(1, 8, rows, missing=0.2),
            "awarded_on": starts_on - pd.Timedelta(days=120),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "latest_end_on": ends_on.mask(extends == "no", ends_on)
            .mask(extends == "yes", maker.lasts(96, 120, rows))
            .where(extends.notna()),
            "notice_months": maker.whole(1, 13, rows, missing=0.3),
            "value_pence": maker.whole(500_000, 500_000_000, rows, missing=0.05),
            "tier": maker.chosen(("gold", "silver", "bronze", None), rows, (0.1, 0.3, 0.5, 0.1)),
            "status": maker.chosen(
                ("active", "planned", "ended", None), rows, (0.85, 0.02, 0.1, 0.03)
            ),
            "specification": maker.numbered(
                "Specification {}", max(rows // 3, 1), rows, missing=0.3
            ),
            "area_codes": maker.chosen(
                (*AREAS, f"{AREAS[0]};{AREAS[1]}", None), rows, (0.1,) * 9 + (0.05, 0.05)
            ),
            "groups": maker.chosen(
                (*GROUPS, ";".join(GROUPS[:2]), None), rows, (0.16,) * 5 + (0.1, 0.1)
            ),
            "exit_plan_on": maker.firsts(-24, 6, rows, missing=0.7),
            "successor_reference": maker.numbered("C{:08d}", rows, rows, missing=0.92),
        }
    )


def of_some(maker: Maker, listed: pd.DataFrame, share: float, times: int = 1) -> pd.DataFrame:
    """Return the identifiers and references of a share of the agreements, each so many times."""
    chosen = np.flatnonzero(maker.random.random(len(listed)) < share)
    rows = np.repeat(chosen, times)
    return listed[["agreement_id", "reference"]].take(rows).reset_index(drop=True)


def payments_of(maker: Maker, listed: pd.DataFrame) -> pd.DataFrame:
    """Return two payments a year of two years under half of the agreements."""
    paid = of_some(maker, listed, 0.5, times=4)
    rows = len(paid)
    value = (
        listed.set_index("agreement_id")["value_pence"]
        .reindex(paid["agreement_id"])
        .fillna(10_000_000)
    )
    shares = maker.random.random(rows) * 0.2
    return paid.assign(
        paid_on=maker.firsts(-24, 0, rows, missing=0.01),
        financial_year=None,
        amount_pence=(value.to_numpy("float64") * shares).astype("int64"),
        basis="outturn",
        row_id="payments0000:" + pd.Series(np.arange(rows).astype("str"), dtype="str"),
    )


def paid_by_provider(listed: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of the last twelve months as paid to the agreements' providers."""
    year = payments[payments["paid_on"] >= pd.Timestamp(ON) - pd.DateOffset(years=1)]
    whom = ["provider_key", "provider_org_id", "provider_name", "service_category"]
    own = listed.set_index("agreement_id")[whom].reindex(year["agreement_id"]).set_axis(year.index)
    return year[["paid_on", "amount_pence", "row_id"]].join(own)


def paid_by_department(maker: Maker) -> pd.DataFrame:
    """Return payments of departments that the register has no agreement of."""
    rows = 10_000
    key = maker.numbered("provider {}", 500, rows, missing=0.1)
    return pd.DataFrame(
        {
            "department": maker.numbered("Other department {}", 10, rows),
            "provider_key": key,
            "provider_name": key,
            "paid_on": maker.firsts(-12, 0, rows),
            "amount_pence": maker.whole(1, 10_000_000, rows),
            "basis": "outturn",
        }
    )


def providers_of(maker: Maker, listed: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of most of the providers: few show a sign of trouble."""
    names = listed[["provider_org_id", "provider_name"]].dropna().drop_duplicates("provider_org_id")
    names = names.take(np.flatnonzero(maker.random.random(len(names)) < 0.9)).reset_index(drop=True)
    rows = len(names)
    signs = {
        name: pd.array(maker.random.random(rows) < 0.01, dtype="boolean")
        for name in ("insolvency", "accounts_overdue", "excluded")
    }
    rating = maker.chosen(("good", "inadequate", None), rows, (0.8, 0.02, 0.18))
    insured_to = maker.lasts(-1, 24, rows, missing=0.1)
    return names.assign(**signs, regulator_rating=rating, insurance_expires_on=insured_to)


def needs_assessments(maker: Maker) -> pd.DataFrame:
    """Return an assessment for most categories."""
    categories = [
        f"Category {number}"
        for number in range(0, CATEGORIES, 5)
        for number in range(number, number + 4)
    ]
    return pd.DataFrame(
        {
            "service_category": categories,
            "completed_on": maker.lasts(-45, 0, len(categories), missing=0.02),
            "title": "Needs of people",
        }
    )


def observations() -> pd.DataFrame:
    """Return the need for half of the categories, in every area, in total and by group, of two years."""
    rows = pd.MultiIndex.from_product(
        [
            [f"Need {number}" for number in range(CATEGORIES // 2)],
            AREAS,
            [2022, 2025],
            [None, *GROUPS],
        ],
        names=["indicator", "area_code", "year", "group"],
    ).to_frame(index=False)
    value = 1_000.0 + 37 * (rows["year"] - 2022) * (np.arange(len(rows)) % 11)
    return rows.assign(
        starts_on=pd.to_datetime(rows["year"].astype("str") + "-01-01"),
        ends_on=pd.to_datetime(rows["year"].astype("str") + "-12-31"),
        value=value,
        lower=value - 20,
        upper=value + 20,
        count=value,
    ).drop(columns="year")


def events_of(maker: Maker, listed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what happened to shares of the agreements, feed by feed."""
    ends_on = listed.set_index("agreement_id")["ends_on"]
    extended = of_some(maker, listed, 0.06)
    modified, noticed = of_some(maker, listed, 0.04), of_some(maker, listed, 0.01)
    decided, assessed = of_some(maker, listed, 0.5), of_some(maker, listed, 0.6)
    promised, reviewed = of_some(maker, listed, 0.5), of_some(maker, listed, 0.7)
    used = of_some(maker, listed, 0.15, times=len(GROUPS))
    made = {
        "extensions": extended.assign(
            decided_on=maker.firsts(-12, 0, len(extended)),
            previous_ends_on=maker.lasts(-12, 0, len(extended), missing=0.02),
            new_ends_on=ends_on.fillna(pd.Timestamp(2030, 3, 31))
            .reindex(extended["agreement_id"])
            .to_numpy(),
            kind=maker.chosen(("option", "temporary", None), len(extended), (0.6, 0.38, 0.02)),
            authority_reference=maker.chosen(("D1", None), len(extended), (0.8, 0.2)),
            has_authority_column=True,
        ),
        "modifications": modified.assign(
            decided_on=maker.firsts(-24, 0, len(modified)),
            value_change_pence=maker.whole(1, 60_000_000, len(modified), missing=0.1),
        ),
        "notices": noticed.assign(
            notice_type="UK10", published_on=maker.firsts(-24, 0, len(noticed))
        ),
        "decisions": decided.assign(
            decided_on=maker.firsts(-24, 0, len(decided)),
            outcome=maker.chosen(
                ("recommission", "extend", "let_lapse"), len(decided), (0.4, 0.5, 0.1)
            ),
        ),
        "equality": assessed.assign(
            status=maker.chosen(
                ("published", "completed_unpublished", "not_required", "in_progress"),
                len(assessed),
                (0.5, 0.1, 0.3, 0.1),
            ),
            completed_on=maker.lasts(-60, 0, len(assessed), missing=0.05),
        ).assign(
            published_on=lambda rows: rows["completed_on"].where(rows["status"] == "published")
        ),
        "social_value": promised.assign(commitment="Apprenticeships"),
        "reviews": reviewed.assign(reviewed_on=maker.lasts(-9, 0, len(reviewed), missing=0.01)),
        "users": used.assign(
            starts_on=pd.Timestamp(2025, 4, 1),
            ends_on=pd.Timestamp(2026, 3, 31),
            group=np.tile(np.array(GROUPS, dtype=object), len(used) // len(GROUPS)),
            users=maker.whole(0, 400, len(used), missing=0.01),
        ),
        **measures_and_returns(maker, listed),
    }
    return {name: made.get(name, empty(name)) for name in OF_AGREEMENTS}


def measures_and_returns(maker: Maker, listed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return a measure of how well and one of how much for a quarter of the agreements, and their returns."""
    measured = of_some(maker, listed, 0.25)
    quality = measured.assign(
        measure="Seen in time", kind="how_well", target=90.0, tolerance=0.1, direction="higher"
    )
    volume = measured.assign(measure="Hours", kind="how_much", unit="hour")
    quarters = (("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31"))
    years = (("2022-04-01", "2023-03-31"), ("2025-04-01", "2026-03-31"))
    returned = [
        measures[["agreement_id", "reference", "measure"]].assign(
            starts_on=pd.Timestamp(first),
            ends_on=pd.Timestamp(last),
            value=maker.random.integers(least, most, len(measures)).astype("float64"),
            due_on=pd.Timestamp(last) + pd.Timedelta(days=1),
            received_on=pd.Timestamp(last)
            + pd.to_timedelta(maker.random.integers(0, 18, len(measures)), unit="D"),
        )
        for measures, periods, least, most in (
            (quality, quarters, 76, 120),
            (volume, years, 500, 1500),
        )
        for first, last in periods
    ]
    return {
        "measures": pd.concat([quality, volume], ignore_index=True),
        "returns": pd.concat(returned, ignore_index=True),
    }
