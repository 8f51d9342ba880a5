from sqlalchemy import func, select

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.queries import study_from
from lms.enrolments.requirements import is_complete
from lms.people.models import Person
from lms.quizzes.models import Attempt, Mark
from lms.reporting.seed import seed_population

FACTS = (Enrolment.id, Enrolment.person_id, Enrolment.started_at, Enrolment.completed_at, Enrolment.sex)


def enrolments():
    return db.session.execute(select(*FACTS).order_by(Enrolment.id)).all()


def test_the_same_number_and_seed_make_the_same_people(app, editions):
    with db.session.begin_nested() as first:
        seed_population(60, 3, at=clock.now())
        before = enrolments()
        first.rollback()

    seed_population(60, 3, at=clock.now())

    assert enrolments() == before


def test_another_seed_makes_other_people_beside_them(editions):
    seed_population(30, 3, at=clock.now())

    seed_population(30, 4, at=clock.now())

    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.is_synthetic)) == 60


def test_a_second_call_writes_nothing(population):
    before = enrolments()

    again = seed_population(300, 7, at=clock.now())

    assert again.was_there
    assert enrolments() == before


def test_the_population_has_what_real_records_have(population):
    rows = db.session.scalars(select(Enrolment)).all()
    moved = [
        row
        for row in rows
        if any(o.institution_id != row.institution_id for o in rows if o is not row and o.person_id == row.person_id)
    ]

    assert {row.state for row in rows} == set(EnrolmentState)
    assert {"female", "male", "not_stated"} <= {row.sex for row in rows}
    assert any(row.birth_year is None and row.age_band == "not-stated" for row in rows)
    assert any(row.institution_id is None for row in rows)
    assert moved
    assert {row.started_on.year for row in rows} >= set(range(2019, 2027))
    assert {row.language for row in rows} == {"ky", "ru", "en"}


def test_nobody_completes_without_every_part(population):
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED).limit(60)):
        assert is_complete(study_from(enrolment).requirements)


def test_points_are_the_sum_of_the_marks(population):
    marked = select(Attempt.points, func.sum(Mark.points), func.count(), Attempt.points_possible).join(
        Mark, Mark.attempt_id == Attempt.id
    )

    for points, sum_of_marks, count, possible in db.session.execute(marked.group_by(Attempt.id)):
        assert (points, possible) == (sum_of_marks, count)


def test_nothing_happens_after_today(population):
    latest = db.session.scalar(select(func.max(Attempt.started_at)))

    assert latest < clock.now()
    assert db.session.scalar(select(func.max(Enrolment.completed_at))) < clock.now()


def test_it_is_refused_in_a_real_database(app, session, monkeypatch):
    monkeypatch.setitem(app.extensions, "sabak_is_demonstration", False)

    answer = app.test_cli_runner().invoke(args=["demo", "seed", "--learners", "5", "--seed", "1"])

    assert answer.exit_code != 0
    assert "This is a real database." in answer.output
