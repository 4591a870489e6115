"""Each feed's columns, kinds and meanings: what the reader, the suites and the reference pages are made from.

Column names are those of the canonical CSV files. Money columns end in ``_gbp`` in a file (pounds) and in
``_pence`` in a frame (whole pence, signed 64-bit).
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "texts", "day", "money", "integer", "number", "choice", "yes_no"]

# The dtype of a frame's column of each kind.
DTYPES: dict[Kind, str] = {
    "text": "str",
    "texts": "str",
    "choice": "str",
    "day": "datetime64[s]",
    "money": "Int64",
    "integer": "Int64",
    "number": "float64",
    "yes_no": "boolean",
}

INSTRUMENTS = ("contract", "sla", "grant", "framework", "framework_call_off", "spot", "in_house")
REGIMES = (
    "pa2023",
    "pa2023_light_touch",
    "psr",
    "pcr2015_legacy",
    "jersey",
    "below_threshold",
    "grant",
)
DELIVERY_ROUTES = ("in_house", "private", "other_public", "third_sector")
PROVIDER_TYPES = DELIVERY_ROUTES[1:]
PROCUREMENT_METHODS = ("open", "selective", "limited", "direct")
TIERS = ("gold", "silver", "bronze")
STATUSES = ("planned", "active", "ended", "terminated", "cancelled")
BASES = ("outturn", "planned_commitment", "budget")
EXTENSION_KINDS = ("option", "temporary")
EQUALITY_STATUSES = (
    "not_recorded",
    "not_required",
    "in_progress",
    "completed_unpublished",
    "published",
)
RISKS = ("none", "low", "medium", "high")
MEASURE_KINDS = ("how_much", "how_well", "better_off")
DIRECTIONS = ("higher", "lower")
POLARITIES = ("high_is_good", "low_is_good", "no_judgement", "not_applicable")
FREQUENCIES = ("monthly", "quarterly", "yearly")
NOTICE_TYPES = tuple(f"UK{number}" for number in range(1, 18))
OUTCOMES = ("recommission", "extend", "vary", "decommission", "insource", "let_lapse")


@dataclass(frozen=True)
class Column:
    """One column of a canonical file: its name there, what its cells hold and what they mean.

    One that ``identifies`` holds an organisation's registered identifier.
    """

    name: str
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()
    required: bool = False
    negative: bool = False
    identifies: bool = False

    @property
    def frame_name(self) -> str:
        """The column's name in a frame, where pounds have become pence."""
        return f"{self.name.removesuffix('_gbp')}_pence" if self.kind == "money" else self.name


