"""Whoever takes a file about people away leaves a line: who, when, which file, and under which filters."""

import pytest
from sqlalchemy import func, select

from lms.core.audit import AuditRecord
from lms.core.extensions import db
from tests.security.routes import routes
from tests.security.test_bad_requests import somebody

ROLES = ["author", "coordinator", "learner", "own focal point", "administrator", "rights reviewer"]
#: Of nobody but who asks, the same for everybody, or empty.
OF_NOBODY_ELSE = {
    "accounts.download_data",
    "admin.download_template",
    "authoring.download_question_template",
    "authoring.send_rules",
    "gatherings.download_template",
    "nominations.download_template",
    "results.download_released",
}
#: Some of those that must be seen here to leave one.
TOLD = {
    "author": {"authoring.take_away", "authoring.take_translation_away"},
    "coordinator": {"reporting.download_table", "reporting.download_comparison", "releases.download_report"},
    "own focal point": {"reporting.download_brief"},
}


def taken_away(page):
    return "attachment" in page.response.headers.get("Content-Disposition", "")


def lines_of(account):
    return db.session.scalar(select(func.count()).select_from(AuditRecord).where(AuditRecord.actor_id == account.id))


@pytest.mark.parametrize(
    "role", ["author", "coordinator", "learner", "own focal point", "administrator", "rights reviewer"]
)
def test_every_file_leaves_a_line(app, world, browser, role):
    account = somebody(world, role)
    own, told, silent = browser(account), set(), set()
    for route in routes(app, world, "GET"):
        before = lines_of(account)
        page = own.visit(route.address, follow=False)
        if page.status == 200 and taken_away(page):
            (silent if lines_of(account) == before else told).add(route.endpoint)

    assert silent <= OF_NOBODY_ELSE
    assert told >= TOLD.get(role, set())
