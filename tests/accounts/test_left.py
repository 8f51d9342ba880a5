"""A backup brings back who has left since; a list beside the backups, which names nobody, takes them out again."""

from datetime import timedelta

import pytest

from lms.accounts import left, services
from lms.accounts.models import Account
from lms.accounts.tasks import close_accounts
from lms.certificates.models import Certificate, CertificateState
from lms.core import clock, jobs
from lms.core.extensions import db
from tests.support.factories import make_account, make_certificate, make_edition

NAME, EMAIL = "Асанова Айгүл", "aigul@example.org"


@pytest.fixture
def written(app):
    """The list of this installation, empty before and gone afterwards."""
    path = left.list_in(app.config["DATA"])
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def forget_left(app, *arguments):
    return app.test_cli_runner().invoke(args=["accounts", "forget-left", *map(str, arguments)])


def test_whoever_leaves_is_written_down_without_a_name(session, frozen, written):
    person = make_account(email=EMAIL)
    services.ask_to_close(person, keeps_certificates=False, at=frozen)
    clock.freeze(frozen + timedelta(days=14, minutes=1))
    close_accounts("2026-12-01")
    assert not written.exists()  # not before it is true

    db.session.commit()
    jobs.work_off()

    [one] = left.read(written)
    assert (one.account_id, one.keeps_certificates) == (person.id, False)
    assert EMAIL not in written.read_text()
    assert written.stat().st_mode & 0o077 == 0


def test_who_came_back_with_a_backup_leaves_again(app, session, frozen, written):
    kept, revoked, stranger = make_account(email=EMAIL), make_account(), make_account()
    edition = make_edition()
    papers = {one.id: make_certificate(one, edition, name=NAME).id for one in (kept, revoked)}
    for one, keeps in ((kept, True), (revoked, False)):
        left.note(written, left.Left(frozen, one.id, keeps))
    numbers = kept.id, revoked.id, stranger.id

    done = forget_left(app)

    assert done.exit_code == 0, done.output
    assert "Taken out again: 2." in done.output
    session.expire_all()
    assert [session.get(Account, number).erased_at is not None for number in numbers] == [True, True, False]
    states = [session.get(Certificate, papers[number]).state for number in numbers[:2]]
    assert states == [CertificateState.VALID, CertificateState.REVOKED]
    assert "Taken out again: 0." in forget_left(app, written).output


def test_nobody_is_taken_out_by_a_list_that_cannot_be_read(app, session, frozen, tmp_path):
    person = make_account()
    path = tmp_path / "list.txt"
    path.write_text(left.Left(frozen, person.id, True).line() + "something else\n")

    done = forget_left(app, path)

    assert done.exit_code
    assert "is not a list of who has left" in done.output
    session.expire_all()
    assert session.get(Account, person.id).erased_at is None


def test_a_line_is_added_whatever_stands_in_the_file(session, frozen, written):
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text("something else\n")

    left.note(written, left.Left(frozen, make_account().id, True))

    assert len(written.read_text().splitlines()) == 2


def test_the_privacy_page_names_the_list(browser):
    assert "That an account was closed, and when, by its number alone" in browser().visit("/en/privacy").text
