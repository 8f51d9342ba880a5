"""A demonstration has nine people to try it with; a real database never has."""

import pytest
from sqlalchemy import select

from lms.accounts import demo
from lms.accounts.models import Account, Role
from lms.core.installation import Installation
from lms.institutions.queries import subtree_ids

LOGINS = [
    "judge",
    "police",
    "cso",
    "trainer",
    "gender-reviewer",
    "rights-reviewer",
    "focal",
    "coordinator",
    "admin",
]
PASSWORD = "sabak-demo-2026"


def test_nine_people_can_sign_in(browser, session, frozen):
    demo.make_demo_accounts(PASSWORD, at=frozen)
    session.commit()

    for login in LOGINS:
        page = browser().visit("/en/sign-in", follow=True)
        page = page.submit("Sign in", login=f"{login}@example.org", password=PASSWORD)
        assert page.browser.visit("/en/profile").heading == "Profile"


def test_making_them_twice_changes_nothing(session, frozen):
    demo.make_demo_accounts(PASSWORD, at=frozen)
    before = len(session.scalars(select(Account)).all())

    assert demo.make_demo_accounts(PASSWORD, at=frozen) == []
    assert len(session.scalars(select(Account)).all()) == before == 9


def test_each_has_the_role_it_is_named_for(session, frozen):
    made = {account.email.split("@")[0]: account for account in demo.make_demo_accounts(PASSWORD, at=frozen)}
    for account in made.values():
        account.judged_at = frozen

    assert made["judge"].roles() == made["police"].roles() == made["cso"].roles() == set()
    assert made["trainer"].roles() == {Role.TRAINER}
    assert made["gender-reviewer"].roles() == {Role.GENDER_REVIEWER}
    assert made["rights-reviewer"].roles() == {Role.RIGHTS_REVIEWER}
    assert made["coordinator"].roles() == {Role.COORDINATOR}
    assert made["admin"].roles() == {Role.ADMINISTRATOR}
    place = made["focal"].places(Role.FOCAL_POINT)
    assert made["judge"].person.workplace.institution_id in subtree_ids(place)


def test_a_real_database_refuses_them(session, frozen):
    session.scalars(select(Installation)).one().kind = "real"
    session.flush()

    with pytest.raises(demo.NotADemonstration):
        demo.make_demo_accounts(PASSWORD, at=frozen)
    assert session.scalars(select(Account)).all() == []
