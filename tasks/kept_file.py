"""The file of an earlier load, from where it is kept."""

from hashlib import file_digest
from pathlib import Path

from commissioning.errors import BadFile
from models.ledger import Load

REMEDY = "restore the snapshots folder from the backup, or load the publisher's next file"


def name_of(load: Load) -> str:
    """Return what people call the file of a load."""
    return load.file or load.source


def kept_file(load: Load, snapshots: Path) -> Path:
    """Return where the file of a load lies, as it was received.

    Raises BadFile where it is no longer kept, or is not what was received.
    """
    path = snapshots / load.snapshot
    if not path.is_file():
        what = f"the file as received by load {load.load_no} is no longer kept"
        raise BadFile(name_of(load), what, REMEDY)
    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != load.snapshot:
            what = (
                f"the file as received by load {load.load_no} was changed in the snapshots folder"
            )
            raise BadFile(name_of(load), what, REMEDY)
    return path
