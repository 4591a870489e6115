"""How the cases of each table are asked of the method that they belong to."""

import pandas as pd

from commissioning.needs import funnels
from commissioning.needs.inequality import inequality
from commissioning.needs.intervals import byar, wilson
from commissioning.needs.life_expectancy import life_expectancy
from commissioning.needs.means import means
from commissioning.needs.proportions import proportions
from commissioning.needs.quantiles import quantiles
from commissioning.needs.rates import rates
from commissioning.needs.standardised import directly_standardised, indirectly_standardised
from tests.reference.phe.tables import method_of, read, same, same_words

LIMITS = {"95": 0.95, "998": 0.998}
# The publisher's limits are bisected to 1e-7 and simulated; the exact ones are at most this far from them.
BISECTED, SIMULATED = 1e-4, 0.05
# Why life expectancy is suppressed, as the tables put it; another reason there has words of our own here.
REASONS = (
    *("negative deaths", "more deaths than population", "total population 5,000 or less"),
    "95% interval wider than 20 years",
)


def intervals(rows, path):
    kind, confidence = rows["interval"].iloc[0], rows["confidence"].iloc[0]
    lower, upper = (
        wilson(rows["x"], rows["n"], confidence)
        if kind == "wilson"
        else byar(rows["x"], confidence)
    )
    same(lower, rows["expected_lower"], "lower")
    same(upper, rows["expected_upper"], "upper")


def shares_and_rates(rows, path):
    is_share = (read(path)["expected_method"] == "Wilson").any()
    method = proportions if is_share else rates
    for limit, confidence in LIMITS.items():
        found = method(
            rows["numerator"],
            rows["denominator"],
            multiplier=rows["multiplier"].iloc[0],
            confidence=confidence,
        )
        same(found["value"], rows["expected_value"], "value")
        same(found["lower"], rows[f"expected_lower{limit}"], f"lower {limit}")
        same(found["upper"], rows[f"expected_upper{limit}"], f"upper {limit}")
        same_words(found["method"], rows["expected_method"], "method")


def grouped(names, words=()):
    """Return a check of a method that makes one row of all rows of a case."""

    def check(rows, method):
        for limit, confidence in LIMITS.items():
            found = method(rows, "case_id", confidence=confidence).iloc[0]
            for name, expected in names.items():
                same(found[name], rows[f"expected_{expected.format(limit)}"].iloc[0], name)
            for name in words:
                assert found[name] == rows[f"expected_{name}"].iloc[0]

    return check


MEAN = grouped(
    {
        **{"count": "count", "sum": "sum", "sd": "sd", "value": "mean"},
        **{"lower": "lower{}", "upper": "upper{}"},
    }
)
DIRECT = grouped(
    {
        **{"events": "total_count", "population": "total_pop", "value": "value"},
        **{"lower": "lower{}", "upper": "upper{}"},
    },
    ["statistic", "method"],
)
INDIRECT = grouped(
    {
        **{"events": "observed", "expected": "expected", "ratio": "ratio", "rate": "rate"},
        **{"ratio_lower": "ratio_lower{}", "ratio_upper": "ratio_upper{}"},
        **{
            "rate_lower": "rate_lower{}",
            "rate_upper": "rate_upper{}",
            "reference_rate": "ref_rate",
        },
    },
    ["method"],
)


def mean(rows, path):
    MEAN(rows, means)


def direct(rows, path):
    bands = rows.rename(columns={"stdpop": "standard_population", "eventfreq": "event_frequency"})
    if bands["event_frequency"].isna().all():
        bands = bands.drop(columns="event_frequency")
    DIRECT(bands, directly_standardised)


def indirect(rows, path):
    names = {"ref_events": "reference_events", "ref_population": "reference_population"}
    INDIRECT(rows.rename(columns=names), indirectly_standardised)


def cut(rows, path):
    inverted = str(rows["invert"].iloc[0]).lower() == "true"
    found = quantiles(rows["value"], int(rows["nquantiles"].iloc[0]), highest_first=inverted)
    assert list(found.fillna(0)) == list(rows["expected_quantile"].fillna(0))


