"""What the cases were last made of, so that where nothing changed since none of them is looked at.

It is kept as the reasons of a rule are, in a row about every agreement, and only where it is another.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, func, select

from models.case import CaseEvent
from models.judgement import RuleResult
from models.metadata import table_of
from models.store.decided import Decided
from models.store.found import Found
from models.store.hashing import bytes_of_texts
from models.store.rows import insert_rows
from models.store.rule_results import EVERY

CASES = "cases"  # in the place of a rule's name

_event = table_of(CaseEvent)
_result = table_of(RuleResult)


@dataclass(frozen=True)
class CasesAsked:
    """The digest of what cases were made of, and how many events and open cases there were after it.

    Events are only ever added: where there are as many as then, nobody did anything to a case since.
    """

    digest: str
    events: int
    open: int


def digest_of(found: Found, decided: Decided) -> str:
    """Return the SHA-256 of all that cases are made of."""
    decisions = decided.of_agreements
    digest = sha256(found.digest.encode())
    for name in ("subject_id", "decision"):
        digest.update(bytes_of_texts(decisions[name]))
        digest.update(b"\0")
    for name in ("decided_on", "ends_on"):
        digest.update(decisions[name].to_numpy("datetime64[s]").tobytes())
    digest.update("\x1e".join(sorted(decided.brings)).encode())
    return digest.hexdigest()


def events_kept(connection: Connection, authority: str) -> int:
    """Return how many events the cases have had."""
    counted = select(func.count()).select_from(_event).where(_event.c.authority == authority)
    return int(connection.execute(counted).scalar_one())


def last_asked(connection: Connection, authority: str) -> CasesAsked | None:
    """Return what the cases were last made of, or None where that was not kept."""
    facts = connection.execute(
        select(_result.c.facts)
        .where(
            _result.c.authority == authority,
            _result.c.subject_kind == EVERY,
            _result.c.subject_id == "",
            _result.c.rule == CASES,
        )
        .order_by(_result.c.from_judgement.desc())
        .limit(1)
    ).scalar_one_or_none()
    if facts is None:
        return None
    said = json.loads(facts)
    return CasesAsked(said["digest"], said["events"], said["open"])


def keep_asked(
    connection: Connection, authority: str, judgement_no: int, asked: CasesAsked
) -> None:
    """Keep what the cases were made of by a judgement, which may have been asked before."""
    key = {"authority": authority, "subject_kind": EVERY, "subject_id": "", "rule": CASES}
    row = {**key, "from_judgement": judgement_no}
    connection.execute(delete(_result).where(*(_result.c[name] == row[name] for name in row)))
    # In the shape of a rule's reasons, because it is read with them.
    facts = json.dumps({**asdict(asked), "unknown": []})
    nothing = {"status": "", "severity": "", "act_by": None, "row_ids": "[]"}
    insert_rows(connection, _result, [{**row, **nothing, "facts": facts}])
