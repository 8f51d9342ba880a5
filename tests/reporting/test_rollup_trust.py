"""The roll-up is read only while it holds everybody, in the way of the code that reads it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.reporting.choices import Choice, Measure
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.counting import counts
from lms.reporting.outcomes import outcomes
from lms.reporting.rollup import filling, models
from lms.reporting.rollup.models import ONLY, CountedDay, CountedStart, Rollup
from lms.reporting.rollup.state import is_whole
from tests.reporting.both_ways import PERIODS, rebuild
from tests.reporting.conftest import populate
from tests.support.databases import count_queries


def test_whether_it_is_whole_is_read_once_in_a_transaction(app, marred):
    rebuild()
    with count_queries(app) as statements:
        for _time in range(3):
            assert is_whole()
        assert outcomes(cohorts_closed_in(PERIODS[0]))
    assert sum("FROM report_rollup" in one for one in statements) == 1

    commit()
    with count_queries(app) as statements:
        assert is_whole()
    assert len(statements) == 1


def test_what_named_no_cohort_is_not_read(marred):
    """So rows were made before there were any of starts and of certificates."""
    rebuild()
    assert is_whole()
    db.session.get_one(Rollup, ONLY).last_cohort = None
    db.session.commit()
    assert not is_whole()


def test_people_who_are_made_in_bulk_are_counted_at_once(editions):
    rebuild()
    populate(40, 3)

    assert not is_whole()
    assert sum(row[-1] for row in counts(Measure.PEOPLE, Choice(PERIODS[0]))) > 0


def test_what_older_code_made_is_not_read(marred):
    """It is still running while newer code starts, and knows neither versions nor the newest kind of rows."""
    rebuild()
    assert is_whole()
    assert counted(Measure.CERTIFICATES)
    made_by_older_code(clock.now() + timedelta(minutes=5))

    assert not is_whole()
    assert counted(Measure.CERTIFICATES)
    rebuild()
    assert is_whole()


def test_what_another_version_made_is_not_read(marred, monkeypatch):
    rebuild()
    monkeypatch.setattr(models, "VERSION", models.VERSION + 1)
    commit()
    assert not is_whole()


@pytest.mark.parametrize("meanwhile", ["distrusted", "filled_by_older_code"])
def test_what_happened_while_it_was_made_is_not_forgotten(marred, meanwhile):
    acts = {
        "distrusted": filling.distrust,
        "filled_by_older_code": lambda: made_by_older_code(clock.now() - timedelta(minutes=5)),
    }
    portions = []

    def after_portion():
        commit()
        portions.append(1)
        if len(portions) == 2:
            acts[meanwhile]()
            commit()

    filling.rebuild(at=clock.now(), after_portion=after_portion, progress=lambda done, of: None)

    assert not is_whole()
    rebuild()
    assert is_whole()


def made_by_older_code(at):
    """Everything but starts and days, and nothing said of versions."""
    for table in (CountedStart, CountedDay):
        db.session.execute(delete(table))
    db.session.execute(update(Rollup).values(is_whole=True, filled_at=at))
    commit()


def counted(measure):
    return sum(row[-1] for row in counts(measure, Choice(PERIODS[0])))
