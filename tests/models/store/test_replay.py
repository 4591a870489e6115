"""After any files in any order, and any of them rolled back, all is what the standing files make of it.

What the database says is compared with files replayed from nothing, one after another, in the order of
their editions: a model of a few lines that knows nothing of how versions are stored.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from models.agreement import Agreement, AgreementNow, AgreementVersion
from models.extension import ExtensionVersion
from models.metadata import table_of
from models.store.agreements import AGREEMENTS, EXTENSIONS
from models.store.engine import reading
from models.store.versions import known_at
from tests.models.store.arrivals import Publisher
from tests.models.store.histories import (
    EDITIONS,
    File,
    carried_out,
    in_one_database,
    new_authority,
    standing,
    steps_of,
)

pytestmark = pytest.mark.thorough

REFERENCES = ["G1", "G2"]
ENDS = ["2027-03-31", "2028-03-31"]

# Few names and days, so that files agree and disagree often.
agreement_rows = st.lists(
    st.tuples(
        st.sampled_from(REFERENCES), st.sampled_from(["Park", "Choir"]), st.sampled_from(ENDS)
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda row: row[0],
).map(tuple)
agreement_files = st.builds(
    File,
    st.sampled_from(EDITIONS),
    st.sampled_from([False, False, True]),
    agreement_rows,
    st.sampled_from([(), (), (), *((reference,) for reference in REFERENCES)]),
    st.sampled_from([None, None, None, None, None, 0, 1]),
).map(lambda file: file if file.corrects is None else replace(file, complete=False, refused=()))


def agreements_after(files: list[File]) -> dict[str, str]:
    """Return the title of each agreement after some files."""
    titles: dict[str, str] = {}
    for file in files:
        listed = {reference: title for reference, title, _ends in file.rows}
        if file.complete:
            titles = {name: title for name, title in titles.items() if name in file.refused}
        titles |= listed
    return titles


def extensions_after(files: list[File]) -> dict[tuple[str, str], str]:
    """Return what each extension says, by agreement and new end, after some files."""
    said: dict[tuple[str, str], str] = {}
    for file in files:
        listed = {(reference, ends): title for reference, title, ends in file.rows}
        if file.complete:
            said = {key: title for key, title in said.items() if key[0] in file.refused}
        said |= listed
    return said


def stored_agreements(engine: Engine, authority: str, at: int, about: date) -> dict[str, str]:
    where = (AgreementVersion.authority == authority,)
    version = known_at(AGREEMENTS, where, load_no=at, day=about).subquery()
    statement = (
        select(Agreement.reference, version.c.title)
        .join(Agreement, Agreement.agreement_id == version.c.agreement_id)
        .where(Agreement.authority == authority, ~version.c.retracted)
    )
    with reading(engine) as connection:
        return dict(connection.execute(statement).tuples().all())


def stored_extensions(
    engine: Engine, authority: str, at: int, about: date
) -> dict[tuple[str, str], str]:
    where = (ExtensionVersion.authority == authority,)
    version = known_at(EXTENSIONS, where, load_no=at, day=about).subquery()
    statement = (
        select(Agreement.reference, version.c.new_ends_on, version.c.authority_reference)
        .join(Agreement, Agreement.agreement_id == version.c.agreement_id)
        .where(Agreement.authority == authority, ~version.c.retracted)
    )
    with reading(engine) as connection:
        rows = connection.execute(statement).all()
    return {(reference, str(ends)): note for reference, ends, note in rows}


def current_versions(engine: Engine, authority: str) -> set[int]:
    now = table_of(AgreementNow)
    with reading(engine) as connection:
        found = connection.execute(select(now.c.version_no).where(now.c.authority == authority))
        return set(found.scalars())


def versions_in_force(engine: Engine, authority: str, at: int) -> set[int]:
    where = (AgreementVersion.authority == authority,)
    version = known_at(AGREEMENTS, where, load_no=at).subquery()
    with reading(engine) as connection:
        found = connection.execute(select(version.c.version_no).where(~version.c.retracted))
        return set(found.scalars())


def test_agreements_are_what_the_files_that_stand_make_of_them(engine):
    @in_one_database(engine)
    @given(steps=steps_of(agreement_files))
    def they_are(steps):
        publisher = Publisher(engine, new_authority())

        def publish(file: File) -> int:
            feeds = {
                "agreements": [{"reference": r, "title": title} for r, title, _ends in file.rows],
                "extensions": [
                    {"reference": r, "new_ends_on": ends, "authority_reference": title}
                    for r, title, ends in file.rows
                ],
            }
            settings = {"edition_on": file.edition_on, "complete": file.complete}
            load = publisher.load(
                feeds, source="grants", refused=file.refused, corrects=file.corrects, **settings
            )
            return load.load_no

        at = 0
        for made in carried_out(steps, publish, lambda no: publisher.roll_back(no).load_no):
            at += 1
            for about in EDITIONS:
                files = standing(made, at, about)
                found = stored_agreements(engine, publisher.authority, at, about)
                assert found == agreements_after(files)
                found = stored_extensions(engine, publisher.authority, at, about)
                assert found == extensions_after(files)
            current = current_versions(engine, publisher.authority)
            assert current == versions_in_force(engine, publisher.authority, at)
        for past in range(1, at + 1):  # what was known then is known to have been
            found = stored_agreements(engine, publisher.authority, past, date.max)
            assert found == agreements_after(standing(made, past))

    they_are()
