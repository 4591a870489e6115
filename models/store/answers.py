"""Answers on record, and whose money the totals of public answers add up."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from models.answer import Answer, AnswerTotal
from models.metadata import table_of
from models.store.rows import insert_rows

_answer = table_of(Answer)
_total = table_of(AnswerTotal)

Totals = dict[str, list[frozenset[str]]]


def totals_told(connection: Connection, authority: str) -> Totals:
    """Return the sets of providers whose money public answers have added up, by measure."""
    statement = (
        select(_total.c.answer_no, _total.c.total, _total.c.provider_key)
        .where(_total.c.authority == authority)
        .order_by(_total.c.answer_no, _total.c.total)
    )
    sets: dict[tuple[int, str], set[str]] = {}
    for row in connection.execute(statement):
        sets.setdefault((row.answer_no, row.total), set()).add(row.provider_key)
    totals: Totals = {}
    for (_number, total), providers in sets.items():
        totals.setdefault(total.partition(": ")[0], []).append(frozenset(providers))
    return totals


def record_answer(
    connection: Connection,
    answer: Answer,
    totals: Mapping[str, list[tuple[str, frozenset[str]]]],
) -> int:
    """Store an answer and the totals it told, unless the very same is on record; return its number.

    ``totals`` has, by measure, each total's label and whose money it adds up.
    """
    same = select(_answer.c.answer_no).where(
        _answer.c.authority == answer.authority,
        _answer.c.load_no == answer.load_no,
        _answer.c.part == answer.part,
        _answer.c.digest == answer.digest,
    )
    if (known := connection.execute(same).scalar()) is not None:
        return int(known)
    highest = select(func.max(_answer.c.answer_no)).where(_answer.c.authority == answer.authority)
    number = int(connection.execute(highest).scalar_one() or 0) + 1
    insert_rows(connection, _answer, [{**answer.model_dump(), "answer_no": number}])
    insert_rows(
        connection,
        _total,
        [
            {
                "authority": answer.authority,
                "answer_no": number,
                "total": f"{measure}: {label}",
                "provider_key": provider,
            }
            for measure, told in totals.items()
            for label, providers in told
            for provider in sorted(providers)
        ],
    )
    return number
