"""What a sentence says of each input that was empty."""

MISSING = {
    "ends_on": "no end date is recorded",
    "latest_end_on": "no last possible end date is recorded",
    "starts_on": "no start date is recorded",
    "status": "no status is recorded",
    "department": "no department is recorded",
    "service_category": "no service category is recorded",
    "procurement_method": "no procurement method is recorded",
    "provider_type": "no type of provider is recorded",
    "extensions": "no list of extensions has been loaded",
    "previous_ends_on": "the end before an extension is not recorded",
    "new_ends_on": "the end after an extension is not recorded",
    "kind": "the kind of an extension is not recorded",
    "provider": "no provider is recorded",
    "award_term": (
        "a day of another award to the provider, in the same service category, is not recorded"
    ),
    "successor": "the register has no agreement with the successor's reference",
    "successor_starts_on": "no start date of the successor is recorded",
    "payments": "no list of payments has been loaded",
    "payee": "none of its payments names a payee",
    "departments": "no agreement on the register names its department",
}
