"""Every route for every role, against a table written by hand: who gets in, who finds nothing, who is refused."""

import pytest

from lms.core.policy import routes as permissions_of
from tests.security import world as worlds
from tests.security.roles import ALLOWED, EVERYBODY, OWNS
from tests.security.routes import routes
from tests.support.csrf import token_of

#: Areas one may know of: 403 says that there is one. Everything else looks absent.
SAID = {"authoring:studio:enter", "authoring:module:create", "authoring:reviews:read"}
#: A lesson of a module that one has not begun leads to the overview of that module.
TO_THE_OVERVIEW = {
    "lessons.show_lesson",
    "lessons.show_scenario",
    "lessons.work_in_lesson",
    "lessons.decide_in_scenario",
}
#: A reviewer of the other kind does not sign this checklist; nobody sees an empty step of the registration.
ELSEWHERE = {
    ("authoring.ask_for_signature", "rights reviewer"): 404,
}
#: Public pages that answer something else than a page to a correct question.
PUBLIC = {
    "accounts.sign_in_at_provider": {404},
    "provider.come_back": {404},
    "accounts.choose_password": {200},
    "home.show_favicon": {302},
    "home.choose_language": {302},
    "certificates.tell_key": {404},  # this installation signs nothing
    "certificates.tell_status": {404},
}
STRANGERS = ["visitor", *sorted(EVERYBODY)]


def expected(route, role):
    if route.permission == "public":
        return PUBLIC.get(route.endpoint, {200, 303})
    if role == "visitor":
        return {303}
    if (route.endpoint, role) in ELSEWHERE:
        return {ELSEWHERE[route.endpoint, role]}
    if role in ALLOWED[route.permission]:
        return {200, 303}
    if route.endpoint in TO_THE_OVERVIEW:
        return {303}
    return {403} if route.permission in SAID else {404}


def test_every_permission_is_in_the_table(app):
    assert set(permissions_of(app).values()) - {"public"} <= set(ALLOWED)


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_gets_what_the_role_gives_and_nothing_else(app, world, browser, role):
    own = browser(world.strangers[role])
    before = worlds.rows()

    wrong = []
    for route in routes(app, world, "GET"):
        page = own.visit(route.address, follow=False)
        if page.status not in expected(route, role):
            wrong.append((route.endpoint, route.address, page.status, expected(route, role)))
        elif role == "visitor" and route.permission != "public":
            assert "/en/sign-in?next=" in page.response.headers["Location"], route

    assert wrong == []
    assert worlds.changed(before, worlds.rows()) == {}


@pytest.mark.parametrize("owner", sorted(OWNS))
def test_whose_things_they_are_gets_in(app, world, browser, owner):
    own = browser(world.owners[owner])

    pages = [
        (route.address, own.visit(route.address, follow=False).status)
        for route in routes(app, world, "GET")
        if route.permission in OWNS[owner]
    ]

    assert [page for page in pages if page[1] not in (200, 303)] == []
    assert pages


@pytest.mark.parametrize("role", STRANGERS)
def test_a_refused_act_changes_nothing_and_is_noted_once(app, world, browser, role):
    """A module one has not begun is named by everybody and leaves no note: nothing of anybody's was asked for."""
    account = world.strangers[role]
    own = browser(account)
    token = token_of(own)
    before = worlds.rows()
    noted = len(worlds.audit_rows())

    for route in routes(app, world, "POST"):
        if route.permission == "public" or (account and role in ALLOWED[route.permission]):
            continue
        page = own.post(route.address, {"csrf_token": token, "act": "issue", "reason": "Мен"}, follow=False)
        assert page.status in ({401} if account is None else {303} if route.endpoint in TO_THE_OVERVIEW else {403, 404})
        fresh = worlds.audit_rows()[noted:]
        noted += len(fresh)
        assert [row.act for row in fresh] in ([], ["refused"]), route
        if fresh:
            assert fresh[0].actor_id == account.id
            assert fresh[0].facts["permission"] == route.permission
        elif account is not None:
            assert route.permission in FOUND_BY_OWNER or route.endpoint in TO_THE_OVERVIEW, route

    assert worlds.changed(before, worlds.rows()) == {}


#: Looked for by the name of a module, among the actor's own things only.
FOUND_BY_OWNER = {
    "accounts:identity:link",
    "enrolments:enrolment:study",
    "quizzes:attempt:start",
    "certificates:certificate:hold",
}

BY_ID = ["/en/modules/practice/quiz/{attempt_id}", "/en/my-learning/certificates/{certificate_id}/certificate.pdf"]


@pytest.mark.parametrize("address", BY_ID)
def test_whoever_asks_for_what_is_somebody_elses_is_noted_once(world, browser, address):
    own = browser(world.strangers["trainee"])
    noted = len(worlds.audit_rows())

    page = own.visit(address.format(**world.values))

    assert page.status == 404
    assert [(row.act, row.actor_id) for row in worlds.audit_rows()[noted:]] == [
        ("refused", world.strangers["trainee"].id)
    ]


@pytest.mark.parametrize(("owner", "address"), [("learner", BY_ID[0]), ("holder", BY_ID[1])])
def test_whoever_asks_for_the_own_is_not_noted(world, browser, owner, address):
    own = browser(world.owners[owner])
    noted = len(worlds.audit_rows())

    page = own.visit(address.format(**world.values), follow=False)

    assert page.status in (200, 303)
    assert worlds.audit_rows()[noted:] == []


@pytest.mark.parametrize("role", ["coordinator", "administrator", *sorted(OWNS)])
def test_asking_only_for_the_head_changes_nothing(app, world, browser, role):
    """The head is made by the page itself, so this is also a look at everything by those whose things they are."""
    own = browser(world.strangers[role] if role in world.strangers else world.owners[role])
    before = worlds.rows()

    for route in routes(app, world, "GET"):
        assert own.client.head(route.address).status_code < 500, route.address

    assert worlds.changed(before, worlds.rows()) == {}