@dataclass(frozen=True)
class Feed:
    """A kind of data: what a row of it is, its columns in file order and those that tell two rows apart."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    value: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that a canonical file may not leave out."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """Return the column of that name, in a file or in a frame."""
        return next(c for c in self.columns if name in (c.name, c.frame_name))


AGREEMENTS = Feed(
    name="agreements",
    meaning="One agreement to have a service delivered, in whatever form, as its register describes it",
    key=("reference",),
    value="value_pence",
    columns=(
        Column("reference", "text", "The commissioner's own reference", required=True),
        Column("title", "text", "What the agreement is called", required=True),
        Column("instrument", "choice", "The form of the agreement", INSTRUMENTS),
        Column("regime", "choice", "The body of law it was let under", REGIMES),
        Column("delivery_route", "choice", "Who delivers the service", DELIVERY_ROUTES),
        Column("service_category", "text", "What is bought"),
        Column("department", "text", "The department that owns it"),
        Column("commissioner", "text", "The body deciding and paying"),
        Column("provider_name", "text", "Who delivers, as the publisher writes it"),
        Column(
            "provider_org_id",
            "text",
            "The provider's registered identifier, such as GB-COH-02535986",
            identifies=True,
        ),
        Column("provider_type", "choice", "The provider's sector", PROVIDER_TYPES),
        Column("procurement_method", "choice", "How it was let", PROCUREMENT_METHODS),
        Column("direct_award_ground", "text", "The ground recorded for a direct award"),
        Column("tenderers", "integer", "How many bodies tendered"),
        Column("awarded_on", "day", "Day of the award"),
        Column("signed_on", "day", "Day of signature"),
        Column("starts_on", "day", "First day of service"),
        Column(
            "ends_on", "day", "Last day of service now in force, extensions included", required=True
        ),
        Column("latest_end_on", "day", "Last possible day, every option used"),
        Column("review_on", "day", "Day planned for review"),
        Column("notice_months", "integer", "Months of notice owed before ending"),
        Column(
            "value_gbp", "money", "Value of the whole term as awarded, excluding recoverable VAT"
        ),
        Column("annual_value_gbp", "money", "Value of one year, excluding recoverable VAT"),
        Column("tier", "choice", "Tier by risk and value", TIERS),
        Column("status", "choice", "Where the agreement stands", STATUSES),
        Column("specification", "text", "What the service must do"),
        Column("area_codes", "texts", "Areas served, nine-character codes"),
        Column("groups", "texts", "Groups of people served"),
        Column("policy_objectives", "texts", "Policy objectives it serves"),
        Column("exit_plan_on", "day", "Day of the exit plan"),
        Column("successor_reference", "text", "Reference of the agreement that follows it"),
    ),
)

GRANTS = Feed(
    name="grants",
    meaning="One grant awarded; it is kept as an agreement whose instrument and regime are `grant`",
    key=("reference",),
    value="value_pence",
    columns=(
        Column("reference", "text", "The funder's identifier of the grant", required=True),
        Column("title", "text", "What the grant is called", required=True),
        Column("department", "text", "The department that awarded it"),
        Column("provider_name", "text", "Who receives it"),
        Column("provider_org_id", "text", "The recipient's identifier", identifies=True),
        Column("awarded_on", "day", "Day of the award"),
        Column("starts_on", "day", "First day funded"),
        Column("ends_on", "day", "Last day funded"),
        Column("value_gbp", "money", "Amount awarded"),
    ),
)

EXTENSIONS = Feed(
    name="extensions",
    meaning="One decision to let an agreement run on past its last day",
    key=("reference", "new_ends_on"),
    columns=(
        Column("reference", "text", "The agreement extended", required=True),
        Column("decided_on", "day", "Day of the decision", required=True),
        Column("previous_ends_on", "day", "Last day before the extension"),
        Column("new_ends_on", "day", "Last day after it"),
        Column("kind", "choice", "An option used, or a temporary measure", EXTENSION_KINDS),
        Column("authority_reference", "text", "The decision that authorised it"),
    ),
)

PAYMENTS = Feed(
    name="payments",
    meaning="One sum paid, promised or budgeted",
    key=("payment_id",),
    value="amount_pence",
    columns=(
        Column("payment_id", "text", "The payment's identifier", required=True),
        Column("paid_on", "day", "Day of payment", required=True),
        Column("department", "text", "The department that paid"),
        Column("provider_name", "text", "Who was paid, as the publisher writes it", required=True),
        Column("provider_org_id", "text", "The payee's registered identifier", identifies=True),
        Column("reference", "text", "The agreement paid under"),
        Column("service_category", "text", "What was bought"),
        Column("purpose", "text", "What the payment was for"),
        Column(
            "basis",
            "choice",
            "Paid, promised or allowed; the three are never added",
            BASES,
            required=True,
        ),
        Column(
            "financial_year",
            "text",
            "The financial year, such as 2010/11, or 2024 for a calendar year",
        ),
        Column(
            "amount_gbp", "money", "Amount, excluding recoverable VAT", required=True, negative=True
        ),
    ),
)

OBSERVATIONS = Feed(
    name="observations",
    meaning="One indicator's value for one area, period and group of people",
    key=("indicator", "area_code", "starts_on", "sex", "age", "group"),
    columns=(
        Column("indicator", "text", "What is measured", required=True),
        Column("area_code", "text", "The area's nine-character code", required=True),
        Column("starts_on", "day", "First day of the period"),
        Column("ends_on", "day", "Last day of the period"),
        Column("sex", "text", "Persons, Females or Males"),
        Column("age", "text", "The age band"),
        Column("group", "text", "The group of people"),
        Column("value", "number", "The value, in the indicator's own unit"),
        Column("lower", "number", "Lower 95% limit"),
        Column("upper", "number", "Upper 95% limit"),
        Column("count", "number", "The numerator"),
        Column("denominator", "number", "The denominator"),
    ),
)

INDICATORS = Feed(
    name="indicators",
    meaning="What the publisher of one indicator says it is",
    key=("indicator",),
    columns=(
        Column("indicator", "text", "What its observations are kept under", required=True),
        Column("title", "text", "What the indicator is called", required=True),
        Column("definition", "text", "What it measures"),
        Column("unit", "text", "The unit of its values"),
        Column("value_type", "text", "What kind of value it is, such as a proportion"),
        Column("polarity", "choice", "Which way of it is good, if either", POLARITIES),
        Column("data_source", "text", "Where the publisher has the figures from"),
        Column("methodology", "text", "How the values are worked out"),
        Column("caveats", "text", "What the publisher warns of"),
    ),
)

PROVIDERS = Feed(
    name="providers",
    meaning="One body that delivers services, as its registers know it",
    key=("provider_org_id",),
    columns=(
        Column(
            "provider_org_id",
            "text",
            "The provider's registered identifier",
            required=True,
            identifies=True,
        ),
        Column("provider_name", "text", "The registered name", required=True),
        Column("provider_type", "choice", "The provider's sector", PROVIDER_TYPES),
        Column("postcode", "text", "The registered postcode"),
        Column("insolvency", "yes_no", "Whether an insolvency case is open"),
        Column("accounts_overdue", "yes_no", "Whether accounts are overdue"),
        Column("regulator_rating", "text", "The regulator's rating"),
        Column("insurance_expires_on", "day", "Day the insurance runs out"),
        Column("excluded", "yes_no", "Whether the provider is excluded from awards"),
    ),
)

PROVIDER_IDENTIFIERS = Feed(
    name="provider_identifiers",
    meaning="Two registered numbers of one body: a charity's own and its company's",
    key=("provider_org_id", "other_org_id"),
    columns=(
        Column(
            "provider_org_id",
            "text",
            "One registered identifier of the body",
            required=True,
            identifies=True,
        ),
        Column(
            "other_org_id",
            "text",
            "Another registered identifier of it",
            required=True,
            identifies=True,
        ),
        Column("provider_name", "text", "The registered name"),
    ),
)

PROVIDER_MERGERS = Feed(
    name="provider_mergers",
    meaning="One body that has given all it had to another, as the register of mergers has it",
    key=(
        *("provider_org_id", "provider_name", "part", "transferee_org_id", "transferee_name"),
        *("transferee_part", "registered_on"),
    ),
    columns=(
        Column(
            "provider_org_id",
            "text",
            "The identifier of the body that gave",
            required=True,
            identifies=True,
        ),
        Column("provider_name", "text", "Its name, or several in one cell"),
        Column("part", "integer", "The number of a charity linked to it; 0 is the body itself"),
        Column(
            "transferee_org_id",
            "text",
            "The identifier of the body that received",
            required=True,
            identifies=True,
        ),
        Column("transferee_name", "text", "Its name"),
        Column("transferee_part", "integer", "The number of a charity linked to it"),
        Column("transferred_on", "day", "Day its property was transferred"),
        Column("registered_on", "day", "Day the merger was registered"),
    ),
)

MODIFICATIONS = Feed(
    name="modifications",
    meaning="One decision to change an agreement's value or its term",
    key=("reference", "decided_on", "authority_reference"),
    value="value_change_pence",
    columns=(
        Column("reference", "text", "The agreement modified", required=True),
        Column("decided_on", "day", "Day of the decision", required=True),
        Column("value_change_gbp", "money", "Change of the whole term's value", negative=True),
        Column("term_change_days", "integer", "Change of the term, in days", negative=True),
        Column("authority_reference", "text", "The decision that authorised it"),
    ),
)

EQUALITY = Feed(
    name="equality",
    meaning="One agreement's equality impact assessment, and how far it has come",
    key=("reference",),
    columns=(
        Column("reference", "text", "The agreement assessed", required=True),
        Column(
            "status",
            "choice",
            "Where the equality impact assessment stands",
            EQUALITY_STATUSES,
            required=True,
        ),
        Column("risk", "choice", "The risk to equality that it found", RISKS),
        Column("completed_on", "day", "Day it was completed"),
        Column("published_on", "day", "Day it was published"),
    ),
)

MEASURES = Feed(
    name="measures",
    meaning="One thing that an agreement is measured by, with its target",
    key=("reference", "measure"),
    columns=(
        Column("reference", "text", "The agreement measured", required=True),
        Column("measure", "text", "The measure's name", required=True),
        Column("kind", "choice", "What it asks of the service", MEASURE_KINDS),
        Column("unit", "text", "The unit its values are in"),
        Column("direction", "choice", "Which way is better", DIRECTIONS),
        Column("baseline", "number", "The value before the service"),
        Column("target", "number", "The value aimed at"),
        Column("tolerance", "number", "How far off target is still near it: 0.10 is 10%"),
        Column("frequency", "choice", "How often it is returned", FREQUENCIES),
    ),
)

RETURNS = Feed(
    name="returns",
    meaning="One measure's value for one period, as the provider returned it",
    key=("reference", "measure", "starts_on"),
    columns=(
        Column("reference", "text", "The agreement returned on", required=True),
        Column("measure", "text", "The measure's name", required=True),
        Column("starts_on", "day", "First day of the period"),
        Column("ends_on", "day", "Last day of the period"),
        Column("value", "number", "The measure's value, in its own unit"),
        Column("numerator", "number", "What was counted"),
        Column("denominator", "number", "What it is counted out of"),
        Column("due_on", "day", "Day the return was due"),
        Column("received_on", "day", "Day the return came"),
    ),
)

SOCIAL_VALUE = Feed(
    name="social_value",
    meaning="One social value commitment of an agreement, and how much of it was delivered",
    key=("reference", "commitment"),
    columns=(
        Column("reference", "text", "The agreement it was promised in", required=True),
        Column("commitment", "text", "What was promised", required=True),
        Column("unit", "text", "The unit it is counted in"),
        Column("committed", "number", "How much was promised"),
        Column("delivered", "number", "How much was delivered so far"),
    ),
)

USERS = Feed(
    name="users",
    meaning="How many people of one group and area an agreement served in one period",
    key=("reference", "starts_on", "area_code", "group"),
    columns=(
        Column("reference", "text", "The agreement that served them", required=True),
        Column("starts_on", "day", "First day of the period", required=True),
        Column("ends_on", "day", "Last day of the period"),
        Column("area_code", "text", "The area's nine-character code"),
        Column("group", "text", "The group of people"),
        Column("users", "integer", "How many people were served"),
    ),
)

ENGAGEMENT = Feed(
    name="engagement",
    meaning="One occasion on which providers or communities were told or asked",
    key=("reference", "held_on", "kind"),
    columns=(
        Column("reference", "text", "The agreement it was about", required=True),
        Column("held_on", "day", "Day it was held", required=True),
        Column("kind", "text", "What was held or sent: a market day, a survey, a notification"),
        Column("vcse_attended", "yes_no", "Whether a voluntary or social enterprise attended"),
        Column("outcome", "text", "What came of it"),
    ),
)

REVIEWS = Feed(
    name="reviews",
    meaning="One review of an agreement, and who was asked",
    key=("reference", "reviewed_on"),
    columns=(
        Column("reference", "text", "The agreement reviewed", required=True),
        Column("reviewed_on", "day", "Day of the review", required=True),
        Column("users_asked", "yes_no", "Whether its users were asked"),
        Column("communities_asked", "yes_no", "Whether communities were asked"),
        Column("providers_asked", "yes_no", "Whether providers were asked"),
    ),
)

NEEDS_ASSESSMENTS = Feed(
    name="needs_assessments",
    meaning="One assessment of what people need from one kind of service",
    key=("service_category", "completed_on"),
    columns=(
        Column("service_category", "text", "What the need is for", required=True),
        Column("completed_on", "day", "Day the assessment was completed", required=True),
        Column("title", "text", "What the assessment is called"),
    ),
)

NOTICES = Feed(
    name="notices",
    meaning="One procurement notice as it was published",
    key=("ocid", "notice_type", "published_on"),
    columns=(
        Column("ocid", "text", "The contracting process's open contracting ID", required=True),
        Column(
            "notice_type",
            "choice",
            "The notice's number under the Procurement Act 2023",
            NOTICE_TYPES,
            required=True,
        ),
        Column("published_on", "day", "Day it was published"),
        Column("reference", "text", "The agreement it is about"),
        Column("release_id", "text", "The publisher's identifier of the notice"),
        Column("stage", "texts", "What it announces, as OCDS tags it, such as tender or award"),
        Column("title", "text", "What the process is called"),
        Column("commissioner", "text", "The body that buys"),
        Column("value_gbp", "money", "Value announced, excluding recoverable VAT"),
        Column("starts_on", "day", "First day of the first contract announced"),
        Column("ends_on", "day", "Last day of the last contract announced"),
        Column("latest_end_on", "day", "Last possible day, every option used"),
        Column("extension_months", "integer", "Months that all options to extend add up to"),
        Column("closes_on", "day", "Last day for tenders"),
        Column("procurement_method", "choice", "How it is let", PROCUREMENT_METHODS),
    ),
)

DECISIONS = Feed(
    name="decisions",
    meaning="One decision on what becomes of an agreement",
    key=("reference", "decided_on"),
    columns=(
        Column("reference", "text", "The agreement decided on", required=True),
        Column("outcome", "choice", "What was decided", OUTCOMES, required=True),
        Column("decided_on", "day", "Day of the decision"),
        Column("decided_by", "text", "Who decided"),
        Column("authority_reference", "text", "The authority it was decided on"),
        Column("reason", "text", "Why"),
        Column("successor_reference", "text", "Reference of the agreement that follows"),
    ),
)

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for feed in (
        *(AGREEMENTS, EXTENSIONS, MODIFICATIONS, EQUALITY, PAYMENTS, MEASURES, RETURNS),
        *(SOCIAL_VALUE, OBSERVATIONS, INDICATORS, USERS, ENGAGEMENT, REVIEWS, NEEDS_ASSESSMENTS),
        *(NOTICES, GRANTS, PROVIDERS, PROVIDER_IDENTIFIERS, PROVIDER_MERGERS, DECISIONS),
    )
}
