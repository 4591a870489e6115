"""Return forms that came back: where a load of one goes, and the receipt that can be sent to the provider."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from sqlalchemy import select

from commissioning.errors import BadFile, RequestError
from commissioning.ingest.snapshot import digest_of
from commissioning.profile import Profile
from commissioning.profile_tables import SourceSettings
from commissioning.sources.return_template import open_form, whose_form
from commissioning.version import package_version
from models.ledger import Load
from models.store.engine import reading
from tasks.load import LoadReport
from tasks.place import Place
from tasks.whole_file import write_output


class Form(NamedTuple):
    """A form that came back: where it lies, and what errors call it."""

    path: Path
    name: str


def settings_of_form(
    profile: Profile,
    place: Place,
    source: str,
    settings: SourceSettings,
    form: Form,
    received_on: date | None,
    *,
    today: date,
) -> SourceSettings:
    """Return the settings by which a form is loaded: a slot for its provider and period, its day of receipt.

    The very same file that was loaded before keeps the day on which it came, unless another is said.

    Raises BadFile where it is the form of another authority, RequestError where the day is still to come.
    """
    whose = whose_form(*form)
    if whose.authority != profile.name:
        raise BadFile(
            form.name,
            f"this is a form of {whose.authority}'s, and it would be loaded for {profile.name}",
            f"load it with --authority {whose.authority}",
        )
    if received_on and received_on > today:
        raise RequestError(
            f"--received-on {received_on} is still to come; write the day on which the form came, "
            f"at the latest {today}."
        )
    slot = f"{whose.period} {whose.code}"
    first = None if received_on else _first_received(place, profile.name, source, slot, form.path)
    return settings.model_copy(
        update={"slot": slot, "edition_on": received_on or first or today, "complete": False}
    )


def _first_received(
    place: Place, authority: str, source: str, slot: str, file: Path
) -> date | None:
    """Return the day on which these very bytes came, where they stand in the slot already."""
    loads = (
        select(Load.edition_on)
        .where(
            Load.authority == authority,
            Load.source == source,
            Load.slot == slot,
            Load.snapshot == digest_of(file),
            Load.undone_by.is_(None),
        )
        .order_by(Load.load_no.desc())
    )
    with reading(place.engine) as connection:
        return connection.execute(loads).scalars().first()


def receipt_beside(
    file: Path, profile: Profile, place: Place, report: LoadReport, settings: SourceSettings
) -> tuple[str, ...]:
    """Write the receipt of a form that was loaded beside its file; return where it is, and what is still owed.

    ``report`` says what was found in it. That it cannot be written is told; the figures are loaded all the same.
    """
    # Imported here because they draw charts for others, which takes half a second.
    from commissioning.returns.receipt import Receipt, receipt_page

    kept = place.snapshots / report.snapshot
    # Where it was kept long enough, and nothing in it was new, it was not kept again.
    form = open_form(kept if kept.is_file() else file, file.name, None)
    receipt = Receipt(
        whose=form.whose,
        authority_title=profile.title,
        file=file.name,
        digest=report.snapshot,
        received_on=settings.edition_on,
        rows=pd.concat(list(form.chunks())),
        set_aside=report.set_aside,
        findings=report.findings,
    )
    try:
        page = write_output(
            file.absolute().with_name(f"receipt-{file.stem}.html"),
            receipt_page(receipt, version=package_version()),
        )
    except RequestError as error:
        where = f"no receipt was written: {str(error).rstrip('.')}"
    else:
        where = f"{receipt.line.rstrip('.')}; the receipt to send is {page}"
    return (where, *filter(None, [receipt.owed]))
