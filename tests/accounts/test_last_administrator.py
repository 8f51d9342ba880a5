"""Somebody who can give roles is always left, also when two administrators act at the same moment."""

import pytest

from lms.accounts import services
from lms.accounts.errors import LastAdministrator
from lms.accounts.queries import account_for_admin, account_with_roles, other_administrators
from lms.core import clock
from lms.core.transactions import commit, roll_back
from tests.support import databases
from tests.support.factories import make_account
from tests.support.live import at_once


@pytest.fixture
def apart(database_kind, tmp_path):
    """An application whose transactions are real, on a database of its own."""
    with databases.application(database_kind, tmp_path) as app:
        yield app


def end_role(account, by):
    services.end_role(account.grants[0], by=by, reason="Left", at=clock.now())


def suspend(account, by):
    services.suspend(account, by=by, reason="Left", at=clock.now())


@pytest.mark.parametrize(("one_act", "other_act"), [(end_role, end_role), (suspend, suspend), (end_role, suspend)])
def test_of_two_who_remove_each_other_one_is_refused(apart, one_act, other_act):
    with apart.app_context():
        one, other = make_account("administrator").id, make_account("administrator").id

    def remove(account_id, by_id, act):
        def do():
            with apart.app_context():
                by, account = account_with_roles(by_id, clock.now()), account_for_admin(account_id)
                try:
                    act(account, by)
                except LastAdministrator:
                    roll_back()
                    return "refused"
                commit()
                return "done"

        return do

    results = at_once([remove(one, other, one_act), remove(other, one, other_act)])

    assert sorted(results) == ["done", "refused"]
    with apart.app_context():
        left = [other_administrators(account_with_roles(who, clock.now()), clock.now()) for who in (one, other)]
    assert sorted(left) == [0, 1]


def test_whoever_closes_an_account_asks_first(session, frozen):
    last = make_account("administrator")
    with pytest.raises(LastAdministrator):
        services.keep_an_administrator(last, at=frozen)

    make_account("administrator")
    services.keep_an_administrator(last, at=frozen)
    services.keep_an_administrator(make_account("coordinator"), at=frozen)


def test_who_is_leaving_is_nobody_who_is_left(session, frozen):
    last, leaving = make_account("administrator"), make_account("administrator")
    services.ask_to_close(leaving, keeps_certificates=True, at=frozen)

    with pytest.raises(LastAdministrator):
        services.suspend(last, by=leaving, reason="Left", at=frozen)
    with pytest.raises(LastAdministrator):
        services.ask_to_close(last, keeps_certificates=True, at=frozen)

    services.keep_account(leaving, at=frozen)
    services.suspend(last, by=leaving, reason="Left", at=frozen)
