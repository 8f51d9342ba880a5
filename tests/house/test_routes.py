"""Routes are promises: each states its permission, is typed and lower-case, and once published stays."""

import re

import pytest

from lms.core import policy

#: Printed on paper or told to people: these addresses never change.
FIXED = [
    "/<language>/",
    "/<language>/sign-in",
    "/<language>/sign-out",
    "/<language>/register",
    "/<language>/modules",
    "/<language>/modules/<slug>",
    "/<language>/modules/<slug>/lessons/<lesson>",
    "/<language>/modules/<slug>/pre-test",
    "/<language>/modules/<slug>/quiz",
    "/<language>/my-learning",
    "/<language>/my-learning/certificates",
    "/<language>/profile",
    "/<language>/studio",
    "/<language>/studio/reviews",
    "/<language>/reports",
    "/<language>/admin",
    "/<language>/help",
    "/<language>/privacy",
    "/<language>/accessibility",
    "/verify",
    "/verify/<code>",
    "/healthz",
    "/readyz",
]


def plain(rule):
    """The rule without converters: ``/<any(ky,ru,en):language>/x`` is ``/<language>/x``."""
    return re.sub(r"<(?:[^<>:]+:)?([a-z_]+)>", r"<\1>", rule)


def shape(rule):
    """Names of path values do not matter to people."""
    return re.sub(r"<(?!language)[a-z_]+>", "<>", plain(rule))


def test_every_route_states_its_permission(app):
    silent = [name for name, permission in policy.routes(app).items() if not permission]

    assert silent == []


@pytest.mark.parametrize("address", FIXED)
def test_a_published_address_stays(app, address):
    known = {shape(rule.rule).rstrip("/") for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    assert shape(address).rstrip("/") in known


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
