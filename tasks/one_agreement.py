"""One agreement and all that a decision on it is held to, as known now."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from commissioning.errors import RequestError, shown
from commissioning.profile import Profile
from commissioning.register import Register, empty, shaped
from models.store.decisions import last_told, recorded_decisions, standing
from models.store.facts import agreements_in_force, names_of, read_feed
from models.store.known import latest_load_no
from models.store.meant import nearest
from models.store.pages import agreements_called

READ = ("extensions", "modifications", "notices", "decisions")


@dataclass(frozen=True)
class OneAgreement:
    """All that a decision on an agreement is held to, as known now.

    ``told`` is the load that last told something of it; ``recorded`` the decisions recorded here, and
    the register's those that a file brought.
    """

    agreement_id: int
    label: str
    told: int
    register: Register
    recorded: pd.DataFrame
    bare: pd.DataFrame

    @property
    def facts(self) -> pd.Series:
        """The agreement as the register has it."""
        return self.register.agreements.iloc[0]

    @property
    def standing(self) -> pd.DataFrame:
        """The recorded decisions that nothing has superseded."""
        return standing(self.recorded)


def version_of(connection: Connection, authority: str, reference: str) -> int:
    """Return the version of an agreement that a form is made of."""
    return last_told(connection, authority, *one_called(connection, authority, reference.strip()))


def read_one(connection: Connection, profile: Profile, reference: str) -> OneAgreement:
    """Return what is known now of the agreement that people call this.

    Raises RequestError where none is called so, or several parts are.
    """
    authority, name = profile.name, reference.strip()
    load_no = latest_load_no(connection, authority)
    agreement_id, label = one_called(connection, authority, name)
    facts = agreements_in_force(connection, authority, load_no, agreement_id=agreement_id)
    if facts.empty:
        raise RequestError(f"{label} is no longer in the register; explain {label} tells why.")
    names = names_of(facts)
    frames = {
        feed: read_feed(connection, authority, feed, load_no=load_no, names=names) for feed in READ
    }
    frames["extensions"] = frames["extensions"].assign(has_authority_column=True)
    agreements = facts.assign(providers=facts["provider_name"], provider_key=None, type_from=None)
    recorded = recorded_decisions(connection, authority, load_no=load_no, agreement_id=agreement_id)
    register = Register(
        authority=authority,
        load_no=load_no,
        agreements=shaped(agreements, "agreements"),
        payments=empty("payments"),
        loaded_feeds=frozenset(),
        **{feed: shaped(frame, feed) for feed, frame in frames.items()},
    )
    told = last_told(connection, authority, agreement_id, label)
    return OneAgreement(agreement_id, label, told, register, recorded, facts)


def one_called(connection: Connection, authority: str, name: str) -> tuple[int, str]:
    """Return the number and the label of the one agreement of that name, or of ``source:name``.

    Raises RequestError naming what is most like it, or the parts or sources that share it.
    """
    called = agreements_called(connection, authority, name)
    source, _, rest = name.partition(":")
    if called.empty and rest:
        called = agreements_called(connection, authority, rest)
        called, name = called[called["source"] == source], rest
    exact = called[called["label"] == name]
    found = exact if len(exact) else called
    if len(found) == 1:
        return int(found["agreement_id"].iloc[0]), str(found["label"].iloc[0])
    if len(exact):
        ways = ", ".join(f"{source}:{name}" for source in found["source"])
        raise RequestError(f"{shown(name)} is in {len(found)} sources; write one of {ways}.")
    if len(found):
        labels = ", ".join(found["label"])
        raise RequestError(
            f"{shown(name)} has {len(found)} parts: {labels}; name the one that is meant."
        )
    hint = nearest(connection, authority, name)
    raise RequestError(f"{authority} has no agreement {shown(name)}; {hint}.")
