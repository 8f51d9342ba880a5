"""Routes are promises: each states its permission, is typed and lower-case, and once published stays."""

import re
from enum import StrEnum
from types import SimpleNamespace

import pytest

import lms.app
from lms.core import policy
from tests.support import databases

#: Printed on paper or told to people: these addresses never change.
FIXED = [
    "/en/",
    "/en/sign-in",
    "/en/sign-in/reset",
    "/en/sign-out",
    "/en/register",
    "/en/modules",
    "/en/modules/practice",
    "/en/modules/practice/lessons/first",
    "/en/modules/practice/pre-test",
    "/en/modules/practice/quiz",
    "/en/my-learning",
    "/en/my-learning/certificates",
    "/en/profile",
    "/en/studio",
    "/en/studio/reviews",
    "/en/reports",
    "/en/admin",
    "/en/help",
    "/en/privacy",
    "/en/about",
    "/en/accessibility",
    "/verify",
    "/verify/0123456789ABCDEFGHJKMNPQRS",
    "/i",
    "/i/0123456789ABCDEF",
    "/provider/back",
    "/healthz",
    "/readyz",
]


def test_every_route_states_its_permission(app):
    silent = [name for name, permission in policy.routes(app).items() if not permission]

    assert silent == []


class Unruled(StrEnum):
    READ = "shed:tool:read"


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (lambda: "open", r"/shed \(shed\) states no permission"),
        (policy.requires(Unruled.READ)(lambda: "open"), "shed:tool:read of /shed has no rule"),
    ],
)
def test_an_application_with_a_route_that_nobody_guards_does_not_start(tmp_path, monkeypatch, view, complaint):
    shed = SimpleNamespace(init_app=lambda app: app.add_url_rule("/shed", endpoint="shed", view_func=view))
    monkeypatch.setattr(lms.app, "ROOMS", (*lms.app.ROOMS, shed))

    with pytest.raises(RuntimeError, match=complaint):
        lms.app.create_app(databases.config("sqlite", tmp_path))


@pytest.mark.parametrize("address", FIXED)
def test_a_published_address_stays(app, address):
    endpoint, _values = app.url_map.bind("localhost").match(address, method="GET")

    assert endpoint in app.view_functions


def test_addresses_are_lower_case_words(app):
    odd = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not re.fullmatch(r"[a-z0-9/\-.]*", re.sub(r"<[^<>]+>", "", rule.rule))
    ]

    assert odd == []


def test_ids_in_addresses_are_typed(app):
    untyped = [rule.rule for rule in app.url_map.iter_rules() if re.search(r"<[a-z_]*_id>", rule.rule)]

    assert untyped == []


def test_visitors_reach_only_what_is_public(app, browser):
    closed = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and policy.routes(app)[rule.endpoint] != "public"
        and set(rule.arguments) <= {"language"}
        and browser().visit(rule.rule.replace("<any(ky,ru,en):language>", "en"), follow=False).status
        not in (302, 303, 401)
    ]

    assert closed == []
