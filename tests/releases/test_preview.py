"""The look at a draft before it is submitted: compared with earlier reports by a job, and told how far that is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.core.jobs import Job
from lms.releases import freezing, tasks
from lms.releases.models import ReportDraft
from lms.releases.previewing import donor_preview
from lms.releases.queries import opened
from tests.releases.conftest import begin, newest, submit
from tests.support.factories.releases import make_frozen_report

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
COMPARING = "The numbers are being compared with every report that was handed out before."


@pytest.fixture
def checked(own, coordinator, population, session):
    """The page before submitting, of a year of which a quarter was reported."""
    make_frozen_report(coordinator, date(2025, 1, 1), date(2025, 3, 31))
    session.commit()
    clock.freeze(clock.now() + timedelta(minutes=1))
    return begin(own, *YEAR).submit("Save and check", context="Good.")


def numbers(page):
    return [[cell.text_content() for cell in row] for row in page.all("//table//tr[td]")]


def test_nothing_is_shown_before_it_is_compared_and_then_what_will_be_frozen(own, checked, monkeypatch):
    assert COMPARING in checked.text
    assert checked.all("//meta[@http-equiv='refresh']")
    assert numbers(checked) == []
    assert "Before you submit" in checked.text
    [job] = db.session.scalars(select(Job).where(Job.name == "releases.tasks.compare_draft"))
    told = []
    monkeypatch.setattr(tasks, "tell_progress", lambda key, done, steps: told.append((key, done, steps)))
    jobs.work_off()
    assert told == [(job.unique_key, done, 4) for done in range(4)]
    with monkeypatch.context() as patch:  # no page compares by itself
        patch.setattr(freezing, "places_against", None)
        pages = {code: own.visit(checked.path.replace("/en/", f"/{code}/")) for code in ("en", "ru", "ky")}
    shown = pages["en"]
    assert COMPARING not in shown.text
    assert not shown.all("//meta[@http-equiv='refresh']")
    assert "·" in str(numbers(shown))
    assert [len(numbers(page)) for page in pages.values()] == [len(numbers(shown))] * 3
    with speaking("en"):
        preview = donor_preview(db.session.scalars(select(ReportDraft)).one(), at=clock.now())
    submit(own.visit(checked.path.removesuffix("/check")), context="Good.")
    frozen = freezing.tables_of(opened(newest()).donor, "en")
    assert [(table.slug, table.rows, table.total) for table in preview.tables] == [
        (table.slug, table.rows, table.total) for table in frozen
    ]


def test_it_is_compared_again_when_asked_and_for_other_tables(own, checked, session):
    jobs.work_off()
    [first] = session.scalars(select(Job.id).where(Job.name == "releases.tasks.compare_draft"))
    again = own.visit(checked.path).submit("Compare again")
    assert COMPARING in again.text
    assert COMPARING in own.visit(checked.path.removesuffix("/check")).submit("Save and check").text  # one job
    [second] = session.scalars(select(Job.id).where(Job.name == "releases.tasks.compare_draft"))
    assert second != first
    session.scalars(select(ReportDraft)).one().tables = ["a"]
    session.commit()
    other = own.visit(checked.path)
    assert "The numbers are not compared yet" in other.text
    assert COMPARING in other.submit("Compare").text


def test_a_comparison_that_failed_is_said_and_can_be_asked_for_again(own, checked, session):
    row = session.scalars(select(Job).where(Job.name == "releases.tasks.compare_draft")).one()
    row.state = "failed"
    session.commit()
    page = own.visit(checked.path)
    assert "The numbers could not be compared." in page.text
    assert numbers(page) == []
    assert COMPARING in page.submit("Compare again").text


def test_a_first_report_has_nothing_to_be_compared_with(own, population):
    page = begin(own, *YEAR).submit("Save and check")
    assert COMPARING not in page.text
    assert not page.all("//form[contains(@action, '/compare')]")
    assert numbers(page)
