"""Questions about the follow-ups: what was answered, and what waits for a coder.

For others: ``application`` (indicator I-8).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from lms.core.extensions import db
from lms.evaluations.application import CODERS, Application, Of, Pair, Used, application_of
from lms.evaluations.models import EvaluationCoding, FollowUpReply
from lms.evaluations.occasions import Months, Occasion
from lms.evaluations.queries import responses
from lms.evaluations.splits import Key


def application(
    start: date,
    end: date,
    today: date,
    modules: Iterable[UUID] | None = None,
    *,
    occasion: Occasion = Occasion.THREE_MONTHS,
) -> dict[UUID | None, Application]:
    """I-8 of each module in a period of days, and under None of all of them together. Three statements.

    The whole quarters of the period are those of the replies; asked are those who completed so many months earlier.
    """
    months = Months.of_quarters(start, end)
    chosen = None if modules is None else set(modules)
    return application_in(months, occasion, today, chosen)


def application_in(
    months: Months, occasion: Occasion, today: date, modules: Collection[UUID] | None = None
) -> dict[UUID | None, Application]:
    """The same for whole months."""
    said = _chosen(months, occasion, modules)
    return application_of(_used(said), _pairs(said), responses(months, occasion, modules), months, today)


def _chosen(months: Months, occasion: Occasion, modules: Collection[UUID] | None) -> list[ColumnElement[bool]]:
    conditions = [FollowUpReply.month <= months.last, FollowUpReply.occasion == occasion]
    return conditions if modules is None else [*conditions, FollowUpReply.module_id.in_(modules)]


def _used(chosen: list[ColumnElement[bool]]) -> dict[Key, Used]:
    per_reply = (
        select(
            EvaluationCoding.reply_id,
            func.count().label("codings"),
            func.sum(case((EvaluationCoding.is_applied, 1), else_=0)).label("applied"),
        )
        .group_by(EvaluationCoding.reply_id)
        .subquery()
    )

    def number_of(condition: Any) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = (
        select(
            FollowUpReply.module_id,
            FollowUpReply.month,
            FollowUpReply.sex,
            func.count(),
            number_of(FollowUpReply.example.is_not(None)),
            number_of(per_reply.c.codings >= CODERS),
            number_of(per_reply.c.applied >= CODERS),
        )
        .outerjoin(per_reply, per_reply.c.reply_id == FollowUpReply.id)
        .where(*chosen)
        .group_by(FollowUpReply.module_id, FollowUpReply.month, FollowUpReply.sex)
    )
    return {(row[0], row[1], row[2]): Used(*(int(count) for count in row[3:])) for row in db.session.execute(query)}


def _pairs(chosen: list[ColumnElement[bool]]) -> dict[Of, dict[Pair, int]]:
    one, other = aliased(EvaluationCoding), aliased(EvaluationCoding)
    by = (FollowUpReply.module_id, FollowUpReply.month, one.is_applied, other.is_applied)
    query = (
        select(*by, func.count())
        .join(one, one.reply_id == FollowUpReply.id)
        .join(other, (other.reply_id == one.reply_id) & (other.coder_id > one.coder_id))
        .where(*chosen)
        .group_by(*by)
    )
    found: dict[Of, dict[Pair, int]] = defaultdict(dict)
    for module_id, month, first, second, count in db.session.execute(query):
        found[module_id, month][first, second] = count
    return found


def _to_code(coder_id: UUID) -> Select[Any]:
    """Examples that this person has not judged and two others have not either."""
    own = aliased(EvaluationCoding)
    codings = (
        select(func.count())
        .where(EvaluationCoding.reply_id == FollowUpReply.id)
        .correlate(FollowUpReply)
        .scalar_subquery()
    )
    mine = select(own.reply_id).where(own.reply_id == FollowUpReply.id, own.coder_id == coder_id).exists()
    return select(FollowUpReply).where(FollowUpReply.example.is_not(None), codings < CODERS, ~mine)


def number_to_code(coder_id: UUID) -> int:
    return db.session.scalar(select(func.count()).select_from(_to_code(coder_id).subquery())) or 0


def next_to_code(coder_id: UUID, *, after: UUID | None = None) -> FollowUpReply | None:
    """The first by its random id; with ``after`` one that comes later, and again the first at the end."""
    query = _to_code(coder_id).order_by(FollowUpReply.id).limit(1)
    later = db.session.scalars(query.where(FollowUpReply.id > after)).first() if after else None
    return later or db.session.scalars(query).first()


def reply_to_code(reply_id: UUID) -> FollowUpReply:
    """Locked, so that no third person judges it. Raises NoResultFound."""
    query = select(FollowUpReply).where(FollowUpReply.id == reply_id, FollowUpReply.example.is_not(None))
    return db.session.scalars(query.with_for_update()).one()


def coders_of(reply_id: UUID) -> set[UUID]:
    return set(db.session.scalars(select(EvaluationCoding.coder_id).where(EvaluationCoding.reply_id == reply_id)))
