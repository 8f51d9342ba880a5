"""Who sees nominations: those responsible for the institution, and the coordinator."""

import pytest

from lms.accounts.models import Role
from lms.invitations.models import InvitationState
from tests.nominations.pages import home, lines, paste
from tests.support.csrf import token_of
from tests.support.factories import (
    make_account,
    make_institution,
    make_invitation,
)


def test_another_institution_looks_absent(browser, session, court, focal):
    elsewhere = make_institution("Osh City Court")
    other = make_account(Role.FOCAL_POINT, place=elsewhere)
    invitation = make_invitation(institution=court, by=focal)
    page = paste(browser, focal, court, lines(2))
    visitor = browser(other)
    before = {
        page.path,
        home(court),
        f"{home(court)}/new",
        f"{home(court)}/{invitation.id}",
        f"{home(court)}/template.xlsx",
    }

    assert {visitor.visit(path).status for path in before} == {404}
    token = token_of(visitor)
    posts = ("codes", "export.xlsx", f"{invitation.id}/withdraw", f"{invitation.id}/code", f"{invitation.id}/mail")
    assert {visitor.post(f"{home(court)}/{path}", {"csrf_token": token}).status for path in posts} == {404}
    assert invitation.state is InvitationState.INVITED


def test_an_invitation_is_handled_only_at_its_own_institution(browser, session, court, focal):
    elsewhere = make_institution("Osh City Court")
    invitation = make_invitation(institution=court, by=focal)
    other = browser(make_account(Role.FOCAL_POINT, place=elsewhere))
    path = home(elsewhere)

    assert other.visit(f"{path}/{invitation.id}").status == 404
    page = other.post(f"{path}/codes", {"csrf_token": token_of(other), "act": "list", "person": [str(invitation.id)]})
    assert "Choose people who are invited" in page.notice


def test_a_list_is_its_makers_alone(browser, session, court, focal, coordinator):
    page = paste(browser, focal, court, lines(2))
    colleague = make_account(Role.FOCAL_POINT, place=court)

    assert browser(colleague).visit(page.path).status == 404
    assert browser(coordinator).visit(page.path).status == 404


def test_a_focal_point_names_people_of_bodies_beneath_too(browser, session, court, focal):
    chamber = make_institution("A chamber of Talas", parent=court)

    page = browser(focal).visit("/en/reports/nominations")

    assert "A chamber of Talas" in page.text
    assert page.click("A chamber of Talas").path == home(chamber)


def test_the_coordinator_names_people_anywhere(browser, session, court, coordinator):
    page = browser(coordinator).visit("/en/reports/nominations?name=talas+district").click("Talas District Court")

    assert page.path == home(court)
    assert paste(browser, coordinator, court, lines(2)).submit("Invite 2 people now").heading == "2 people are invited"


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.ADMINISTRATOR])
def test_nobody_else_enters(browser, session, court, role):
    visitor = browser(make_account(*([role] if role else [])))

    assert visitor.visit(home(court)).status == 404
    assert visitor.visit("/en/reports/nominations").status == 404
    assert visitor.visit("/en/reports/calls").status == 404
