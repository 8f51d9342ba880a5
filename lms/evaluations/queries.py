"""Questions of this room: what a person is still asked, and for rooms above what was answered.

For others: ``satisfaction`` (indicator I-7 and Table C); see ``follow_up_queries`` for I-8.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, case, cast, func, literal, select, union_all

from lms.accounts.models import Account
from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.core.paging import Page, page_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.validity import months_later
from lms.evaluations.boxes import look_into
from lms.evaluations.figures import CONTENT_FROM, Response, Satisfaction, Tally, satisfaction_of
from lms.evaluations.models import ITEMS, EvaluationBox, EvaluationMark, EvaluationReply, Holds
from lms.evaluations.occasions import AFTER, LONGEST, Month, Months, Occasion, closes_on, is_open
from lms.evaluations.splits import Key


@dataclass(frozen=True)
class Question:
    """A person may say something of a module."""

    person_id: UUID
    enrolment_id: UUID
    module_id: UUID
    edition_id: UUID
    slug: str
    occasion: Occasion
    until: date
    is_answered: bool


def questions_to(account: Account, today: date, *, slug: str | None = None) -> list[Question]:
    """What is open to this person today, answered or not, the newest completion first. One statement."""
    query = (
        select(
            Enrolment.id, Enrolment.module_id, Enrolment.edition_id, Enrolment.completed_on, TrainingModule.slug,
            EvaluationBox.sealed, EvaluationMark.occasion,
        )
        .join(TrainingModule, TrainingModule.id == Enrolment.module_id)
        .outerjoin(
            EvaluationBox,
            (EvaluationBox.module_id == Enrolment.module_id) & (EvaluationBox.holds == Holds.MARKS),
        )
        .outerjoin(EvaluationMark, EvaluationMark.enrolment_id == Enrolment.id)
        .where(
            Enrolment.person_id == account.person_id,
            Enrolment.state == EnrolmentState.COMPLETED,
            Enrolment.completed_on >= today - LONGEST,
        )
        .order_by(Enrolment.completed_at.desc(), Enrolment.id)
    )  # fmt: skip
    if slug is not None:
        query = query.where(TrainingModule.slug == slug)
    rows = db.session.execute(query).all()
    answered = {(row.id, row.occasion) for row in rows} | {mark for row in rows for mark in marks_in(row.sealed)}
    found: dict[tuple[UUID, Occasion], Question] = {}
    for row in rows:
        for occasion in Occasion:
            if is_open(occasion, row.completed_on, today):
                found[row.id, occasion] = Question(
                    account.person_id, row.id, row.module_id, row.edition_id, row.slug, occasion,
                    closes_on(occasion, row.completed_on), (row.id, occasion) in answered,
                )  # fmt: skip
    return list(found.values())


def question_to(account: Account, slug: str, occasion: Occasion, today: date) -> Question | None:
    """None if the person has not completed the module, or not lately."""
    newest_last = reversed(questions_to(account, today, slug=slug))
    return {question.occasion: question for question in newest_last}.get(occasion)


def marks_in(sealed: str | None) -> set[tuple[UUID, Occasion]]:
    """Who has answered since last night, and to what."""
    return {(UUID(mark["enrolment"]), Occasion(mark["occasion"])) for mark in look_into(sealed)}


def is_marked(enrolment_id: UUID, occasion: Occasion) -> bool:
    return db.session.get(EvaluationMark, (enrolment_id, occasion)) is not None


@dataclass(frozen=True)
class Asked:
    """Somebody who completed a module on a day and may be asked for what came of it."""

    account_id: UUID
    enrolment_id: UUID
    completed_on: date


def unanswered(occasion: Occasion, first: date, last: date) -> list[Asked]:
    """Whose page opens about these days, without those who have answered. The caller looks at the very day."""
    months, some_days = -AFTER[occasion], timedelta(days=3)
    query = (
        select(Account.id, Enrolment.id, Enrolment.completed_on, EvaluationBox.sealed)
        .join(Account, Account.person_id == Enrolment.person_id)
        .outerjoin(
            EvaluationBox, (EvaluationBox.module_id == Enrolment.module_id) & (EvaluationBox.holds == Holds.MARKS)
        )
        .outerjoin(
            EvaluationMark, (EvaluationMark.enrolment_id == Enrolment.id) & (EvaluationMark.occasion == occasion)
        )
        .where(
            Enrolment.state == EnrolmentState.COMPLETED,
            Enrolment.completed_on.between(
                months_later(first, months) - some_days, months_later(last, months) + some_days
            ),
            EvaluationMark.enrolment_id.is_(None),
        )
        .order_by(Enrolment.id)
    )
    rows = [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query) if row[2] is not None]
    lately = set().union(*(marks_in(sealed) for sealed in {row[3] for row in rows}))
    return [Asked(row[0], row[1], row[2]) for row in rows if (row[1], occasion) not in lately]


def module_of(slug: str) -> TrainingModule:
    """Raises NoResultFound."""
    return db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one()


def newest_editions() -> list[tuple[TrainingModule, UUID]]:
    """Every module that has ever been published, with its newest edition, in the order of the codes."""
    newest = select(Edition.module_id, func.max(Edition.number).label("number")).group_by(Edition.module_id).subquery()
    query = (
        select(TrainingModule, Edition.id)
        .join(newest, newest.c.module_id == TrainingModule.id)
        .join(Edition, (Edition.module_id == TrainingModule.id) & (Edition.number == newest.c.number))
        .order_by(TrainingModule.slug)
    )
    return [(module, edition_id) for module, edition_id in db.session.execute(query)]


def ratings_in(months: Collection[Month], module_id: UUID) -> Sequence[Row[tuple[int, ...]]]:
    """The five items of every reply of these months."""
    items = [getattr(EvaluationReply, item) for item in ITEMS]
    chosen = EvaluationReply.module_id == module_id, EvaluationReply.month.in_(months)
    return db.session.execute(select(*items).where(*chosen)).all()


def number_of_replies(months: Months, module_id: UUID) -> int:
    return db.session.scalar(select(func.count()).where(*_of_module(months, module_id))) or 0


def comments_in(months: Months, module_id: UUID, number: int) -> Page[str]:
    """In the order of the ids, which is one of chance."""
    query = select(EvaluationReply.comment).where(*_of_module(months, module_id), EvaluationReply.comment.is_not(None))
    return page_of(query.order_by(EvaluationReply.id), number)


def _of_module(months: Months, module_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return EvaluationReply.module_id == module_id, EvaluationReply.month.between(months.first, months.last)


def responses(
    months: Months, occasion: Occasion = Occasion.MODULE, modules: Collection[UUID] | None = None
) -> dict[UUID, Response]:
    """Module to how many were asked in these months and how many of them have answered by now."""
    completed = months.earlier(AFTER[occasion])
    # The day says that it was completed, and an index holds it: the rows, which lie all over the file, are not read.
    asked = select(Enrolment.module_id).where(Enrolment.completed_on.between(completed.start, completed.end))
    if modules is not None:
        asked = asked.where(Enrolment.module_id.in_(modules))
    # Whoever has answered is looked for by the marks, which are fewer.
    marked = Enrolment.id.in_(select(EvaluationMark.enrolment_id).where(EvaluationMark.occasion == occasion))
    both = union_all(_by_module(asked, 0), _by_module(asked.where(marked), 1))
    found = {(module_id, is_answered): number for module_id, number, is_answered in db.session.execute(both)}
    return {
        module_id: Response(number, found.get((module_id, 1), 0))
        for (module_id, is_answered), number in found.items()
        if not is_answered
    }


def _by_module(modules_of: Select[Any], is_answered: int) -> Select[Any]:
    """(module, count, answered or not). Counted by day first, in the order of the index, so that nothing is sorted."""
    by_day = modules_of.add_columns(func.count().label("number")).group_by(Enrolment.completed_on, Enrolment.module_id)
    days = by_day.subquery()
    number = cast(func.sum(days.c.number), Integer)
    return select(days.c.module_id, number, literal(is_answered)).group_by(days.c.module_id)


def tallies(last: Month, modules: Collection[UUID] | None = None) -> dict[Key, Tally]:
    """What the replies add up to, from the first month of all to this one."""
    items = [getattr(EvaluationReply, item) for item in ITEMS]
    content: Any = sum(case((item >= CONTENT_FROM, 1), else_=0) for item in items)
    by = (EvaluationReply.module_id, EvaluationReply.month, EvaluationReply.sex)
    query = (
        select(*by, func.count(), func.sum(content), *(func.sum(item) for item in items))
        .where(EvaluationReply.month <= last)
        .group_by(*by)
    )
    if modules is not None:
        query = query.where(EvaluationReply.module_id.in_(modules))
    return {
        (module_id, month, sex): Tally(replies, tuple(int(sum_) for sum_ in points), int(content))
        for module_id, month, sex, replies, content, *points in db.session.execute(query)
    }


def satisfaction(
    start: date, end: date, today: date, modules: Iterable[UUID] | None = None
) -> dict[UUID | None, Satisfaction]:
    """I-7 of each module in a period of days, and under None of all of them together. Two statements.

    Counted are the quarters that lie whole in the period, in the steps in which replies are told (``steps``). Where
    none is told, ``mean`` and ``share`` are None; the counts are there.
    """
    return satisfaction_in(Months.of_quarters(start, end), today, None if modules is None else set(modules))


def satisfaction_in(
    months: Months, today: date, modules: Collection[UUID] | None = None
) -> dict[UUID | None, Satisfaction]:
    """The same for whole quarters."""
    answered = responses(months, modules=modules)
    return satisfaction_of(tallies(months.last, modules), answered, months, today)
