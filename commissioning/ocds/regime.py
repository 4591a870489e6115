"""The body of law a process was let under and the form of what came of it, where a release says so."""

from datetime import date

from commissioning.ocds.merging import Process
from commissioning.ocds.notices import documents_of
from commissioning.ocds.periods import day_of
from models.feeds import NOTICE_TYPES

# The Public Contracts Regulations 2015 came into force on the first of these days, and the Procurement
# Act 2023 took their place on the second.
REGULATIONS_IN_FORCE, ACT_IN_FORCE = date(2015, 2, 26), date(2025, 2, 24)
ACT_OF_2023 = ("UKPGA", "2023/54")
DIRECTIVE_OF_2014 = ("CELEX", "32014L0024")
BELOW_THRESHOLD = "(below threshold)"  # as Contracts Finder words it
CALL_OFF = "call-off from a framework"

Said = tuple[str, ...]  # a value, then the place that said it


def regime_of(process: Process) -> Said | None:
    """Return the regime and the place that tells it, or None where nothing does.

    A value below the thresholds first, then the legal basis, then a notice of the Act of 2023, then the
    day: what was announced between the regulations of 2015 and the Act was let under the former.
    """
    tender = process.compiled.get("tender") or {}
    details = str(tender.get("procurementMethodDetails") or "").casefold()
    if tender.get("aboveThreshold") is False:
        return ("below_threshold", "tender", "aboveThreshold")
    if BELOW_THRESHOLD in details:
        return ("below_threshold", "tender", "procurementMethodDetails")
    basis = tender.get("legalBasis") or {}
    law = (basis.get("scheme"), basis.get("id"))
    if law in (ACT_OF_2023, DIRECTIVE_OF_2014):
        regime = "pa2023" if law == ACT_OF_2023 else "pcr2015_legacy"
        return (regime, "tender", "legalBasis", "id")
    for release in process.releases:
        if any(d.get("noticeType") in NOTICE_TYPES for d in documents_of(release)):
            return ("pa2023",)
    first = day_of(process.releases[0].get("date"), (), [])
    if not basis and first and REGULATIONS_IN_FORCE <= first < ACT_IN_FORCE:
        return ("pcr2015_legacy", "date")
    return None


def instrument_of(process: Process) -> Said:
    """Return the form of the agreements of a process and the place that tells it: a contract, unless told."""
    tender = process.compiled.get("tender") or {}
    if (tender.get("techniques") or {}).get("hasFrameworkAgreement"):
        return ("framework", "tender", "techniques", "hasFrameworkAgreement")
    details = str(tender.get("procurementMethodDetails") or "").casefold()
    if CALL_OFF in details:
        return ("framework_call_off", "tender", "procurementMethodDetails")
    return ("contract",)
