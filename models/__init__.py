"""The nouns. Importing this module makes every table known to ``Table.metadata``."""

from models.agreement import (
    Agreement,
    AgreementFacts,
    AgreementKey,
    AgreementLink,
    AgreementNow,
    AgreementProvider,
    AgreementVersion,
    RegisterSize,
)
from models.answer import Answer, AnswerTotal
from models.case import CaseEvent
from models.decision import Decision, DecisionVersion
from models.engagement import EngagementVersion
from models.equality import EqualityVersion
from models.erasure import Erasure
from models.extension import ExtensionVersion
from models.flow_run import FlowRun
from models.indicator import IndicatorVersion
from models.judgement import Judged, Judgement, RuleResult
from models.ledger import Load, Run, Stoppage
from models.measure import MeasureVersion
from models.metadata import SCHEMA, Table
from models.modification import ModificationVersion
from models.monitoring_return import ReturnVersion
from models.needs_assessment import NeedsAssessmentVersion
from models.notice import NoticeVersion
from models.observation import ObservationVersion
from models.pack import Pack
from models.pack_delivery import PackDelivery
from models.pack_withdrawal import PackWithdrawal
from models.payment import PaymentVersion
from models.provider import ProviderVersion
from models.provider_alias import ProviderAlias
from models.provider_identifier import ProviderIdentifierVersion
from models.provider_merger import ProviderMergerVersion
from models.quarantine import CheckResult, Finding, QuarantineClosing, QuarantinedRow
from models.review import ReviewVersion
from models.service_users import UsersVersion
from models.snapshot import Snapshot
from models.social_value import SocialValueVersion
from models.watch_told import WatchTold

__all__ = [
    "SCHEMA",
    "Agreement",
    "AgreementFacts",
    "AgreementKey",
    "AgreementLink",
    "AgreementNow",
    "AgreementProvider",
    "AgreementVersion",
    "Answer",
    "AnswerTotal",
    "CaseEvent",
    "CheckResult",
    "Decision",
    "DecisionVersion",
    "EngagementVersion",
    "EqualityVersion",
    "Erasure",
    "ExtensionVersion",
    "Finding",
    "FlowRun",
    "IndicatorVersion",
    "Judged",
    "Judgement",
    "Load",
    "MeasureVersion",
    "ModificationVersion",
    "NeedsAssessmentVersion",
    "NoticeVersion",
    "ObservationVersion",
    "Pack",
    "PackDelivery",
    "PackWithdrawal",
    "PaymentVersion",
    "ProviderAlias",
    "ProviderIdentifierVersion",
    "ProviderMergerVersion",
    "ProviderVersion",
    "QuarantineClosing",
    "QuarantinedRow",
    "RegisterSize",
    "ReturnVersion",
    "ReviewVersion",
    "RuleResult",
    "Run",
    "Snapshot",
    "SocialValueVersion",
    "Stoppage",
    "Table",
    "UsersVersion",
    "WatchTold",
]
