"""What the synthetic population says of the modules: as real replies lie, the same for the same seed, and shown."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import delete, select

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.evaluations.boxes import content_of
from lms.evaluations.follow_up_queries import application
from lms.evaluations.models import (
    ITEMS,
    EvaluationBox,
    EvaluationCoding,
    EvaluationMark,
    EvaluationReply,
    FollowUpReply,
    Holds,
)
from lms.evaluations.occasions import Occasion
from lms.evaluations.queries import satisfaction
from lms.reporting.seed.replies import Replies
from tests.conftest import MONDAY
from tests.reporting.conftest import populate
from tests.support.factories import make_account

LEARNERS, SEED = 1200, 3
TODAY = date(2026, 11, 16)
TABLES = (EvaluationCoding, EvaluationReply, FollowUpReply, EvaluationMark, EvaluationBox)


@pytest.fixture
def talkative(editions):
    for role in (Role.COORDINATOR, Role.RIGHTS_REVIEWER):
        make_account(role)
    return populate(LEARNERS, SEED)


def rows_of(table, *columns):
    return sorted(map(str, db.session.execute(select(*(getattr(table, column) for column in columns)))))


def told():
    return {
        EvaluationReply: rows_of(EvaluationReply, "id", "module_id", "month", "sex", "comment", *ITEMS),
        FollowUpReply: rows_of(FollowUpReply, "id", "module_id", "month", "sex", "occasion", "outcome", "example"),
        EvaluationMark: rows_of(EvaluationMark, "enrolment_id", "occasion"),
    }


def test_replies_lie_as_real_ones_do_and_tell_something(talkative):
    marks = Counter(db.session.scalars(select(EvaluationMark.occasion)))
    replies = db.session.scalars(select(EvaluationReply)).all()
    follow_ups = db.session.scalars(select(FollowUpReply)).all()
    modules = set(db.session.scalars(select(EvaluationBox.module_id)))
    waiting = [said for module in modules for said in content_of(module, Holds.REPLIES)]

    alike = Counter((one.module_id, one.month, one.sex) for one in replies)
    alike += Counter((one.module_id, one.month, one.sex, one.occasion) for one in follow_ups)
    assert all(size % 5 == 0 for size in alike.values())
    gone = Counter({Occasion.MODULE: len(replies)}) + Counter(one.occasion for one in follow_ups)
    assert gone + Counter(Occasion(said["occasion"]) for said in waiting) == marks
    assert {one.month for one in replies} <= {f"2026-{month:02}" for month in range(1, 12)}
    assert {one.outcome for one in follow_ups if one.example} == {"used"}
    coded = Counter(db.session.scalars(select(EvaluationCoding.reply_id)))
    assert set(coded.values()) == {2}
    assert set(coded) <= {one.id for one in follow_ups if one.example}

    year = date(2026, 1, 1), date(2026, 12, 31), TODAY
    said, applied = satisfaction(*year)[None], application(*year)[None]
    assert 3.5 < said.mean < 4.8
    assert 0.3 < said.response.rate < 0.8
    assert 0.1 < applied.share < 0.7
    assert applied.response.rate < said.response.rate

    assert said_again() == said_again()


def said_again():
    """The same people asked once more, with an empty table."""
    for table in TABLES:
        db.session.execute(delete(table))
    again = Replies(LEARNERS, SEED, at=MONDAY, today=TODAY)
    columns = [getattr(Enrolment, name) for name in ("id", "module_id", "state", "completed_on", "sex")]
    again.listen_to([dict(row._mapping) for row in db.session.execute(select(*columns).order_by(Enrolment.id))])
    again.write()
    return told()
