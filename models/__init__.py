"""The nouns. Importing this module makes every table known to ``Table.metadata``."""

from models.agreement import (
    Agreement,
    AgreementFacts,
    AgreementKey,
    AgreementLink,
    AgreementNow,
    AgreementProvider,
    AgreementVersion,
)
from models.case import CaseEvent
from models.decision import Decision
from models.extension import ExtensionVersion
from models.judgement import Judged, Judgement, RuleResult
from models.ledger import Load, Run, Stoppage
from models.metadata import SCHEMA, Table
from models.observation import ObservationVersion
from models.pack import Pack
from models.payment import PaymentVersion
from models.provider import ProviderVersion
from models.quarantine import CheckResult, Finding, QuarantinedRow
from models.snapshot import Snapshot

__all__ = [
    "SCHEMA",
    "Agreement",
    "AgreementFacts",
    "AgreementKey",
    "AgreementLink",
    "AgreementNow",
    "AgreementProvider",
    "AgreementVersion",
    "CaseEvent",
    "CheckResult",
    "Decision",
    "ExtensionVersion",
    "Finding",
    "Judged",
    "Judgement",
    "Load",
    "ObservationVersion",
    "Pack",
    "PaymentVersion",
    "ProviderVersion",
    "QuarantinedRow",
    "RuleResult",
    "Run",
    "Snapshot",
    "Stoppage",
    "Table",
]
