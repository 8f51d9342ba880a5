"""The second step at sign-in: set up, passed with digits or a recovery code, never skipped, each answer once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.errors import OwnSecondStep, WrongCode
from lms.accounts.models import AuthenticatorApp, HalfSignIn, LinkPurpose, RecoveryCode, SignIn
from lms.accounts.queries import hash_of_secret, second_step_of
from lms.accounts.relying import relying
from lms.accounts.services import SecondStepAnswer
from lms.accounts.services.authenticator import use_app_code
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD
from tests.support.second_step import STEP, Phone, connect_app, sign_in_row


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def phone(judge):
    return connect_app(judge)[0]


def give_password(visitor, account, **more):
    return visitor.visit("/en/sign-in").submit("Sign in", login=account.email, password=PASSWORD, **more)


def set_up_app(own):
    page = own.visit("/en/profile/second-step").click("Connect an app")
    phone = Phone(page.all("//main//code")[0].text.replace(" ", ""))
    return phone, page.submit("Connect the app", digits=phone.digits())


# ── Setting up ───────────────────────────────────────────────────────────────


def test_an_app_is_connected_by_its_digits_and_ten_codes_are_shown_once(session, browser, judge):
    own, elsewhere = browser(judge), browser(judge)
    before = own.cookie()["_user_id"]

    _phone, page = set_up_app(own)

    assert page.heading == "Recovery codes"
    assert len(page.all("//li/code")) == 10
    assert sign_in_row(own).has_second_step
    assert own.cookie()["_user_id"] != before, "who had a copy of the cookie has passed no second step"
    assert elsewhere.visit("/en/profile", follow=False).status == 303, "other devices have not passed it"
    assert "10 of 10 codes are left" in page.click("I have kept them").text


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_wrong_digits_connect_nothing_and_the_same_picture_stays(session, browser, judge, digits):
    page = browser(judge).visit("/en/profile/second-step/app")
    shown = page.all("//main//code")[0].text

    again = page.submit("Connect the app", digits=digits)

    assert again.status == 422
    assert again.all("//main//code")[0].text == shown
    assert not second_step_of(judge.id)


def test_the_secret_of_one_person_cannot_be_connected_by_another(session, browser, judge):
    foreign = browser(make_account()).visit("/en/profile/second-step/app")
    phone = Phone(foreign.all("//main//code")[0].text.replace(" ", ""))
    own = browser(judge)
    form = {"csrf_token": token_of(own), "app": foreign.all("//input[@name='app']/@value")[0]}

    own.post("/en/profile/second-step/app", {**form, "digits": phone.digits()})

    assert not second_step_of(judge.id)


def test_setting_up_needs_a_fresh_proof(browser, judge, frozen):
    own = browser(judge)
    clock.freeze(frozen + timedelta(minutes=11))

    assert own.visit("/en/profile/second-step/app").heading == "Show that it is you"


def test_the_secret_is_not_readable_in_the_database(session, judge, phone):
    kept = session.get(AuthenticatorApp, judge.id)

    assert phone.secret not in kept.sealed_secret


def test_another_phone_replaces_the_first(session, browser, judge, phone):
    own = browser(judge)
    page = own.visit("/en/profile/second-step").click("Connect another phone instead")
    new = Phone(page.all("//main//code")[0].text.replace(" ", ""))
    page.submit("Connect the app", digits=new.digits())

    with pytest.raises(WrongCode):
        use_app_code(judge.id, phone.digits(steps=1), at=clock.now())
    use_app_code(judge.id, new.digits(steps=1), at=clock.now())


# ── Passing ──────────────────────────────────────────────────────────────────


def test_the_password_alone_opens_nothing(session, browser, judge, phone):
    visitor = browser()

    page = give_password(visitor, judge)

    assert page.heading == "Second step"
    assert "_user_id" not in visitor.cookie()
    assert visitor.visit("/en/profile", follow=False).status == 303
    assert visitor.visit("/en/my-learning", follow=False).status == 303


def test_the_digits_open_the_door_and_lead_on(session, browser, judge, phone):
    visitor = browser()
    page = visitor.visit("/en/profile/consents").submit("Sign in", login=judge.email, password=PASSWORD)

    inside = page.submit("Continue", digits=phone.digits())

    assert inside.path == "/en/profile/consents"
    assert sign_in_row(visitor).has_second_step
    assert session.scalars(select(HalfSignIn)).all() == []


def test_a_kept_form_travels_through_both_steps(session, browser, judge, phone):
    visitor = browser()
    asked = visitor.post("/en/profile/language", {"csrf_token": token_of(visitor), "language": "ru"}, follow=False)
    second = asked.submit("Sign in", login=judge.email, password=PASSWORD)
    wrong = second.submit("Continue", digits="000000")

    wrong.submit("Continue", digits=phone.digits()).submit("Send now")

    assert judge.person.language == "ru"


def test_digits_work_once(session, browser, judge, phone):
    first, second = browser(), browser()
    digits = phone.digits()
    assert give_password(first, judge).submit("Continue", digits=digits).status == 200

    replayed = give_password(second, judge).submit("Continue", digits=digits)

    assert replayed.status == 422
    assert "_user_id" not in second.cookie()


def test_older_digits_work_no_more_once_newer_ones_were_used(session, judge, phone):
    use_app_code(judge.id, phone.digits(), at=clock.now())

    with pytest.raises(WrongCode):
        use_app_code(judge.id, phone.digits(steps=-1), at=clock.now())


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_phone_may_be_wrong_by_half_a_minute(session, judge, frozen, steps, works):
    phone = Phone(services.new_app_secret())
    services.add_app(judge, phone.secret, phone.digits(steps=-9), own_secret="", at=frozen - 9 * STEP)

    if works:
        use_app_code(judge.id, phone.digits(steps=steps), at=frozen)
    else:
        with pytest.raises(WrongCode):
            use_app_code(judge.id, phone.digits(steps=steps), at=frozen)


def test_a_recovery_code_works_once_however_it_is_typed_and_the_owner_is_told(session, browser, judge):
    _phone, codes = connect_app(judge)
    visitor = browser()
    typed = codes[3].lower().replace("-", " ")

    page = give_password(visitor, judge).submit("Continue", recovery_code=typed)

    assert page.heading == "My learning"
    assert second_step_of(judge.id).codes_left == 9
    assert "recovery code" in session.scalars(select(Mail)).all()[-1].body
    again = give_password(browser(), judge).submit("Continue", recovery_code=codes[3])
    assert again.status == 422


def test_a_recovery_code_of_somebody_else_does_not_work(session, browser, judge, phone):
    _phone, foreign = connect_app(make_account())

    page = give_password(browser(), judge).submit("Continue", recovery_code=foreign[0])

    assert page.status == 422


def test_guessing_is_slowed_down_for_this_account_only(session, browser, judge, phone, frozen):
    neighbour = make_account()
    other_phone, _codes = connect_app(neighbour)
    page = give_password(browser(), judge)
    for _try in range(6):
        page = page.submit("Continue", digits="000000")

    assert page.status == 429
    assert int(page.response.headers["Retry-After"]) >= 1
    assert page.submit("Continue", digits=phone.digits()).status == 429, "right digits come too soon as well"
    assert give_password(browser(), neighbour).submit("Continue", digits=other_phone.digits()).status == 200
    clock.freeze(frozen + timedelta(minutes=6))
    assert page.submit("Continue", digits=phone.digits()).status == 200


def test_who_guesses_elsewhere_does_not_slow_the_owner_down(session, browser, judge, phone, frozen):
    own = browser()
    give_password(own, judge).submit("Continue", digits=phone.digits())
    own.visit("/en/sign-out").submit("Sign out")
    thief = give_password(browser(), judge)
    for _try in range(7):
        thief = thief.submit("Continue", digits="000000")
    clock.freeze(frozen + STEP)

    assert give_password(own, judge).submit("Continue", digits=phone.digits()).status == 200


def test_half_a_sign_in_lasts_ten_minutes(session, browser, judge, phone, frozen):
    page = give_password(browser(), judge)
    clock.freeze(frozen + timedelta(minutes=11))

    late = page.submit("Continue", digits=phone.digits())

    assert (late.status, late.heading) == (401, "Sign in")


@pytest.mark.parametrize("end", ["suspension", "new password"])
def test_half_a_sign_in_ends_with_the_others(session, browser, judge, phone, frozen, end):
    page = give_password(browser(), judge)
    if end == "suspension":
        services.suspend(judge, by=make_account("administrator"), reason="Себеп", at=frozen)
    else:
        services.set_password(judge, "жети көлдүн үстүндө булут", at=frozen)
    session.commit()

    assert page.submit("Continue", digits=phone.digits()).status == 401


def test_the_cookie_of_half_a_sign_in_is_no_sign_in(session, browser, judge, phone):
    visitor, thief = browser(), browser()
    give_password(visitor, judge)
    with thief.client.session_transaction() as cookie:
        cookie["_user_id"] = visitor.cookie()["half"]

    assert thief.visit("/en/profile", follow=False).status == 303


def test_a_link_for_a_new_password_does_not_skip_the_second_step(session, browser, judge, phone):
    secret = services.make_link(judge, LinkPurpose.RESET, at=clock.now())
    session.commit()
    visitor = browser()

    page = visitor.visit(f"/en/sign-in/reset/{secret}").submit(
        "Save the password", password="жети көлдүн үстүндө булут"
    )

    assert page.heading == "Second step"
    assert "_user_id" not in visitor.cookie()
    assert page.submit("Continue", digits=phone.digits()).status == 200


def test_a_fresh_proof_takes_the_second_step_too(session, browser, judge, phone, frozen):
    own = browser(judge)
    clock.freeze(frozen + timedelta(minutes=11))
    asked = own.visit("/en/profile/second-step/app")

    assert asked.submit("Continue", password=PASSWORD).status == 422
    assert asked.submit("Continue", password=PASSWORD, digits="000000").status == 422
    assert asked.submit("Continue", password="wrong", digits=phone.digits()).status == 422
    assert asked.submit("Continue", password=PASSWORD, digits=phone.digits()).path == "/en/profile/second-step/app"


# ── Taking away ──────────────────────────────────────────────────────────────


def test_without_the_last_one_there_is_no_second_step(session, browser, judge, phone):
    own = browser(judge)

    page = own.visit("/en/profile/second-step").click("Disconnect the app").submit("Disconnect the app")

    assert "The app is disconnected." in page.notice
    assert session.scalars(select(RecoveryCode)).all() == []
    assert not sign_in_row(own).has_second_step
    assert give_password(browser(), judge).heading == "My learning"


def test_new_codes_make_the_old_ones_void(session, browser, judge):
    _phone, before = connect_app(judge)

    page = browser(judge).visit("/en/profile/second-step").submit("Make new recovery codes")

    shown = [item.text for item in page.all("//li/code")]
    assert len(set(shown) - set(before)) == 10
    answer = SecondStepAnswer(recovery_code=before[0])
    with pytest.raises(WrongCode):
        services.pass_second_step(judge, answer, relying=relying_of(browser), at=clock.now())


def relying_of(browser):
    app = browser().app
    with app.test_request_context():
        return relying()


def test_the_owner_is_told_of_each_change(session, browser, judge, phone):
    own = browser(judge)
    own.visit("/en/profile/second-step").submit("Make new recovery codes")
    own.visit("/en/profile/second-step").click("Disconnect the app").submit("Disconnect the app")

    mails = session.scalars(select(Mail).where(Mail.kind == "second_step_changed").order_by(Mail.id)).all()
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act.startswith("accounts.second_step."))).all()
    assert [mail.recipient for mail in mails] == [judge.email] * 3
    assert set(acts) == {f"accounts.second_step.{change}" for change in ("app_added", "codes_renewed", "app_removed")}
    assert not [mail for mail in mails if phone.secret in mail.body]


def test_an_administrator_takes_it_away_with_a_reason_and_the_person_is_told(session, browser, judge, phone):
    administrator = make_account("administrator")
    own = browser(judge)
    page = browser(administrator).visit(f"/en/admin/people/{judge.id}").click("Take away the second step")
    assert page.submit("Take away the second step").status == 422

    done = page.submit("Take away the second step", reason="Phone lost, seen in person")

    assert "The second step is taken away." in done.notice
    assert not second_step_of(judge.id)
    assert own.visit("/en/profile", follow=False).status == 303
    row = session.scalars(select(AuditRecord).where(AuditRecord.act == "accounts.second_step.reset")).one()
    assert (row.actor_id, row.reason) == (administrator.id, "Phone lost, seen in person")
    assert "administrator" in session.scalars(select(Mail)).all()[-1].body


def test_no_mail_is_spoken_of_where_there_is_none(app, browser, judge, phone, monkeypatch):
    page = browser(make_account("administrator")).visit(f"/en/admin/people/{judge.id}/second-step")
    monkeypatch.setitem(app.config, "NO_MAIL", True)

    done = page.submit("Take away the second step", reason="Phone lost, seen in person")

    assert done.notice == "The second step is taken away. The person is signed out everywhere."


def test_no_administrator_takes_away_the_own(session, browser, frozen):
    administrator = make_account("administrator")
    connect_app(administrator)

    assert browser(administrator).visit(f"/en/admin/people/{administrator.id}/second-step").status == 404
    with pytest.raises(OwnSecondStep):
        services.reset_second_step(administrator, by=administrator, reason="Себеп", at=frozen)


def test_an_administrator_ends_sign_ins_with_a_reason(session, browser, judge):
    administrator = make_account("administrator")
    one, other = browser(judge), browser(judge)
    page = browser(administrator).visit(f"/en/admin/people/{judge.id}").click("Devices of this person")

    page.submit("Sign the chosen device out", device=hash_of_secret(one.cookie()["_user_id"]), reason="Lost phone")

    assert one.visit("/en/profile", follow=False).status == 303
    assert other.visit("/en/profile", follow=False).status == 200
    page.submit("Sign the chosen device out", device="all", reason="Lost phone")
    assert other.visit("/en/profile", follow=False).status == 303


def test_nobody_ends_the_sign_in_of_a_third_person_under_the_name_of_a_second(session, browser, judge):
    third = browser(make_account())
    page = browser(make_account("administrator")).visit(f"/en/admin/people/{judge.id}/devices")
    browser(judge)

    refused = page.browser.post(
        f"/en/admin/people/{judge.id}/devices",
        {"csrf_token": token_of(page.browser), "device": hash_of_secret(third.cookie()["_user_id"]), "reason": "x"},
    )

    assert refused.status == 422
    assert third.visit("/en/profile", follow=False).status == 200


def test_the_person_ends_all_other_sign_ins(session, browser, judge):
    own, other = browser(judge), browser(judge)

    page = own.visit("/en/profile/devices").submit("Sign all other devices out")

    assert "All other devices are signed out." in page.notice
    assert other.visit("/en/profile", follow=False).status == 303
    live = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert [row.secret_hash for row in live] == [hash_of_secret(own.cookie()["_user_id"])]
