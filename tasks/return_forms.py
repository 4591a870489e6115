"""The return forms of a period, written to where they are sent from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine

from commissioning.dates import Period
from commissioning.errors import RequestError, shown
from commissioning.profile import Profile
from commissioning.register import Register
from commissioning.returns.asked import Asked, Form, forms_asked
from commissioning.returns.template import write_form
from models.names import folded
from models.store.engine import reading
from models.store.known import latest_load_no
from tasks.step import step
from tasks.store import read_register
from tasks.whole_file import write_output


@step
def ask_for_returns(
    profile: Profile, engine: Engine, period: Period, *, on: date, provider: str, contact: str
) -> Asked:
    """Return the forms of a period, of every provider or of the one that is named.

    Raises RequestError where no measure is loaded, or nobody of that name is asked for anything.
    """
    with reading(engine) as connection:
        load_no = latest_load_no(connection, profile.name)
    register = read_register(
        engine,
        profile.name,
        load_no=load_no,
        financial_year_start=profile.financial_year_start_md,
    )
    if register.measures.empty:
        raise RequestError(
            f"no measure of {profile.name}'s agreements is loaded, so there is nothing to ask for; "
            "load the register and then its measures with commissioning load measures FILE."
        )
    asked = forms_asked(register, period, on=on, title=profile.title, contact=contact)
    return _of_one(asked, register, provider, period) if provider else asked


def _of_one(asked: Asked, register: Register, provider: str, period: Period) -> Asked:
    """Return the form of one provider, by its code or by a name of it."""
    names = {form.whose.provider_code: form.whose.provider for form in asked.forms}
    agreements = register.agreements
    written = folded(pd.Series([provider], dtype="str")).iloc[0]
    meant = set(agreements.loc[folded(agreements["provider_name"]) == written, "provider_key"])
    meant |= {code for code, name in names.items() if provider in (code, name)}
    forms = tuple(form for form in asked.forms if form.whose.provider_code in meant)
    if not forms:
        near = get_close_matches(provider, names.values(), n=1)
        hint = f"the nearest is {near[0]}" if near else f"asked are {', '.join(names.values())}"
        raise RequestError(
            f"no return of {shown(provider)} is due for {period.label}; "
            f"{hint if names else 'nor is one of anybody else'}."
        )
    return replace(asked, forms=forms)


def write_forms(forms: Sequence[Form], folder: Path) -> list[dict[str, object]]:
    """Write each form to the folder and return what was written, in the documented shape.

    The very same form that is there already is left; another of its name stops all before any is written,
    because it may have been filled in.
    """
    contents = {folder / form.file_name: (form, write_form(form)) for form in forms}
    if folder.exists() and not folder.is_dir():
        raise RequestError(f"--output {folder} is a file; name a folder.")
    for path, (_form, content) in contents.items():
        if path.exists() and path.read_bytes() != content:
            raise RequestError(
                f"{path} is there already and differs, perhaps because it was filled in; name another folder "
                "with --output, or move it away."
            )
    return [_written(path, form, content) for path, (form, content) in contents.items()]


def _written(path: Path, form: Form, content: bytes) -> dict[str, object]:
    if not path.exists():
        write_output(path, content)
    return {
        "provider": form.whose.provider,
        "file": str(path),
        "figures": len(form.rows),
        "due_on": form.due_on.isoformat(),
    }
