"""Answers that were given: the question, the answer, and whose money each total adds up."""

from datetime import date

from sqlalchemy import Text
from sqlmodel import Field

from models.metadata import Table


class Answer(Table, table=True):
    """One answer. The same question at the same load is answered once."""

    authority: str = Field(primary_key=True)
    answer_no: int = Field(primary_key=True)
    kind: str
    question: str = Field(sa_type=Text, description="What was asked, as a JSON object")
    part: str = Field(description="public, or exempt: seen by those the profile allows")
    on_day: date
    load_no: int
    answer: str = Field(sa_type=Text)
    digest: str = Field(description="SHA-256 of the whole answer as JSON")


class AnswerTotal(Table, table=True):
    """The payments to one payee that are in a total which a public answer told."""

    __tablename__ = "answer_total"

    authority: str = Field(primary_key=True)
    answer_no: int = Field(primary_key=True)
    total_no: int = Field(primary_key=True)
    payee_no: int = Field(primary_key=True)
    measure: str = Field(description="The year and basis that it is a total of")
    provider_key: str = Field(description="SHA-256 of the payee as totals tell payees apart")
    payments: str = Field(sa_type=Text, description="Numbers of payment versions, as runs: 1-40,52")