def slopes(rows, path):
    first = rows.iloc[0]
    if rows["lower"].isna().any():
        rows = rows.drop(columns=["lower", "upper"]).rename(columns={"se": "standard_error"})
    found = inequality(
        rows,
        "case_id",
        value_type=first["value_type"],
        transform=str(first["transform"]).lower() == "true",
        multiplier=first["multiplier"],
        confidence=first["confidence"],
    ).iloc[0]
    for name in ("sii", "rii", "intercept"):
        same(found[name], first[f"expected_{name}"], name)
    for name in ("sii", "rii"):
        width = first[f"simulated_{name}_upper"] - first[f"simulated_{name}_lower"]
        for end in ("lower", "upper"):
            expected = first[f"simulated_{name}_{end}"]
            same(found[f"{name}_{end}"], expected, f"{name} {end}", SIMULATED, width)


def years(rows, path):
    for limit, confidence in LIMITS.items():
        found = life_expectancy(rows, "case_id", confidence=confidence)
        for name in ("value", "lower", "upper", "population", "deaths"):
            expected = {"lower": f"lower{limit}", "upper": f"upper{limit}"}.get(name, name)
            expected += "_used" if name in ("population", "deaths") else ""
            same(found[name], rows[f"expected_{expected}"], name)
    for ours, theirs in zip(found["suppressed_because"], rows["suppressed_because"], strict=True):
        assert pd.isna(ours) == pd.isna(theirs), "suppressed where the other is not"
        assert ours == theirs or theirs not in REASONS or pd.isna(theirs), f"{ours}, not {theirs}"


def funnel(rows, path):
    """Check a funnel: its words, its points, and its lines, which are in the table beside it."""
    first = rows.iloc[0]
    points = rows.rename(columns={"numerator": "events", "denominator": "population"})
    points = points.dropna(axis="columns", how="all")
    as_rate = {"multiplier": first["multiplier"], "is_standardised": first["rate_type"] == "dsr"}
    counts = (rows["numerator"], rows["denominator"])
    if first["what"] in ("significance", "both"):
        found = {
            "proportion": lambda: funnels.proportion_significance(*counts),
            "ratio": lambda: funnels.ratio_significance(*counts),
            "rate": lambda: funnels.rate_significance(points, **as_rate),
        }[first["statistic"]]()
        same_words(found, rows["expected_significance"], "significance")
    if first["what"] == "points":
        found = funnels.rate_points(points, **as_rate, years=first["years"])
        same(found["rate"], rows["expected_rate_chart"], "rate")
        same(found["denominator"], rows["expected_denominator"], "denominator")
    if first["what"] in ("limits", "both"):
        found = {
            "proportion": lambda: funnels.proportion_limits(
                *counts, multiplier=first["multiplier"]
            ),
            "ratio": lambda: funnels.ratio_limits(*counts, as_count=first["ratio_type"] == "count"),
            "rate": lambda: funnels.rate_limits(points, **as_rate, years=first["years"]),
        }[first["statistic"]]()
        lines = pd.concat([read(each) for each in path.parent.glob("*funnels_limits*.csv")])
        same_lines(found, lines[lines["case_id"] == first["case_id"]])


def same_lines(found, expected):
    assert len(expected) == len(found), "the table of limits lacks the lines of this funnel"
    same(found["axis"], expected["expected_axis"], "axis")
    if expected["expected_baseline"].notna().any():
        same(found["baseline"], expected["expected_baseline"], "baseline")
    beside = {"_expected": "exp_events", "_population": "population_1_year"}
    for line in ("lower_2s", "upper_2s", "lower_3s", "upper_3s"):
        is_bisected = expected["method"].iloc[0] == "Poisson"
        tolerance = BISECTED if is_bisected else 1e-9
        same(found[line], expected[f"expected_{line}_limit"], line, tolerance)
        for ours, theirs in beside.items():
            if f"{line}{ours}" in found:
                same(found[f"{line}{ours}"], expected[f"expected_{line}_{theirs}"], line, tolerance)


def lines_of_a_funnel(rows, path):
    """Check that the funnel whose lines these are is in the table beside, where they are computed."""
    inputs = pd.concat(
        [read(each) for each in path.parent.glob("*funnels*.csv") if method_of(each) == "funnels"]
    )
    of_case = inputs[inputs["case_id"] == rows["case_id"].iloc[0]]
    funnel(of_case.assign(what="limits"), path)


CHECKS = {
    "intervals": intervals,
    "shares_and_rates": shares_and_rates,
    "means": mean,
    "direct": direct,
    "indirect": indirect,
    "quantiles": cut,
    "slopes": slopes,
    "life_expectancy": years,
    "funnels": funnel,
    "funnels_limits": lines_of_a_funnel,
}
