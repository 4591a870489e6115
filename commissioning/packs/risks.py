"""Section 10: providers at risk, markets that lean on one of them, and evidence that runs out."""

import pandas as pd

from commissioning.dates import months_after
from commissioning.folded_names import folded_once
from commissioning.packs.audiences import audience_named
from commissioning.packs.bar_charts import Bar, bar_chart
from commissioning.packs.drawing import Chart
from commissioning.packs.inputs import PackInputs
from commissioning.packs.live import WORST_FIRST, live_agreements
from commissioning.packs.section import Exhibit, Section, exhibits
from commissioning.packs.tables import Column, Table, percent
from commissioning.packs.wording import as_sentence, counted, day_in_words, of_all
from commissioning.register import Register, looked_up

TITLE = "Risks and providers"
AT_RISK, CONCENTRATION = "provider_at_risk", "provider_concentration"
EVIDENCE_MONTHS = 3  # a proposal: how far ahead insurance that runs out is listed
SHOWN = 8


def risks(inputs: PackInputs) -> Section:
    """Return what the rules say of providers and their markets, and which insurance runs out soon."""
    live = live_agreements(inputs)
    if live.empty:
        return exhibits("risks", TITLE, "", [], empty=("There is no live agreement.",))
    providers = of_live(inputs.register, live)
    if audience_named(inputs.audience).risks == "own":
        return exhibits("risks", TITLE, "", evidence_shown(inputs, providers))
    at_risk = flagged_providers(inputs, providers)
    shown = at_risk_shown(at_risk) + concentration_shown(inputs)
    if len(providers):
        shown += evidence_shown(inputs, providers)
    return exhibits("risks", TITLE, lead(inputs, at_risk, providers), shown)


def of_live(register: Register, live: pd.DataFrame) -> pd.DataFrame:
    """Return the providers of live agreements by key: ``called``, ``reference``, ``agreements`` and ``value_pence``."""
    own = live.dropna(subset="provider_key").groupby("provider_key")
    found = pd.DataFrame(
        {"agreements": own.size(), "value_pence": own["value_pence"].sum(min_count=1)}
    )
    names = register.provider_names.reindex(found.index)
    called = own["provider_name"].min().fillna(names["called"])  # whatever the order of the rows
    return found.assign(called=called, reference="provider:" + names["name"])


def flagged_providers(inputs: PackInputs, providers: pd.DataFrame) -> pd.DataFrame:
    """Return the providers that the rule flags, the most severe first, with what stands on them."""
    results = inputs.results
    flagged = results[(results["rule"] == AT_RISK) & (results["status"] == "flagged")]
    own = providers.drop_duplicates("reference").set_index("reference")
    named = looked_up(flagged["reference"], own)
    name = flagged["reference"].str.removeprefix("provider:")
    return flagged.assign(
        provider=named["called"].fillna(name),
        agreements=named["agreements"].fillna(0).astype("int64"),
        value_pence=named["value_pence"].astype("Int64"),
        why=flagged["sentence"].map(as_sentence),
        rank=flagged["severity"].map(WORST_FIRST.index),
    ).sort_values(["rank", "provider"], ignore_index=True)


def lead(inputs: PackInputs, at_risk: pd.DataFrame, providers: pd.DataFrame) -> str:
    """Return how many providers are at risk, and of how many that could not be told."""
    if providers.empty and at_risk.empty:
        return "No live agreement names its provider, so what stands on whom cannot be told."
    results = inputs.results[inputs.results["rule"] == AT_RISK]
    unknown = int((results["status"] == "unknown").sum())
    verb = "shows" if len(at_risk) == 1 else "show"
    sentence = (
        f"{of_all(len(at_risk), len(results))} providers of live agreements {verb} a hard sign of trouble"
        if len(results)
        else f"Whether any of {counted(len(providers), 'provider')} shows a sign of trouble was not asked"
    )
    return (
        f"{sentence}; of {unknown:,} it cannot be told, which is not to say that they show none."
        if unknown
        else f"{sentence}."
    )


def at_risk_shown(at_risk: pd.DataFrame) -> list[Exhibit]:
    """Return the providers at risk with the evidence, or that none is known to be."""
    if at_risk.empty:
        return [Exhibit(words=("No provider is flagged as at risk.",))]
    table = Table(
        name="providers_at_risk",
        caption="Providers at risk, the most severe first",
        columns=(
            Column("provider", "Provider"),
            Column("severity", "Severity", "severity"),
            Column("agreements", "Live agreements", "count"),
            Column("value_pence", "Value recorded", "money"),
            Column("why", "Evidence"),
        ),
        frame=at_risk[["provider", "severity", "agreements", "value_pence", "why"]],
        stacks=True,
    )
    return [Exhibit(table=table)]


