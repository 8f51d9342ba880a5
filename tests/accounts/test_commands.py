"""The first administrator is made on the command line and chooses a password behind a link."""

import re

from sqlalchemy import select

from lms.accounts.models import Account, OneUseLink, Role
from lms.core import clock


def create(app, *arguments):
    return app.test_cli_runner().invoke(args=["accounts", "create-admin", *arguments])


def link_in(output):
    return re.search(r"http://localhost(/\S+)", output)[1]


def test_a_printed_link_lets_the_first_administrator_choose_a_password(app, browser, session):
    done = create(app, "--email", "admin@example.org", "--name", "Осмонов Тилек", "--language", "ru")

    assert done.exit_code == 0, done.output
    account = session.scalars(select(Account)).one()
    assert account.password_hash is None
    assert [grant.role for grant in account.grants] == [Role.ADMINISTRATOR]
    page = browser().visit(link_in(done.output))
    assert page.path.startswith("/ru/sign-in/reset/")
    assert "на других устройствах" not in page.text  # it is the first password: there is no other device
    page = page.submit("Сохранить пароль", password="four mountains under snow")
    assert "Пароль задан." in page.text
    session.expire_all()
    assert account.password_hash is not None
    account.judged_at = clock.now()
    assert account.holds(Role.ADMINISTRATOR)


def test_a_second_call_before_the_link_was_used_makes_a_new_one(app, session):
    create(app, "--email", "admin@example.org", "--name", "Осмонов Тилек")

    done = create(app, "--email", "admin@example.org", "--name", "Осмонов Тилек")

    assert done.exit_code == 0
    assert len(session.scalars(select(Account)).all()) == 1
    assert len(session.scalars(select(OneUseLink).where(OneUseLink.used_at.is_(None))).all()) == 1


def test_an_account_in_use_is_not_touched(app, browser, session):
    done = create(app, "--email", "admin@example.org", "--name", "Осмонов Тилек")
    page = browser().visit(link_in(done.output))
    token = page.all("//input[@name='csrf_token']/@value")[0]
    page.browser.post(page.path, {"password": "four mountains under snow", "csrf_token": token})

    done = create(app, "--email", "admin@example.org", "--name", "Осмонов Тилек")

    assert done.exit_code != 0
    assert "has a password already" in done.output


def test_what_is_no_address_is_refused(app, session):
    done = create(app, "--email", "admin", "--name", "Осмонов Тилек")

    assert done.exit_code != 0
    assert "is not an e-mail address" in done.output
    assert session.scalars(select(Account)).all() == []
