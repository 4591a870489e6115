"""What commissioning means here: one definition, versioned, printed in every pack."""

from commissioning.packs.inputs import PackError

# Jersey Audit Office, "Commissioning of services", 22 July 2024.
DEFINITIONS = {
    1: "the cycle of assessing the needs of people in an area, designing and then achieving appropriate "
    "outcomes within resource limitations",
}
CURRENT = 1


def definition(version: int = CURRENT) -> str:
    """Return the definition of commissioning in that version."""
    if version not in DEFINITIONS:
        raise PackError(f"There is no version {version} of the definition of commissioning.")
    return DEFINITIONS[version]
