"""The short way from a question to rows and objects must answer as the session's own does."""

import pytest
from sqlalchemy import bindparam, column, select, table
from sqlalchemy.exc import DBAPIError

from lms.accounts.models import Account, RoleGrant
from lms.core.rows import Question
from lms.enrolments.models import Enrolment
from lms.people.models import Person, Sex
from tests.support.factories import make_account, make_edition, make_enrolment

OF_AN_ACCOUNT = (
    select(Account, Person, RoleGrant)
    .join(Account.person)
    .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
    .where(Account.id == bindparam("id"))
)
ACCOUNTS = Question(OF_AN_ACCOUNT, Account, Person, RoleGrant)
ENROLMENTS = Question(select(Enrolment).where(Enrolment.id == bindparam("id")), Enrolment)


def values_of(thing):
    return {one.key: getattr(thing, one.key) for one in type(thing).__mapper__.column_attrs}


def test_rows_hold_the_values_of_python(session):
    enrolment = make_enrolment(make_edition(), make_account().person)
    asked = select(
        Enrolment.id, Enrolment.state, Enrolment.started_at, Enrolment.started_on, Enrolment.workplace_confirmed
    )
    asked = asked.where(Enrolment.id == bindparam("id"))

    (row,) = Question(asked).rows({"id": enrolment.id})

    assert tuple(row) == tuple(session.execute(asked, {"id": enrolment.id}).one())


def test_objects_are_those_of_the_session(session):
    enrolment = make_enrolment(make_edition(), make_account().person)
    number, expected = enrolment.id, values_of(enrolment)
    session.expunge_all()

    ((found,),) = ENROLMENTS.objects({"id": number})

    assert values_of(found) == expected
    assert found is session.get(Enrolment, number)
    assert found.person.id == expected["person_id"]  # what was not asked for comes when it is needed


def test_a_join_that_finds_nothing_gives_nothing(session):
    account = make_account()
    number, person_id = account.id, account.person_id
    session.expunge_all()

    ((found, person, grant),) = ACCOUNTS.objects({"id": number})

    assert (found.id, person.id, grant) == (number, person_id, None)


def test_what_the_session_knows_is_not_read_over(session):
    account = make_account()
    account.person.sex = Sex.MALE
    session.flush()
    person = account.person
    with session.no_autoflush:
        person.birth_year = 1901

        ((_account, found, _grant),) = ACCOUNTS.objects({"id": account.id})

    assert found is person
    assert found.birth_year == 1901


def test_what_the_session_forgot_is_taken_from_the_row(session):
    account = make_account()
    number, login = account.id, account.email
    session.flush()
    session.expire_all()

    ((found, _person, _grant),) = ACCOUNTS.objects({"id": number})

    assert found is account
    assert found.__dict__["email"] == login  # without asking once more


def test_a_change_of_an_object_is_saved(session):
    account = make_account()
    number = account.id
    session.expunge_all()
    ((found, _person, _grant),) = ACCOUNTS.objects({"id": number})

    found.draft_salt = "another"
    session.flush()
    session.expunge_all()

    assert session.get(Account, number).draft_salt == "another"


def test_an_error_is_one_of_the_database(session):
    with pytest.raises(DBAPIError):
        Question(select(column("nothing")).select_from(table("nowhere"))).rows({})
    session.rollback()
