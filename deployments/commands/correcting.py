"""What the commands that correct rows ask of the tasks: Great Expectations, a few seconds."""

from pathlib import Path

from commissioning.errors import BadFile
from flows.due import day_due
from flows.workplace import open_workplace
from tasks.correct import CorrectionReport, load_correction
from tasks.quarantine import Exported, export_rows


def export(authority: str, output: Path, *, source: str, load_no: int | None) -> Exported:
    """Write the rows of one load that are set aside to a file."""
    workplace = open_workplace(authority)
    return export_rows(
        workplace.profile, workplace.place, output.absolute(), source=source, load_no=load_no
    )


def load_back(authority: str, file: Path, *, check: bool) -> CorrectionReport:
    """Load corrected rows back, or with ``check`` only report on them.

    Raises BadFile when the file is missing.
    """
    if not file.is_file():
        raise BadFile(str(file), "the file is not there", "check its name and folder")
    workplace = open_workplace(authority)
    today = day_due(None, workplace.profile)
    return load_correction(workplace.profile, workplace.place, file, loaded_on=today, check=check)
