"""What is true of every mail, looked at after each test that writes one, and of every template there is."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import meta
from sqlalchemy import select

from lms.core.extensions import db
from lms.core.letters import links_in
from lms.core.mail import Mail

LMS = Path(__file__).resolve().parents[2] / "lms"
#: Stands for every text that a person or a module could bring along; a lock screen must not show it.
TELLING = "Telling Words"
LINK = "https://sabak.example.org/ky/somewhere"


def kinds():
    """Room and kind of every mail that has a template."""
    bodies = LMS.glob("*/templates/*/emails/*.body.txt")
    return sorted((path.parents[1].name, path.name.removesuffix(".body.txt")) for path in bodies)


#: What stands for a name, by what its name says it is; anything else is a text that could tell too much.
SAMPLES = (
    (r"(address|link|url)$", LINK),
    (r"(_at|moment)$", datetime(2026, 11, 16, 4, 0, tzinfo=UTC)),
    (r"(_on|day|until|expires)$", date(2026, 11, 16)),
    (r"(count|hours|days|minutes|months|number)$", 3),
    (r"^(is|has|may)_", True),
    # Who invites may be said at once: without it an invitation looks like a fraud.
    (r"^institution$", "Talas District Court"),
    (r"(lines|rows|items)$", [TELLING]),
)


def sample(name):
    """Something to put in the place of a name."""
    return next((value for pattern, value in SAMPLES if re.search(pattern, name)), TELLING)


def rendered(app, room, kind, part, **facts):
    name = f"{room}/emails/{kind}.{part}.txt"
    source, _file, _fresh = app.jinja_env.loader.get_source(app.jinja_env, name)
    asked = meta.find_undeclared_variables(app.jinja_env.parse(source)) - set(app.jinja_env.globals)
    return app.jinja_env.get_template(name).render({**{n: sample(n) for n in asked}, **facts}).strip()


def problems_of(subject, body):
    """What breaks a rule of mails, in words."""
    links = links_in(body)
    if not subject or "\n" in subject:
        yield f"The subject is not one line: {subject!r}"
    if links_in(subject):
        yield "The subject holds a link."
    if len(links) != 1:
        yield f"There must be exactly one link; there are {links}."
    if links_in(body.strip().split("\n", 1)[0]):
        yield "The first line is a link; say first what it is about."


def inspect_mails():
    """After each test: every mail that it wrote and that was not delivered keeps to the rules."""
    written = select(Mail.kind, Mail.subject, Mail.body).where(Mail.body != "")
    for kind, subject, body in db.session.execute(written):
        assert list(problems_of(subject, body)) == [], f"Mail “{kind}”"
