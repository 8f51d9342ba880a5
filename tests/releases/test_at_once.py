"""Two people, or one with a quick finger, over real HTTP: one draft, one job, one table on the public page."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select

from lms.core import jobs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.releases.models import FrozenReport, ReleasedTable, ReportDraft
from tests.support import live
from tests.support.factories import make_account, make_edition
from tests.support.factories.releases import make_frozen_report

NEW = "/en/reports/new"
PERIOD = {"period": "days"} | {
    f"{name}-{part}": str(number)
    for name, day in (("starts_on", date(2025, 1, 1)), ("ends_on", date(2025, 3, 31)))
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year))
}


@pytest.fixture(scope="module")
def here(database_kind, tmp_path_factory):
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as platform:
        with platform.app.app_context():
            make_edition()
            db.session.commit()
        yield platform


@pytest.fixture
def clients(here):
    """Four browsers of two coordinators."""
    with here.app.app_context():
        accounts = [make_account("coordinator").id for _each in range(2)]
        db.session.commit()
    yield [here.client(account) for account in accounts for _each in range(2)]
    here.hang_up()


def press(clients, page, address, values=None):
    """All of them have the page open and press its button at the same moment."""
    for client in clients:
        assert client.get(page) == 200
    return live.at_once([partial(client.post, address, values or {}, follow=False) for client in clients])


def number_of(act):
    return db.session.scalar(select(func.count()).select_from(AuditRecord).where(AuditRecord.act == act))


def test_a_report_is_begun_submitted_and_published_once(here, clients):
    assert press(clients, NEW, NEW, PERIOD) == [303] * 4
    with here.app.app_context():
        draft = db.session.scalars(select(ReportDraft.id)).one()
        assert number_of("releases.draft.begun") == 1

    page = f"/en/reports/drafts/{draft}"
    assert press(clients, page, f"{page}/submit") == [303] * 4
    with here.app.app_context():
        assert number_of("releases.draft.submitted") == 1
        job = db.session.scalars(select(Job.id).where(Job.name == "releases.tasks.freeze_report")).one()
        jobs.perform(job)
        db.session.commit()
        assert db.session.scalars(select(FrozenReport.id)).all() == [draft]

    address = f"/en/reports/r/{draft}/publish"
    assert press(clients, address, address, {"tables": "a"}) == [303] * 4
    with here.app.app_context():
        rows = db.session.scalars(select(ReleasedTable)).all()
        assert [(row.report_id, row.slug) for row in rows] == [(draft, "a")]
        assert number_of("releases.table.released") == 1


def test_a_successor_is_begun_once(here, clients):
    with here.app.app_context():
        report = make_frozen_report(make_account("coordinator"), date(2024, 1, 1), date(2024, 3, 31))
        db.session.commit()
        page = f"/en/reports/r/{report.id}/supersede"

    assert press(clients, page, page, {"reason": "Late entries."}) == [303] * 4

    with here.app.app_context():
        drafts = select(ReportDraft).where(ReportDraft.supersedes_id == report.id)
        assert len(db.session.scalars(drafts).all()) == 1
