"""The version tables of feeds whose facts are known by their key, by feed."""

from models.decision import DecisionVersion
from models.engagement import EngagementVersion
from models.equality import EqualityVersion
from models.extension import ExtensionVersion
from models.indicator import IndicatorVersion
from models.measure import MeasureVersion
from models.modification import ModificationVersion
from models.monitoring_return import ReturnVersion
from models.needs_assessment import NeedsAssessmentVersion
from models.notice import NoticeVersion
from models.observation import ObservationVersion
from models.provider import ProviderVersion
from models.provider_identifier import ProviderIdentifierVersion
from models.provider_merger import ProviderMergerVersion
from models.review import ReviewVersion
from models.service_users import UsersVersion
from models.social_value import SocialValueVersion
from models.store.versions import Versioned

KEYED = {
    feed: Versioned(model, "key_hash")
    for feed, model in {
        "extensions": ExtensionVersion,
        "modifications": ModificationVersion,
        "equality": EqualityVersion,
        "measures": MeasureVersion,
        "returns": ReturnVersion,
        "social_value": SocialValueVersion,
        "observations": ObservationVersion,
        "indicators": IndicatorVersion,
        "users": UsersVersion,
        "engagement": EngagementVersion,
        "reviews": ReviewVersion,
        "needs_assessments": NeedsAssessmentVersion,
        "notices": NoticeVersion,
        "providers": ProviderVersion,
        "provider_identifiers": ProviderIdentifierVersion,
        "provider_mergers": ProviderMergerVersion,
        "decisions": DecisionVersion,
    }.items()
}
