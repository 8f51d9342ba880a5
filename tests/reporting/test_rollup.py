"""The roll-up gives the numbers of the enrolments, whatever is asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.catalogue.models import TrainingModule
from lms.certificates.models import Certificate
from lms.certificates.queries import is_first_of_completion
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.counting import counts
from lms.reporting.rollup import filling
from lms.reporting.rollup.models import CountedCompletion
from lms.reporting.rollup.state import is_whole
from tests.reporting.both_ways import (
    MEASURES,
    PERIODS,
    both_ways,
    rebuild,
)


@pytest.mark.parametrize("core", [("M91",), ("M91", "M92"), ()])
def test_the_same_numbers(marred, monkeypatch, core):
    ids = set(db.session.scalars(select(TrainingModule.id).where(TrainingModule.code.in_(core))))
    monkeypatch.setattr(filling, "core_modules", lambda: ids)
    rebuild()

    assert is_whole()
    plain, rolled = both_ways()
    assert rolled == plain
    assert any(plain)


def test_rebuilding_twice_changes_nothing(marred):
    rebuild()
    before = rows()
    rebuild()

    assert rows() == before
    assert len(before) == completed()


def test_small_portions_make_the_same(marred, monkeypatch):
    rebuild()
    before = [row[1:] for row in rows()]
    monkeypatch.setattr(filling, "PORTION", 7)
    rebuild()

    assert [row[1:] for row in rows()] == before


def test_an_empty_history(session):
    assert rebuild() == 0
    assert is_whole()
    for measure in MEASURES:
        assert sum(row[-1] for row in counts(measure, Choice(PERIODS[0]))) == 0


def test_days_are_those_of_bishkek_at_the_end_of_a_quarter(marred):
    """18:00 in Greenwich is midnight; both ways put the moments before and at it into different quarters."""
    midnight = datetime(2026, 6, 30, 18, tzinfo=UTC)
    quarters = [Choice(PERIODS[1]), Choice(Period(date(2026, 7, 1), date(2026, 9, 30)))]

    def issued():
        return [sum(row[-1] for row in counts(Measure.CERTIFICATES, choice)) for choice in quarters]

    papers = db.session.scalars(select(Certificate).where(is_first_of_completion()).order_by(Certificate.serial))
    for number, paper in enumerate(papers.all()):
        paper.issued_at = midnight - timedelta(seconds=number % 3 == 0)
    db.session.commit()
    plain = issued()
    rebuild()
    assert issued() == plain
    assert 0 < plain[0] < plain[1]


def rows():
    table = CountedCompletion.__table__
    return [tuple(row) for row in db.session.execute(select(table).order_by(table.c.person, table.c.turn))]


def completed():
    return db.session.scalar(
        select(func.count()).select_from(Enrolment).where(Enrolment.state == EnrolmentState.COMPLETED)
    )
