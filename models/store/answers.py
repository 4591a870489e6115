"""Answers on record, and whose payments the totals of public answers add up."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from sqlalchemy import Connection, func, select

from models.answer import Answer, AnswerTotal
from models.metadata import table_of
from models.store.rows import insert_rows

_answer = table_of(Answer)
_total = table_of(AnswerTotal)

Payments = Mapping[str, frozenset[int]]


def totals_told(connection: Connection, authority: str) -> Iterator[tuple[str, Payments]]:
    """Yield each total that public answers told: its measure, and the payments in it by payee."""
    order = (_total.c.answer_no, _total.c.total_no, _total.c.payee_no)
    statement = select(_total).where(_total.c.authority == authority).order_by(*order)
    rows = connection.execute(statement).all()
    for _key, some in groupby(rows, key=lambda row: (row.answer_no, row.total_no)):
        payees = list(some)
        yield payees[0].measure, {row.provider_key: numbers_of(row.payments) for row in payees}


def record_answer(
    connection: Connection, answer: Answer, totals: Iterable[tuple[str, Payments]]
) -> int:
    """Store an answer and the totals it told, unless the very same is on record; return its number."""
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
    rows = [
        {
            "authority": answer.authority,
            "answer_no": number,
            "total_no": total_no,
            "payee_no": payee_no,
            "measure": measure,
            "provider_key": payee,
            "payments": runs_of(numbers),
        }
        for total_no, (measure, payments) in enumerate(totals, start=1)
        for payee_no, (payee, numbers) in enumerate(sorted(payments.items()), start=1)
    ]
    insert_rows(connection, _total, rows)
    return number


def runs_of(numbers: Iterable[int]) -> str:
    """Return numbers as runs of neighbours: 1-40,52."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def numbers_of(runs: str) -> frozenset[int]:
    """Return the numbers that ``runs_of`` wrote."""
    ends = (run.partition("-") for run in runs.split(","))
    return frozenset(n for a, _, b in ends for n in range(int(a), int(b or a) + 1))
