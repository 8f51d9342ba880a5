"""What is kept of a sheet, for how long, and what goes with its person."""

from datetime import timedelta

from sqlalchemy import select

from lms.enrolments.queries import study_from
from lms.papers import services
from lms.papers.models import PaperSheet, SheetState
from lms.papers.retention import end_unclaimed, forget_sheets
from lms.people.exports import collect
from lms.people.leaving import Wish, forget_person
from lms.quizzes.models import Attempt, AttemptKind
from tests.support.factories.papers import make_batch, sheets

WISH = Wish(keeps_certificates=True)


def claimed(one, enrolment, judge, at):
    services.claim_sheet(one.sheet, study_from(enrolment), AttemptKind.FINAL, by=judge.id, at=at)


def test_who_leaves_takes_the_sheet_along(edition, trainer, judge, enrolment, session, frozen):
    one, _other = sheets(make_batch(edition, trainer))
    essay = next(asked.question.key for asked in one.asked if asked.question.kind == "essay")
    services.save_typed(one, {essay: ["I am the judge of Naryn."]}, base=0, by=trainer.id, at=frozen)
    claimed(one, enrolment, judge, frozen)
    session.commit()

    forget_person(judge.person_id, WISH, at=frozen)
    session.commit()

    sheet = session.get(PaperSheet, one.id)
    assert (sheet.attempt_id, sheet.answers, sheet.state) == (None, {}, SheetState.ENDED)
    assert collect(judge.person_id)["paper_sheets"] == []


def test_whose_sheet_it_was_is_known_for_a_year(edition, trainer, judge, enrolment, session, frozen):
    one, _other = sheets(make_batch(edition, trainer))
    services.save_typed(one, {}, base=0, by=trainer.id, at=frozen)
    services.finish_sheet(one, by=trainer.id, at=frozen)
    claimed(one, enrolment, judge, frozen)
    session.commit()
    assert one.sheet.state is SheetState.HANDED_IN

    assert forget_sheets(frozen + timedelta(days=360)) == 0
    assert forget_sheets(frozen + timedelta(days=370)) == 1

    session.expire_all()
    assert session.get(PaperSheet, one.id).attempt_id is None
    assert session.get(PaperSheet, one.id).state is SheetState.HANDED_IN
    assert session.scalars(select(Attempt)).one().handed_in_at == frozen


def test_answers_of_nobody_go_after_half_a_year(edition, trainer, session, frozen):
    one, other = sheets(make_batch(edition, trainer))
    numeric = next(asked.question.key for asked in one.asked if asked.question.kind == "numeric")
    services.save_typed(one, {numeric: ["7"]}, base=0, by=trainer.id, at=frozen)
    session.commit()

    assert end_unclaimed(frozen + timedelta(days=180)) == 0
    assert end_unclaimed(frozen + timedelta(days=183)) == 1

    session.expire_all()
    ended, blank = session.get(PaperSheet, one.id), session.get(PaperSheet, other.id)
    assert (ended.answers, ended.state) == ({}, SheetState.ENDED)
    assert blank.state is SheetState.BLANK


def test_a_trainers_own_data_tells_what_was_printed(edition, trainer, session):
    make_batch(edition, trainer, count=3)

    assert [batch["sheets"] for batch in collect(trainer.person_id)["paper_batches"]] == [3]
