"""A body says what its form asks for. Whatever else stands in it changes nothing."""

import pytest

from tests.security import world as worlds
from tests.support.csrf import token_of

#: What somebody who has read the models would try.
EXTRA = {
    "role": "administrator",
    "roles": "administrator",
    "grants": "administrator",
    "grants-0-role": "administrator",
    "platform_role": "coordinator",
    "score": "16",
    "points": "16",
    "is_passed": "y",
    "passed": "true",
    "state": "completed",
    "completed_at": "2026-01-01",
    "person_id": "00000000-0000-0000-0000-000000000001",
    "account_id": "00000000-0000-0000-0000-000000000001",
    "id": "00000000-0000-0000-0000-000000000001",
    "workplace_confirmed": "y",
    "confirmed": "y",
    "confirmed_at": "2026-01-01",
    "is_name_public": "y",
    "is_demo": "y",
    "suspended_at": "",
    "password_hash": "x",
    "created_at": "2000-01-01",
    "birth_year ": "1900",
    "number": "99",
    "at": "2020-01-01",
    "edition_id": "00000000-0000-0000-0000-000000000001",
    "email": "thief@example.org",
    "phone": "+996555000000",
}


def acts(world):
    """Who presses which button on which page, and what is typed."""
    return [
        ("learner", "/en/profile/name", "Save", {}),
        ("learner", "/en/profile/about", "Save", {"birth_year": "1988"}),
        ("learner", "/en/profile/language", "Save", {}),
        ("learner", "/en/modules/practice/lessons/first", "Check", {"q-c1": ["a"]}),
        ("learner", f"/en/modules/practice/quiz/{world.values['attempt_id']}/check", "Finish and hand in", {}),
    ]


@pytest.mark.parametrize("number", range(5))
def test_what_no_form_asks_for_changes_nothing(world, browser, session, number):
    """Each of these acts may be done twice; the second time everything one might wish for is sent along."""
    who, path, button, typed = acts(world)[number]
    visitor = browser(world.owners[who])
    page = visitor.visit(path)
    page.submit(button, **typed)
    plain = worlds.rows()

    answer = page.submit(
        button, **typed, **{name: value for name, value in EXTRA.items() if name not in FIELDS[number]}
    )

    assert answer.status == 200
    assert worlds.changed(comparable(plain), comparable(worlds.rows())) == {}


#: Which of the wishes are fields of the form itself.
FIELDS = [set(), set(), set(), set(), set()]


def comparable(tables):
    """Without what is written for every act: the log and letters that tell of it."""
    return {name: rows for name, rows in tables.items() if name not in {"audit_records", "jobs", "mails"}}


def register(visitor, extra):
    from lms.institutions.queries import institution_by_key  # noqa: PLC0415

    court = institution_by_key("talas-oblast-court")
    page = visitor.visit("/en/sign-in").click("Create my account")
    page = page.submit("Continue", login="0555 123 456", password="тоодо өскөн арча дарагы", **extra)
    page = page.submit("Continue", kind="court", region="KG-T", **extra)
    page = page.submit("Continue", institution=str(court.id) if court else "", profession="judge", **extra)
    page = page.submit("Continue", name="Асанова Айгүл", latin="", sex="female", birth_year="1988", **extra)
    return page.submit("Create my account", study="y", **extra)


def test_nobody_registers_with_a_role_a_confirmed_workplace_or_another_person(app, session, browser):
    from lms.accounts.models import Account, RoleGrant  # noqa: PLC0415
    from lms.people.models import Workplace, WorkplaceState  # noqa: PLC0415

    for file in ("institutions",):
        app.test_cli_runner().invoke(args=["content", "load", file])
    extra = {name: value for name, value in EXTRA.items() if name not in {"state", "role"}}
    page = register(browser(), {**extra, "role": "administrator"})

    assert page.status == 200, page.text
    account = session.query(Account).filter_by(phone="+996555123456").one()
    assert (account.email, account.is_demo, account.suspended_at) == (None, False, None)
    assert str(account.id) != EXTRA["id"]
    assert str(account.person_id) != EXTRA["person_id"]
    assert session.query(RoleGrant).filter_by(account_id=account.id).count() == 0
    places = session.query(Workplace).filter_by(person_id=account.person_id).all()
    assert {place.state for place in places} <= {WorkplaceState.SELF_DECLARED}


def test_the_device_that_is_ended_is_ones_own(world, browser, session):
    from lms.accounts.models import SignIn  # noqa: PLC0415

    browser(world.owners["holder"])
    foreign = session.query(SignIn).filter_by(account_id=world.owners["holder"].id).one()
    visitor = browser(world.owners["learner"])

    visitor.post("/en/profile/devices", {"csrf_token": token_of(visitor), "device": foreign.secret_hash})

    session.expire_all()
    assert foreign.ended_at is None


def test_a_grant_of_another_person_is_not_ended_under_this_one(world, browser, session):
    visitor = browser(world.strangers["administrator"])
    address = f"/en/admin/people/{world.values['account_id']}/roles/{world.values['grant_id']}/end"

    assert visitor.post(address, {"csrf_token": token_of(visitor), "reason": "Мен"}).status == 404
    session.expire_all()
    assert world.owners["author"].grants[0].ends_at is None


def test_an_administrator_does_not_change_the_own_roles(world, browser, session):
    admin = world.strangers["administrator"]
    visitor = browser(admin)
    before = worlds.rows()
    for rest in ("roles/coordinator", "suspension", "password-link", f"roles/{admin.grants[0].id}/end"):
        form = {"csrf_token": token_of(visitor), "reason": "Мен", "scope": ""}
        assert visitor.post(f"/en/admin/people/{admin.id}/{rest}", form).status == 404

    assert worlds.changed(before, worlds.rows()) == {}


def test_a_reviewer_does_not_sign_the_other_checklist_or_the_own_text(world, browser):
    visitor = browser(world.strangers["rights reviewer"])
    before = worlds.rows()

    address = f"/en/studio/reviews/{world.values['review_id']}/sign/gender"
    page = visitor.post(address, {"csrf_token": token_of(visitor), "decision": "approve"})

    assert page.status == 404
    assert worlds.changed(before, worlds.rows()) == {}


def test_a_remark_of_somebody_else_is_not_settled(world, browser):
    visitor = browser(world.strangers["rights reviewer"])
    before = worlds.rows()

    address = f"/en/studio/reviews/{world.values['review_id']}/comments/{world.values['comment_id']}/resolve"

    assert visitor.post(address, {"csrf_token": token_of(visitor)}).status == 404
    assert worlds.changed(before, worlds.rows()) == {}
