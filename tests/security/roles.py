"""Who may do what: a table written by hand, against which every route is held."""

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
    "certificates:certificate:hold": NOBODY,
    "certificates:office:enter": {"coordinator"},
    "certificates:certificate:see": {"coordinator"},
    "certificates:certificate:end": {"coordinator"},
    "authoring:studio:enter": {"trainer"} | REVIEWERS | OFFICE,
    "authoring:module:create": {"trainer"},
    "authoring:module:edit": NOBODY,
    "authoring:module:end": OFFICE,
    "authoring:reviews:read": REVIEWERS,
    "authoring:review:read": REVIEWERS,
    "authoring:review:sign": REVIEWERS,
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
    "nominations:home:enter": {"coordinator", "focal point"},
    "nominations:institution:nominate": {"coordinator"},
    "nominations:list:check": NOBODY,
    "nominations:invitation:handle": {"coordinator"},
    "nominations:calls:see": {"coordinator", "focal point"},
    "nominations:call:see": {"coordinator"},
    "nominations:calls:run": {"coordinator"},
    "certificates:register:export": {"coordinator"},
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
#: Whose the things are: each gets in where strangers find nothing, so that a wrong sample cannot pass for a refusal.
OWNS = {
    "learner": {
        "enrolments:enrolment:study",
        "quizzes:attempt:start",
        "quizzes:attempt:take",
        "accounts:passkey:hold",
    },
    "holder": {"certificates:certificate:hold"},
    "author": {"authoring:module:edit", "authoring:module:end"},
    "asker": {"reporting:export:fetch"},
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


def reads(role, permission):
    """Whether somebody of this role, or whose things they are, gets in where this permission is asked for."""
    return permission == "public" or role in ALLOWED[permission] or permission in OWNS.get(role, ())
