"""Why many are unknown, said once: a rule's reasons, each with the letter that stands for it.

They are kept beside the results, as one that is about every agreement, with the digest of all that
the rule said. A letter is given to a reason once and for all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_letters, digits

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from models.judgement import RuleResult
from models.metadata import table_of
from models.store.rows import insert_frame
from models.store.rule_results import EVERY, rows_at
from models.store.told import LETTERS, Told

OF_REASONS = "".join(c for c in ascii_letters + digits if c not in LETTERS.values())


@dataclass(frozen=True)
class Reasons:
    """The reasons of a rule, in the order of their letters, and the digest of what it said."""

    digest: str = ""
    known: tuple[str, ...] = ()

    def told(self, each: Told) -> "Reasons":
        """Return the reasons with those that are new; there are only so many letters."""
        used = [each.reasons[at] for at in np.flatnonzero(np.bincount(each.lacks)).tolist()]
        known = tuple(dict.fromkeys([*self.known, *used]))[: len(OF_REASONS)]
        return Reasons(each.digest, known)

    @property
    def by_letter(self) -> dict[str, str]:
        """The reasons by the letter that stands for each."""
        return dict(zip(OF_REASONS, self.known, strict=False))

    def shared(self, each: Told) -> npt.NDArray[np.bool_]:
        """Tell which of a rule's reasons have a letter."""
        return np.array([reason in self.known for reason in each.reasons], dtype=bool)

    def letters_of(self, each: Told) -> npt.NDArray[np.uint8]:
        """Return the character that stands for each answer: its status, or the reason it shares."""
        by_reason = {reason: ord(letter) for letter, reason in self.by_letter.items()}
        unknown = ord(LETTERS["unknown"])
        own = np.array([by_reason.get(reason, unknown) for reason in each.reasons], dtype=np.uint8)
        letters = each.letters.copy()
        letters[each.unknown] = own[each.lacks]
        return letters


def reasons_at(connection: Connection, authority: str, number: int) -> dict[str, Reasons]:
    """Return each rule's reasons as last written before or by a judgement."""
    kept = rows_at(connection, authority, number, between=(EVERY, "", ""))
    return {
        rule: Reasons(said["digest"], tuple(said["unknown"]))
        for rule, said in zip(kept["rule"], map(json.loads, kept["facts"]), strict=True)
    }


def save_reasons(
    connection: Connection,
    authority: str,
    number: int,
    now: Mapping[str, Reasons],
    before: Mapping[str, Reasons],
) -> None:
    """Store the reasons of the rules that say something else than they last did."""
    changed = {rule: said for rule, said in now.items() if said != before.get(rule)}
    rows = pd.DataFrame(
        {
            "rule": list(changed),
            "facts": [
                json.dumps({"digest": said.digest, "unknown": said.known}, ensure_ascii=False)
                for said in changed.values()
            ],
        }
    )
    own = {"authority": authority, "from_judgement": number, "subject_kind": EVERY}
    nothing = {"subject_id": "", "status": "", "severity": "", "row_ids": "[]"}
    insert_frame(connection, table_of(RuleResult), rows, own | nothing)
