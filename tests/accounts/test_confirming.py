"""What takes people's data away or changes who may do what asks for a fresh proof, and keeps what was typed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import RoleGrant, SignIn
from lms.accounts.queries import hash_of_secret
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.policy import PROOF_LASTS
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD

LATER = PROOF_LASTS + timedelta(minutes=1)
WRONG = "not the one I have chosen"


@pytest.fixture
def administrator(session):
    return make_account("administrator")


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def page_of_role(judge):
    return f"/en/admin/people/{judge.id}/roles/trainer"


@pytest.fixture
def tired(browser, administrator, frozen):
    """The administrator's browser, eleven minutes after the password was typed."""
    own = browser(administrator)
    clock.freeze(frozen + LATER)
    return own


def roles_of(session, account):
    return session.scalars(select(RoleGrant).where(RoleGrant.account_id == account.id)).all()


def test_a_fresh_proof_is_not_asked_for_again(browser, administrator, page_of_role, frozen):
    own = browser(administrator)
    clock.freeze(frozen + PROOF_LASTS)

    assert own.visit(page_of_role, follow=False).status == 200


def test_an_old_proof_is_asked_for_and_leads_back(tired, page_of_role):
    asked = tired.visit(f"{page_of_role}?words=Osh")
    assert asked.heading == "Show that it is you"

    page = asked.submit("Continue", password=PASSWORD)

    assert page.status == 200
    assert page.path == page_of_role
    assert tired.visit(page_of_role, follow=False).status == 200


def test_a_form_is_kept_until_the_proof_and_then_sent(session, tired, judge, page_of_role, frozen):
    clock.freeze(frozen)
    form = tired.visit(page_of_role)
    clock.freeze(frozen + LATER)

    asked = form.submit("Give the role", reason="Asked in writing")
    assert (asked.status, asked.heading) == (403, "Show that it is you")
    assert roles_of(session, judge) == []
    again = asked.submit("Continue", password=WRONG)
    assert again.status == 422
    assert roles_of(session, judge) == []
    again.submit("Continue", password=PASSWORD).submit("Send now")

    assert [(grant.role, grant.reason) for grant in roles_of(session, judge)] == [("trainer", "Asked in writing")]


def test_a_kept_form_survives_a_sign_in_that_ends_meanwhile(session, tired, administrator, judge, page_of_role):
    token = token_of(tired)
    form = {"csrf_token": token, "reason": "Asked in writing"}
    asked = tired.post(page_of_role, form, follow=False)
    session.get(SignIn, hash_of_secret(tired.cookie()["_user_id"])).ended_at = clock.now()
    session.commit()

    door = asked.submit("Continue", password=PASSWORD)
    assert door.status == 401
    door.submit("Sign in", login=administrator.email, password=PASSWORD).submit("Send now")

    assert [grant.reason for grant in roles_of(session, judge)] == ["Asked in writing"]


def test_the_proof_gives_the_sign_in_a_new_secret_and_no_more_time(session, tired, page_of_role, frozen):
    before = tired.cookie()["_user_id"]
    expires_at = session.get(SignIn, hash_of_secret(before)).expires_at

    tired.visit(page_of_role).submit("Continue", password=PASSWORD)

    after = tired.cookie()["_user_id"]
    session.expire_all()
    assert session.get(SignIn, hash_of_secret(before)) is None
    renewed = session.get(SignIn, hash_of_secret(after))
    assert (renewed.expires_at, renewed.created_at) == (expires_at, frozen)
    assert renewed.proved_at == frozen + LATER


def test_a_wrong_proof_opens_nothing_is_slowed_down_and_recorded(session, tired, administrator, page_of_role):
    page = tired.visit(page_of_role)
    for _time in range(6):
        page = page.submit("Continue", password=WRONG)

    assert "There were too many tries." in page.text
    assert "There were too many tries." in page.submit("Continue", password=PASSWORD).text
    assert tired.visit(page_of_role).heading == "Show that it is you"
    refused = session.scalars(select(AuditRecord).where(AuditRecord.act == "refused")).all()
    assert {row.actor_id for row in refused} == {administrator.id}


@pytest.mark.parametrize("bypass", ["?fresh=1", "?proved_at=2099-01-01", "?next=/en/admin", "?confirmed=yes"])
def test_no_parameter_stands_for_a_proof(tired, page_of_role, bypass):
    assert tired.visit(page_of_role + bypass, follow=False).status == 303


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH"])
def test_no_method_goes_round_the_proof(session, tired, judge, page_of_role, method):
    form = {"csrf_token": token_of(tired), "reason": "Asked in writing", "_method": "GET"}
    headers = {"X-HTTP-Method-Override": "GET"}

    response = tired.client.open(page_of_role, method=method, data=form, headers=headers)

    assert response.status_code in (303, 403, 405)
    assert roles_of(session, judge) == []


def test_who_may_not_is_refused_and_never_asked_for_a_proof(browser, judge, page_of_role, frozen):
    own = browser(judge)
    clock.freeze(frozen + LATER)

    assert own.visit(page_of_role, follow=False).status == 404


def test_a_script_is_told_so_without_a_page(tired, page_of_role):
    answer = tired.client.get(page_of_role, headers={"Accept": "application/json"})

    assert answer.status_code == 403
    assert answer.is_json


#: Taking people's data away, changing who may do what or how somebody comes in, erasing, revoking: each step of it.
NEEDS_IT = {
    "accounts.ask_to_close", "accounts.download_data",
    "accounts.decide_password_request",
    "accounts.set_up_app", "accounts.connect_app", "accounts.ask_to_remove_app", "accounts.remove_app",
    "accounts.renew_codes",
    "accounts.set_up_passkey", "accounts.new_passkey_question", "accounts.keep_passkey",
    "accounts.ask_to_remove_passkey", "accounts.remove_passkey",
    "accounts.link_at_provider", "accounts.link_identity", "accounts.unlink_identity",
    "admin.choose_role", "admin.ask_grant", "admin.give_role", "admin.confirm_end", "admin.end_role",
    "admin.choose_role_to_invite", "admin.ask_to_invite", "admin.invite_staff",
    "admin.ask_new_invitation", "admin.invite_again",
    "admin.confirm_suspension", "admin.suspend", "admin.confirm_restoring", "admin.restore",
    "admin.ask_password_link", "admin.make_password_link",
    "admin.ask_second_step_reset", "admin.reset_second_step",
    "admin.ask_for_log", "admin.export_log",
    "certificates.confirm_revocation", "certificates.revoke_certificate",
    "certificates.show_register", "certificates.download_register",
    "nominations.export_people", "nominations.hand_out",
    "api.make_token",
    "releases.submit_draft", "releases.publish_tables", "releases.withdraw_table",
    "reporting.show_persons", "reporting.ask_for_persons", "reporting.download_export",
}  # fmt: skip


def test_everything_that_needs_it_asks_for_a_fresh_proof(app):
    assert {name for name, view in app.view_functions.items() if getattr(view, "fresh", False)} == NEEDS_IT
