"""Two lists with the same event, confirmed at once against a database of its own: the event is there once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.gatherings import importing, queries
from lms.gatherings.models import Gathering
from lms.sheets.uploads import Entry
from tests.support import databases, live
from tests.support.factories import make_account
from tests.support.factories.gatherings import LINE

EVENT = LINE | {
    "held_on": "2026-03-02", "title": "Hearing", "kind": "hearing", "region_code": "KG-T", "output": "O2", "female": "7"
}  # fmt: skip


@pytest.fixture
def crowd(database_kind, tmp_path):
    """An application whose commits are real."""
    with databases.application(database_kind, tmp_path) as app:
        yield app


def test_two_lists_confirmed_at_once_add_an_event_once(crowd):
    with crowd.app_context():
        coordinator = make_account(Role.COORDINATOR).id
        kept = [importing.keep([Entry(4, EVENT)], by=coordinator, at=clock.now()).id for _ in range(6)]
        db.session.commit()

    def confirm(list_id):
        with crowd.app_context(), crowd.test_request_context("/en/"), speaking("en"):
            upload = queries.import_for_update(list_id)
            count = importing.confirm(upload, date(2026, 11, 1), by=coordinator, at=clock.now())
            db.session.commit()
            return count

    counts = live.at_once([lambda one=one: confirm(one) for one in kept])

    assert sorted(counts) == [0, 0, 0, 0, 0, 1]
    with crowd.app_context():
        assert db.session.scalar(select(func.count()).select_from(Gathering)) == 1
