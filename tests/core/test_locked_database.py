"""SQLite's one lock is really taken by somebody else: what a person reads then."""

from contextlib import closing

import pysqlite3
import pytest

from lms.core import database
from lms.core.errors import RETRY_SECONDS
from lms.core.extensions import db
from tests.support import databases
from tests.support.browser import Browser

SIGN_IN = {"ky": "Кирүү", "ru": "Войти"}
BUSY = {"ky": "Платформа бош эмес", "ru": "Платформа занята"}
SENT = {
    "ky": "Жөнөткөнүңүз азырынча сакталган жок. Бир нече секунд күтүп, артка кайтып, кайра жөнөтүңүз.",
    "ru": "Отправленное пока не сохранено. Подождите несколько секунд, вернитесь и отправьте ещё раз.",
}
ASKED = {
    "ky": "Бир нече секунд күтүп, баракты кайра ачыңыз.",
    "ru": "Подождите несколько секунд и откройте страницу ещё раз.",
}


@pytest.fixture(scope="module")
def impatient(database_kind, tmp_path_factory):
    """An application that waits for its lock for a moment only."""
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL has no lock of the whole database.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "BUSY_SECONDS", 0.2)
        with databases.application("sqlite", tmp_path_factory.mktemp("locked")) as app:
            yield app


@pytest.fixture
def other(impatient):
    """Another process at the same file."""
    with impatient.app_context():
        db.engine.dispose()
        path = db.engine.url.database
    with closing(pysqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def what_is_said(page):
    (lede,) = page.all("//p[@class='lede']/text()")
    return page.status, page.response.headers["Retry-After"], page.heading, lede


@pytest.mark.parametrize("language", BUSY)
def test_while_another_writes_pages_are_read_and_what_is_sent_is_refused_kindly(impatient, other, language):
    visitor, typed = Browser(impatient), {"login": "0555123456", "password": "тоодо өскөн арча"}
    other.execute("begin immediate")

    form = visitor.visit(f"/{language}/sign-in")
    assert form.status == 200
    refused = form.submit(SIGN_IN[language], **typed)
    assert what_is_said(refused) == (503, RETRY_SECONDS, BUSY[language], SENT[language])

    other.execute("rollback")
    assert form.submit(SIGN_IN[language], **typed).status == 422


@pytest.mark.parametrize("language", BUSY)
def test_a_page_that_cannot_be_read_says_when_to_come_back(impatient, other, language):
    other.execute("pragma locking_mode = exclusive")
    other.execute("begin exclusive")

    refused = Browser(impatient).visit(f"/{language}/modules")
    assert what_is_said(refused) == (503, RETRY_SECONDS, BUSY[language], ASKED[language])

    other.execute("rollback")
