"""What can happen: somebody answers, marks are set, replies leave their boxes, examples are judged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lms.accounts.models import Account
from lms.core import audit
from lms.core.extensions import db
from lms.evaluations.application import CODERS
from lms.evaluations.boxes import content_of, fill, lock_module, modules_with_boxes, put_in, shuffled
from lms.evaluations.errors import AlreadyAnswered, AlreadyJudged
from lms.evaluations.follow_up_queries import coders_of
from lms.evaluations.models import EvaluationCoding, EvaluationMark, EvaluationReply, FollowUpReply, Holds
from lms.evaluations.occasions import Month, Occasion
from lms.evaluations.queries import Question, is_marked
from lms.evaluations.releasing import sorted_out


def answer(question: Question, said: Mapping[str, Any], *, month: Month) -> None:
    """Put what was said and that somebody said something into two boxes. Raises AlreadyAnswered.

    Nothing is recorded in the log, and nothing that is written here outside the boxes differs from one to another.
    """
    lock_module(question.module_id)
    mark = {"enrolment": str(question.enrolment_id), "occasion": question.occasion.value}
    if is_marked(question.enrolment_id, question.occasion) or mark in content_of(question.module_id, Holds.MARKS):
        raise AlreadyAnswered
    put_in(question.module_id, Holds.MARKS, mark)
    waiting = {**said, "occasion": question.occasion.value, "month": month, "since": month}
    put_in(question.module_id, Holds.REPLIES, waiting)


def set_marks() -> int:
    """All who answered since last night become marks, together and in random order; how many."""
    found: list[EvaluationMark] = []
    for module_id in modules_with_boxes():
        lock_module(module_id)
        waiting = content_of(module_id, Holds.MARKS)
        if waiting:
            fill(module_id, Holds.MARKS, ())
        found += [
            EvaluationMark(enrolment_id=UUID(mark["enrolment"]), occasion=Occasion(mark["occasion"]))
            for mark in waiting
        ]
    db.session.add_all(shuffled(found))
    return len(found)


def release_replies(*, today: date) -> int:
    """Every five that are alike leave their box; how many replies did."""
    released: list[EvaluationReply | FollowUpReply] = []
    for module_id in modules_with_boxes():
        lock_module(module_id)
        batch, left = sorted_out(content_of(module_id, Holds.REPLIES), today=today)
        if batch or left:
            fill(module_id, Holds.REPLIES, left)
        released += [_reply(module_id, said) for said in batch]
    db.session.add_all(shuffled(released))
    return len(released)


def judge(reply: FollowUpReply, coder: Account, *, is_applied: bool, at: datetime) -> None:
    """Two people judge, each once. The caller holds the lock of the reply. Raises AlreadyJudged."""
    known = coders_of(reply.id)
    if coder.id in known or len(known) >= CODERS:
        raise AlreadyJudged
    db.session.add(EvaluationCoding(reply_id=reply.id, coder_id=coder.id, is_applied=is_applied, coded_at=at))
    audit.record(coder.id, "evaluations.example.judged", reply, at=at)


def _reply(module_id: UUID, said: Mapping[str, Any]) -> EvaluationReply | FollowUpReply:
    table = EvaluationReply if said["occasion"] == Occasion.MODULE else FollowUpReply
    return table(module_id=module_id, **without_waiting(said))


def without_waiting(said: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only the box needs to know."""
    left_out = {"occasion", "since"} if said["occasion"] == Occasion.MODULE else {"since"}
    return {name: value for name, value in said.items() if name not in left_out}
