"""A lost password without a mail: asked for, decided by the coordinator or an administrator, never by the employer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts import services
from lms.accounts.errors import CodeRefused, RequestDecided
from lms.accounts.models import CodePurpose, OneUseCode, PasswordRequest, PasswordRequestState, Role
from lms.accounts.services.codes import make_code
from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from tests.support import pdf
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_institution, make_person

NEW = "four mountains under snow"
CODE = r"(?<![-0-9a-z])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![-0-9a-z])"
QUEUE = "/en/admin/password-requests"


@pytest.fixture
def court(session):
    return make_institution()


@pytest.fixture
def guard(court):
    person = make_person("Бакиров Эрмек", institution=court, confirmed=True)
    return make_account(person=person, phone="+996555123456")


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


def ask(browser, login="0555 123 456"):
    page = browser().visit("/en/sign-in/reset").click("Ask for a code").submit("Ask for a code", login=login)
    jobs.work_off()
    return page


def asked(session, account):
    services.ask_for_code(account, at=clock.now())
    session.commit()
    return session.scalars(select(PasswordRequest).where(PasswordRequest.account_id == account.id)).one()


def a_code(session, account, by):
    code = make_code(account, CodePurpose.PASSWORD, reason="Known by voice", by=by.id, at=clock.now())
    session.commit()
    return code


def enter(browser, code, login="0555 123 456", password=NEW):
    page = browser().visit("/en/sign-in/code")
    return page.submit("Save the password", login=login, code=code, password=password)


def test_from_the_request_to_the_new_password(browser, session, guard, coordinator):
    assert ask(browser).heading == "Your request is noted"

    page = browser(coordinator).visit(QUEUE).click("Бакиров Эрмек")
    page = page.submit("Make a code", reason="Called back, knows the last module.")
    code = page.all("//input[@name='code']/@value")[0]
    assert re.fullmatch(CODE, code)
    assert code in page.text
    slip = page.submit("Print the slip (PDF)")
    words = pdf.text_of(slip.response.get_data())
    assert code in words
    assert "sign-in/code" in words

    page = enter(browser, code.lower())
    assert page.path == "/en/my-learning"
    assert "Your new password is set." in page.notice


def test_all_sign_ins_end_and_the_person_sees_who_made_the_code(browser, session, guard, coordinator):
    before = browser(guard)
    assert before.visit("/en/profile").status == 200
    request = asked(session, guard)
    code = services.answer_request(request, by=coordinator.id, reason="Known by voice", at=clock.now())
    session.commit()

    own = enter(browser, code).browser

    assert before.visit("/en/profile").path == "/en/sign-in"
    page = own.visit("/en/profile/codes")
    assert coordinator.display_name in page.text
    assert "For a new password" in page.text
    assert "Known by voice" in page.text


def test_a_login_that_nobody_has_gets_the_same_answer_and_no_row(browser, session):
    known_answer = ask(browser, "0700 000 000")

    assert known_answer.heading == "Your request is noted"
    assert session.scalars(select(PasswordRequest)).all() == []


def test_asking_again_while_one_waits_changes_nothing(browser, session, guard):
    ask(browser)
    ask(browser)

    assert len(session.scalars(select(PasswordRequest)).all()) == 1
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(PasswordRequest(account_id=guard.id, asked_at=clock.now()))


def test_who_asks_too_often_is_told_the_same_and_waits(browser, session, guard):
    for _again in range(3):
        ask(browser)
    request = session.scalars(select(PasswordRequest)).one()
    services.decline_request(request, by=guard.id, reason="Tried out", at=clock.now())
    session.commit()

    assert ask(browser).heading == "Your request is noted"
    assert len(session.scalars(select(PasswordRequest)).all()) == 1


def test_a_code_works_once_for_a_day_and_for_its_account(browser, session, frozen, guard, coordinator):
    other = make_account(phone="+996555000001")
    code = a_code(session, guard, coordinator)

    with pytest.raises(CodeRefused):
        services.set_password_by_code("0555 000 001", code, NEW, at=frozen)
    with pytest.raises(CodeRefused):
        services.set_password_by_code("0555 123 456", code, NEW, at=frozen + timedelta(hours=24))
    assert services.set_password_by_code("0555 123 456", code, NEW, at=frozen) is guard
    with pytest.raises(CodeRefused):
        services.set_password_by_code("0555 123 456", code, NEW, at=frozen)
    assert other.password_hash != guard.password_hash


def test_a_code_for_a_contact_opens_nothing(session, guard, coordinator):
    guard.phone_verified_at = None
    code = services.make_contact_code(guard, by=coordinator.id, at=clock.now())

    with pytest.raises(CodeRefused):
        services.set_password_by_code("0555 123 456", code, NEW, at=clock.now())


@pytest.mark.parametrize("login", ["0555 123 456", "0700 000 000"])
def test_known_and_unknown_logins_get_one_answer_to_a_wrong_code(browser, session, guard, coordinator, login):
    a_code(session, guard, coordinator)

    page = enter(browser, "0000-0000-0000", login=login)

    assert page.status == 422
    assert "The code and the e-mail or phone do not match, or the code does not work any more." in page.text


def test_wrong_codes_make_the_next_try_wait(browser, session, guard, coordinator):
    code = a_code(session, guard, coordinator)
    for _again in range(5):
        assert enter(browser, "0000-0000-0000").status == 422

    assert enter(browser, code).status == 429


def test_a_weak_password_leaves_the_code_as_it_is(browser, session, guard, coordinator):
    code = a_code(session, guard, coordinator)

    page = enter(browser, code, password="short")
    assert page.status == 422
    page = page.submit("Save the password", password=NEW)

    assert page.path == "/en/my-learning"


def test_a_suspended_account_neither_asks_nor_enters(session, guard, coordinator):
    code = a_code(session, guard, coordinator)
    guard.suspended_at = clock.now()

    services.ask_for_code(guard, at=clock.now())
    with pytest.raises(CodeRefused):
        services.set_password_by_code("0555 123 456", code, NEW, at=clock.now())

    assert session.scalars(select(PasswordRequest)).all() == []


def test_a_reason_is_needed_and_a_request_is_decided_once(browser, session, guard, coordinator):
    request = asked(session, guard)
    own = browser(coordinator)
    page = own.visit(f"{QUEUE}/{request.id}")

    assert page.submit("Make a code", reason=" ").status == 422
    page.submit("Decline", reason="The number does not know of it.")

    session.refresh(request)
    assert (request.state, request.decided_by_id) == (PasswordRequestState.DECLINED, coordinator.id)
    with pytest.raises(RequestDecided):
        services.answer_request(request, by=coordinator.id, reason="Again", at=clock.now())
    assert "The number does not know of it." in browser(guard).visit("/en/profile/codes").text
    assert "decided already" in own.visit(f"{QUEUE}/{request.id}").text
    assert session.scalars(select(OneUseCode)).all() == []


def test_the_employer_sees_and_makes_no_code(browser, session, court, guard):
    request = asked(session, guard)
    focal = browser(make_account(Role.FOCAL_POINT, place=court))

    assert focal.visit(QUEUE).status == 404
    assert focal.visit(f"{QUEUE}/{request.id}").status == 404
    answer = focal.post(f"{QUEUE}/{request.id}", {"reason": "Mine", "act": "answer", "csrf_token": token_of(focal)})
    assert answer.status == 404
    assert session.scalars(select(OneUseCode)).all() == []


def test_a_coordinator_who_is_also_the_employer_makes_no_code_for_own_staff(browser, session, court, guard):
    request = asked(session, guard)
    both = browser(make_account(Role.COORDINATOR, Role.FOCAL_POINT, place=court))

    assert "Somebody else decides about this request" in both.visit(f"{QUEUE}/{request.id}").text
    answer = both.post(f"{QUEUE}/{request.id}", {"reason": "Mine", "act": "answer", "csrf_token": token_of(both)})
    assert answer.status == 404


def test_the_account_of_somebody_with_a_role_is_for_administrators(browser, session, coordinator):
    administrator, other = make_account(Role.ADMINISTRATOR), make_account(Role.ADMINISTRATOR)
    request = asked(session, administrator)
    address = f"{QUEUE}/{request.id}"

    assert "Somebody else decides" in browser(coordinator).visit(address).text
    own = browser(coordinator)
    assert own.post(address, {"reason": "x", "act": "answer", "csrf_token": token_of(own)}).status == 404
    assert "Somebody else decides" in browser(administrator).visit(address).text
    assert (
        browser(other).visit(address).submit("Make a code", reason="Met in the office").heading == "The code is ready"
    )


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER])
def test_nobody_else_sees_the_queue(browser, session, guard, role):
    request = asked(session, guard)
    someone = browser(make_account(*([role] if role else [])))

    assert someone.visit(QUEUE).status == 404
    assert someone.visit(f"{QUEUE}/{request.id}").status == 404


def test_looks_and_acts_are_recorded(browser, session, guard, coordinator):
    request = asked(session, guard)
    browser(coordinator).visit(f"{QUEUE}/{request.id}").submit("Make a code", reason="Known by voice")

    acts = session.execute(
        select(AuditRecord.act, AuditRecord.reason).where(AuditRecord.actor_id == coordinator.id)
    ).all()
    assert set(acts) == {
        ("accounts.password_request.seen", None),
        ("accounts.password.code_handed_out", "Known by voice"),
    }


def test_where_no_mail_leaves_everybody_goes_this_way(app, browser, session, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    monkeypatch.setitem(app.config, "NO_MAIL", True)
    judge = make_account(email="judge@example.org")

    page = browser().visit("/en/sign-in/reset").submit("Ask for a code", login="judge@example.org")
    jobs.work_off()

    assert page.heading == "Your request is noted"
    assert session.scalars(select(PasswordRequest.account_id)).all() == [judge.id]
