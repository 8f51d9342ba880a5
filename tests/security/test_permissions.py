"""Every route for every role, against a table written by hand: who gets in, who finds nothing, who is refused."""

import pytest

from lms.core.policy import routes as permissions_of
from tests.security import world as worlds
from tests.security.routes import routes
from tests.support.csrf import token_of

EVERYBODY = {"trainee", "trainer", "gender reviewer", "rights reviewer", "focal point", "coordinator", "administrator"}
REVIEWERS = {"gender reviewer", "rights reviewer"}
OFFICE = {"coordinator", "administrator"}
NOBODY: set[str] = set()

#: Permission to the strangers who have it although the thing is not theirs. A route with another permission fails.
ALLOWED = {
    "accounts:profile:change": EVERYBODY,
    "accounts:passkey:hold": NOBODY,
    "accounts:identity:link": NOBODY,  # no provider is configured there
    "accounts:password-requests:see": OFFICE,
    "accounts:password-request:answer": OFFICE,
    "learning:own:see": EVERYBODY,
    "messages:choice:change": EVERYBODY,
    "certificates:certificate:list": EVERYBODY,
    "enrolments:enrolment:start": EVERYBODY,
    "enrolments:enrolment:study": NOBODY,
    "quizzes:attempt:start": NOBODY,
    "quizzes:attempt:take": NOBODY,
    "quizzes:tries:open": {"coordinator"},
    "papers:batch:prepare": NOBODY,
    "papers:sheet:type": NOBODY,
    "papers:sheet:claim": NOBODY,
    "quizzes:exception:make": {"coordinator"},
    "certificates:certificate:hold": NOBODY,
    "certificates:office:enter": {"coordinator"},
    "certificates:certificate:see": {"coordinator"},
    "certificates:certificate:end": {"coordinator"},
    "authoring:studio:enter": {"trainer"} | REVIEWERS | OFFICE,
    "authoring:module:create": {"trainer"},
    "authoring:module:edit": NOBODY,
    "authoring:module:end": OFFICE,
    "authoring:package:handle": NOBODY,
    "authoring:translations:open": REVIEWERS,
    "authoring:reviews:read": REVIEWERS,
    "authoring:review:read": REVIEWERS,
    "authoring:review:sign": REVIEWERS,
    "authoring:pack:read": {"trainer"} | REVIEWERS | OFFICE,
    "authoring:rules:edit": REVIEWERS | {"administrator"},
    "laws:register:read": {"trainer"} | REVIEWERS | OFFICE,
    "laws:change:record": REVIEWERS,
    "laws:flag:clear": REVIEWERS,
    "evaluations:form:answer": NOBODY,
    "evaluations:follow_up:answer": NOBODY,
    "evaluations:example:code": {"coordinator"} | REVIEWERS,
    "evaluations:results:see": {"trainer", "coordinator"},
    "evaluations:results:export": {"trainer", "coordinator"},
    "evaluations:module:see": {"coordinator"},
    "insight:statistics:see": {"coordinator"},
    "insight:statistics:export": {"coordinator"},
    "insight:participation:see": {"coordinator"},
    "insight:explanations:read": {"trainer", "coordinator"},
    "grading:queue:enter": {"trainer"},
    "grading:essay:mark": NOBODY,
    "grading:key:correct": NOBODY,
    "grading:passes:see": {"coordinator"},
    "grading:pass:decide": {"coordinator"},
    "reporting:home:enter": {"coordinator", "focal point"},
    "reporting:participation:see": {"coordinator"},
    "reporting:table:export": {"coordinator"},
    "reporting:persons:export": {"coordinator"},
    "reporting:export:fetch": NOBODY,
    "reporting:institutions:compare": {"coordinator"},
    "reporting:institution:see": {"coordinator"},
    "reporting:institution:see_names": {"coordinator"},
    "reporting:unplaced:see": {"coordinator"},
    "reporting:workplaces:confirm": {"coordinator"},
    "reporting:code:hand_out": {"coordinator"},
    "reporting:people:list": {"coordinator"},
    "reporting:target:set": {"coordinator"},
    "reporting:saved:keep": {"coordinator"},
    "reporting:saved:use": NOBODY,
    "framework:indicator:see": {"coordinator"},
    "framework:indicator:set": {"coordinator"},
    "framework:table:export": {"coordinator"},
    "framework:evidence:fetch": {"coordinator"},
    "gatherings:event:see": {"coordinator"},
    "gatherings:event:keep": {"coordinator"},
    "gatherings:list:import": {"coordinator"},
    "gatherings:evidence:fetch": {"coordinator"},
    "nominations:home:enter": {"coordinator", "focal point"},
    "nominations:institution:nominate": {"coordinator"},
    "nominations:list:check": NOBODY,
    "nominations:invitation:handle": {"coordinator"},
    "nominations:calls:see": {"coordinator", "focal point"},
    "nominations:call:see": {"coordinator"},
    "nominations:calls:run": {"coordinator"},
    "certificates:register:export": {"coordinator"},
    "quality:queue:work": OFFICE,
    "quality:line:mend": OFFICE,
    "quality:people:merge": OFFICE,
    "api:tokens:hold": {"coordinator"},
    "api:token:end": NOBODY,
    "api:tables:read": NOBODY,
    "releases:report:see": {"coordinator"},
    "releases:report:draft": {"coordinator"},
    "releases:report:submit": {"coordinator"},
    "releases:report:download": {"coordinator"},
    "releases:table:publish": {"coordinator"},
    "upkeep:backups:see": {"administrator"},
    "upkeep:backup:make": {"administrator"},
    "upkeep:retention:see": {"administrator"},
    "admin:home:enter": {"administrator"},
    "admin:people:list": {"administrator"},
    "admin:person:see": {"administrator"},
    "admin:access:change": {"administrator"},
    "admin:staff:invite": {"administrator"},
    "admin:name:correct": {"administrator"},
    "admin:log:read": {"administrator"},
    "admin:log:export": {"administrator"},
    "admin:jobs:list": {"administrator"},
    "admin:job:retry": {"administrator"},
    "admin:institutions:list": OFFICE,
    "admin:name:decide": OFFICE,
    "admin:institutions:add": OFFICE,
    "admin:institution:see": OFFICE,
    "admin:institution:change": OFFICE,
}
#: Areas one may know of: 403 says that there is one. Everything else looks absent.
SAID = {
    "authoring:studio:enter",
    "authoring:module:create",
    "authoring:reviews:read",
    "laws:register:read",
    "insight:explanations:read",
    "grading:queue:enter",
}
#: A lesson of a module that one has not begun leads to the overview of that module.
TO_THE_OVERVIEW = {
    "lessons.show_job_aid",
    "lessons.show_lesson",
    "lessons.show_scenario",
    "lessons.work_in_lesson",
    "lessons.decide_in_scenario",
}
#: Whose the things are: each gets in where strangers find nothing, so that a wrong sample cannot pass for a refusal.
OWNS = {
    "learner": {
        "enrolments:enrolment:study",
        "quizzes:attempt:start",
        "quizzes:attempt:take",
        "accounts:passkey:hold",
        "papers:sheet:claim",
    },
    "holder": {"certificates:certificate:hold", "evaluations:form:answer"},
    "asked again": {"evaluations:follow_up:answer"},
    "author": {
        "evaluations:module:see",
        "authoring:module:edit",
        "authoring:module:end",
        "authoring:translations:open",
        "authoring:package:handle",
        "authoring:pack:read",
        "insight:statistics:see",
        "insight:statistics:export",
        "insight:participation:see",
        "grading:essay:mark",
        "grading:key:correct",
        "papers:batch:prepare",
        "papers:sheet:type",
    },
    "asker": {"reporting:export:fetch", "reporting:saved:use", "api:token:end"},
    "own focal point": {
        "reporting:institution:see",
        "reporting:institution:see_names",
        "reporting:workplaces:confirm",
        "nominations:institution:nominate",
        "nominations:list:check",
        "nominations:invitation:handle",
        "nominations:call:see",
    },
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
#: No cookie opens what programs read.
BY_TOKEN = "api:tables:read"
STRANGERS = ["visitor", *sorted(EVERYBODY)]


def expected(route, role):
    if route.permission == "public":
        return PUBLIC.get(route.endpoint, {200, 303})
    if role == "visitor" or route.permission == BY_TOKEN:
        return {401} if route.permission == BY_TOKEN else {303}
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
        elif role == "visitor" and page.status == 303 and route.permission != "public":
            assert "/en/sign-in?next=" in page.response.headers["Location"], route

    assert wrong == []
    assert worlds.changed(before, worlds.rows()) == {}


@pytest.mark.parametrize("owner", sorted(OWNS))
def test_whose_things_they_are_gets_in(app, world, browser, owner):
    own = browser(world.owners[owner])
    before = worlds.rows()

    pages = [(route, own.visit(route.address, follow=False).status) for route in routes(app, world, "GET")]

    assert worlds.changed(before, worlds.rows()) == {}
    theirs = [(route.address, status) for route, status in pages if route.permission in OWNS[owner]]
    assert [page for page in theirs if page[1] not in (200, 303)] == []
    assert theirs


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
        fresh = worlds.audit_rows(after=noted)
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
    "evaluations:form:answer",
    "evaluations:follow_up:answer",
    "accounts:identity:link",
    "enrolments:enrolment:study",
    "quizzes:attempt:start",
    "papers:sheet:claim",
    "certificates:certificate:hold",
}

BY_ID = ["/en/modules/practice/quiz/{attempt_id}", "/en/my-learning/certificates/{certificate_id}/certificate.pdf"]


@pytest.mark.parametrize("address", BY_ID)
def test_whoever_asks_for_what_is_somebody_elses_is_noted_once(world, browser, address):
    own = browser(world.strangers["trainee"])
    noted = len(worlds.audit_rows())

    page = own.visit(address.format(**world.values))

    assert page.status == 404
    assert [(row.act, row.actor_id) for row in worlds.audit_rows(after=noted)] == [
        ("refused", world.strangers["trainee"].id)
    ]


@pytest.mark.parametrize(("owner", "address"), [("learner", BY_ID[0]), ("holder", BY_ID[1])])
def test_whoever_asks_for_the_own_is_not_noted(world, browser, owner, address):
    own = browser(world.owners[owner])
    noted = len(worlds.audit_rows())

    page = own.visit(address.format(**world.values), follow=False)

    assert page.status in (200, 303)
    assert worlds.audit_rows(after=noted) == []
