"""Who an erasure is of: one provider, under every name and identifier that the register has of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import Connection, select

from models.agreement import AgreementVersion
from models.metadata import table_of
from models.payment import PaymentVersion
from models.provider import ProviderVersion
from models.provider_alias import SAME, ProviderAlias
from models.provider_identifier import ProviderIdentifierVersion
from models.provider_merger import ProviderMergerVersion
from models.store.errors import NotKnown
from models.store.names_in_text import as_words

NAMED_IN = (
    *(AgreementVersion, PaymentVersion, ProviderVersion),
    *(ProviderIdentifierVersion, ProviderMergerVersion),
)


@dataclass(frozen=True)
class Provider:
    """One provider: its names and its identifiers, as they are written.

    One that is not listed is no row's provider: its name may stand in a text or in a row set aside.
    """

    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    is_listed: bool = True

    @property
    def every(self) -> tuple[str, ...]:
        """All that it is called."""
        return (*self.names, *self.identifiers)


def find_provider(connection: Connection, authority: str, wanted: str) -> Provider:
    """Return the provider of a name or an identifier; where no row has it, what was asked for as a name.

    A name that another provider has as well stays: only the rows with the identifier lose it.

    Raises NotKnown when the name is that of several identifiers, or no word is in it.
    """
    pairs = set(_named(connection, authority))
    key = as_words(wanted)
    identifiers = {i for _, i in pairs if key and as_words(i) == key}
    if not identifiers:
        named = {(n, i) for n, i in pairs if key and as_words(n) == key}
        if not named:
            if not key:
                raise NotKnown(
                    f"'{wanted}' has no letter or digit in it; give the provider's name."
                )
            return Provider((wanted.strip(),), (), is_listed=False)
        identifiers = {i for _, i in named if i}
        if len({as_words(i) for i in identifiers}) > 1:
            listed = ", ".join(sorted(identifiers))
            raise NotKnown(
                f"'{wanted}' is the name of several providers of {authority}, with the identifiers "
                f"{listed}; name the one to erase by its identifier."
            )
        if not identifiers:
            return Provider(tuple(sorted(n for n, _ in named)), ())
    own = {as_words(i) for i in identifiers}
    shared = {as_words(n) for n, i in pairs if i and as_words(i) not in own}
    names = {n for n, i in pairs if n and as_words(i) in own and as_words(n) not in shared}
    if key not in own:
        names |= {n for n, _ in pairs if as_words(n) == key}
    return Provider(tuple(sorted(names)), tuple(sorted(identifiers)))


def not_held(connection: Connection, authority: str, wanted: str) -> str:
    """Return the sentence for a name that is found nowhere: where it was looked for, and what is near."""
    known = sorted({text for pair in _named(connection, authority) for text in pair if text})
    near = get_close_matches(wanted, known, n=3, cutoff=0.6)
    hint = f"the most like it: {', '.join(near)}" if near else "check how the register writes it"
    return (
        f"{authority} has no provider '{wanted}', and none of its rows, rows set aside, files as "
        f"received, refused files or packs holds that name; {hint}."
    )


def _named(connection: Connection, authority: str) -> Iterator[tuple[str, str]]:
    """Yield each provider as it is called, with its identifier or an empty text."""
    for model in NAMED_IN:
        table = table_of(model)
        statement = select(table.c.provider_name, table.c.provider_org_id)
        for row in connection.execute(statement.where(table.c.authority == authority).distinct()):
            parts = (row.provider_name or "").split(";")
            identifier = row.provider_org_id or "" if len(parts) == 1 else ""
            yield from ((part.strip(), identifier) for part in parts)
    # What a person confirmed to be its name is its name as well, until it is erased.
    alias = table_of(ProviderAlias)
    confirmed = select(alias.c.provider_name, alias.c.provider_org_id).where(
        alias.c.authority == authority, alias.c.outcome == SAME
    )
    for row in connection.execute(confirmed.distinct()):
        yield row.provider_name or "", row.provider_org_id or ""