def concentration_shown(inputs: PackInputs) -> list[Exhibit]:
    """Return the markets that the rule calls concentrated, each once, or that none is known to be."""
    results = inputs.results[inputs.results["rule"] == CONCENTRATION]
    markets = concentrated(results)
    if markets.empty:
        unknown = int((results["status"] == "unknown").sum())
        of_all_results = of_all(unknown, len(results))
        but = f"; for {of_all_results} agreements it could not be told" if unknown else ""
        return [Exhibit(words=(f"No market is flagged as leaning on one provider{but}.",))]
    table = Table(
        name="provider_concentration",
        caption="Service categories that lean on few providers, the highest share first",
        columns=(
            Column("market", "Service category", under=("area",)),
            Column("provider", "Largest provider"),
            Column("top_share", "Its share", "share"),
            Column("hhi", "Herfindahl index"),
            Column("agreements", "Live agreements", "count"),
        ),
        frame=markets,
    )
    return [Exhibit(chart=concentration_chart(markets), table=table)]


def concentrated(results: pd.DataFrame) -> pd.DataFrame:
    """Return the markets of flagged results, each once, as the rule judged them.

    The spellings of a category are one market, under the first of them in order.
    """
    flagged = results[results["status"] == "flagged"]
    rows = [
        {
            "market": facts["service_category"],
            "area": facts.get("area", ""),
            "provider": facts["provider"],
            "top_share": float(str(facts["top_share"]).rstrip("%")) / 100,
            "hhi": facts["hhi"],
            "share_limit": float(str(facts["share_limit"]).rstrip("%")) / 100,
        }
        for facts in flagged["facts"]
    ]
    if not rows:
        return pd.DataFrame({"market": pd.Series(dtype="str")})
    found = pd.DataFrame(rows)
    folded = folded_once(found["market"])
    markets = (
        found.assign(folded=folded)
        .groupby(["folded", "area"], as_index=False)
        .agg(
            market=("market", "min"),
            provider=("provider", "first"),
            top_share=("top_share", "first"),
            hhi=("hhi", "first"),
            share_limit=("share_limit", "first"),
            agreements=("market", "size"),
        )
    )
    return markets.sort_values(
        ["top_share", "market", "area"], ascending=[False, True, True], ignore_index=True
    )


def concentration_chart(markets: pd.DataFrame) -> Chart:
    """Return the share of the largest provider of each market, the highest first."""
    rows = [
        Bar(
            f"{row['market']} {row['area']}".strip() + f": {row['provider']}",
            row["top_share"],
            percent(row["top_share"]),
            row["share_limit"],
            is_first=row["top_share"] > row["share_limit"],
        )
        for row in markets.head(SHOWN).to_dict("records")
    ]
    first = markets.iloc[0]
    return bar_chart(
        "provider-concentration",
        rows,
        title=f"{first['provider']} takes {percent(first['top_share'])} of what is paid for {first['market']}",
        subtitle="Share of the largest provider in twelve months' payments"
        + (f"; the {SHOWN} highest" if len(markets) > SHOWN else ""),
        description="; ".join(f"{row.label} {row.written}" for row in rows) + ".",
        mark_label="Dark line: the share that is flagged",
    )


def evidence_shown(inputs: PackInputs, providers: pd.DataFrame) -> list[Exhibit]:
    """Return insurance that ran out or soon will, and the regulator's rating, of providers of live agreements."""
    evidence = evidence_of(inputs.register, providers)
    until = pd.Timestamp(months_after(inputs.on, EVIDENCE_MONTHS))
    insured = int(evidence["insurance_expires_on"].notna().sum())
    rated = int(evidence["regulator_rating"].notna().sum())
    soon = evidence[evidence["insurance_expires_on"] <= until].sort_values(
        ["insurance_expires_on", "called"], ignore_index=True
    )
    words = (
        f"Insurance is recorded for {of_all(insured, len(providers))} providers of live agreements and a "
        f"regulator's rating for {rated:,}. Without a record nothing is known to be in date."
    )
    if soon.empty:
        none = f"No insurance that is recorded runs out by {day_in_words(until)}."
        return [Exhibit(words=(words, *([none] if insured else [])))]
    passed = soon["insurance_expires_on"] < pd.Timestamp(inputs.on)
    table = Table(
        name="evidence_expiring",
        caption=f"Insurance that runs out by {day_in_words(until)}, the earliest first",
        columns=(
            Column("called", "Provider"),
            Column("insurance_expires_on", "Insured until", "day", under=("state",)),
            Column("regulator_rating", "Regulator's rating"),
            Column("agreements", "Live agreements", "count"),
        ),
        frame=soon.assign(state=passed.map({True: "Ran out", False: "Runs out"})),
        stacks=True,
    )
    return [Exhibit(words=(words,), table=table)]


def evidence_of(register: Register, providers: pd.DataFrame) -> pd.DataFrame:
    """Return what is recorded of each provider: insurance as long as the longest, the rating of its first identifier."""
    listed = register.providers.assign(key=register.provider_keys["providers"])
    listed = listed.sort_values(["provider_org_id", "regulator_rating"])
    by_key = listed.dropna(subset="key").groupby("key")
    found = pd.DataFrame(
        {
            "insurance_expires_on": by_key["insurance_expires_on"].max(),
            "regulator_rating": by_key["regulator_rating"].first(),
        }
    )
    return providers.join(found).reset_index(drop=True)
