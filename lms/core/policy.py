"""Who may do what. Every route states its permission, or the application does not start.

A permission is a ``StrEnum`` member ``room:thing:action``; exactly one function decides it:
``may_<action>(actor, subject) -> bool``. A refused subject looks absent (404) unless the rule says 403.

A route may also ask for a *fresh* proof (``fresh=True``): who took over an open computer or a stolen cookie must not be
able to take people's data away or to change who may do what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from inspect import signature
from typing import Any
from uuid import UUID

from flask import Flask, abort, g, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from lms.core import audit, clock

View = Callable[..., Any]
Decide = Callable[[Any, Any], bool]

#: How long a proof (password, and second step if there is one) is fresh enough for what ``fresh=True`` guards.
PROOF_LASTS = timedelta(minutes=10)


class ProofTooOld(Forbidden):
    """The person may, but has to prove again who is sitting there. Whoever knows how to sign in answers it."""


@dataclass(frozen=True)
class Rule:
    permission: str
    decide: Decide
    refusal: HTTPStatus


_rules: dict[str, Rule] = {}


def rule(permission: StrEnum, *, refusal: HTTPStatus = HTTPStatus.NOT_FOUND) -> Callable[[Decide], Decide]:
    """Register the one function that decides a permission."""

    def register(decide: Decide) -> Decide:
        known = _rules.get(permission.value)
        if known and known.decide is not decide:
            message = f"{permission.value} has two rules."
            raise RuntimeError(message)
        _rules[permission.value] = Rule(permission.value, decide, refusal)
        return decide

    return register


def allows(permission: str, subject: object = None) -> bool:
    """Whether the person at the page may; for templates and for views that offer choices."""
    actor = current_actor()
    return actor is not None and _rules[str(permission)].decide(actor, subject)


def current_actor() -> Any | None:
    """The account behind this request, or None."""
    # Where Flask-Login keeps it; a page asks often, and the way through its proxy is long.
    user = vars(g._get_current_object()).get("_login_user")  # noqa: SLF001
    if user is None:
        user = current_user._get_current_object() if current_user else None  # noqa: SLF001  (the proxy's own API)
    return user if user is not None and user.is_authenticated else None


def actor_id() -> UUID:
    """Whose act this is, for the log; every page that asks for somebody has one."""
    actor = current_actor()
    if actor is None:
        raise Unauthorized
    identity: UUID = actor.id
    return identity


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


class RolesAsleep(Forbidden):
    """The person may, once the second step at sign-in is set up and passed. Whoever knows how answers it."""


def requires(
    permission: StrEnum, *, on: Callable[..., Any] | None = None, fresh: bool = False
) -> Callable[[View], View]:
    """Sign in, load the subject (absent: 404), ask the rule, hand the subject to the view.

    ``fresh`` asks whoever may for another proof if the last is older than ``PROOF_LASTS``, then goes on from there.

    ``on`` is called with the values of the path, and with ``actor`` if it has a parameter of that name; the view
    receives what it returns as its first argument, and no path value that the loader took.
    """
    wants = set(signature(on).parameters) if on else set()

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            actor = current_actor()
            if actor is None:
                raise Unauthorized
            if on is None:
                check(permission, actor, None)
                ask_for_proof(actor, fresh=fresh)
                return view(**values)
            taken = {name: values.pop(name) for name in wants & set(values)}
            if "actor" in wants:
                taken["actor"] = actor
            subject = on(**taken)
            if subject is None:
                note_absence(permission, actor, taken)
                abort(HTTPStatus.NOT_FOUND)
            check(permission, actor, subject)
            ask_for_proof(actor, fresh=fresh)
            return view(subject, **values)

        guarded.permission = permission.value  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return decorate


def check(permission: StrEnum, actor: Any, subject: object) -> None:
    """Refuse with the rule's own status, and leave one audit row that says so. Raises ``RolesAsleep``."""
    decided = _rules[permission.value]
    if not decided.decide(actor, subject):
        if actor.roles_asleep:
            with actor.with_roles_awake():
                may_soon = decided.decide(actor, subject)
            if may_soon:
                raise RolesAsleep
        audit.record_refusal(actor.id, permission.value, subject, path=request.path)
        abort(decided.refusal)


def ask_for_proof(actor: Any, *, fresh: bool) -> None:
    """Raises ``ProofTooOld``. Asked after the rule, so that nobody learns from it what there is."""
    if fresh and not is_fresh(actor.proved_at, clock.now()):
        raise ProofTooOld


def is_fresh(proved_at: datetime | None, at: datetime) -> bool:
    """Whether a proof of this moment still counts; a sign-in in which nobody proved anything here has none."""
    return proved_at is not None and at - proved_at <= PROOF_LASTS


def note_absence(permission: StrEnum, actor: Any, values: Mapping[str, Any]) -> None:
    """Leave an audit row where something was asked for by its id and not found among what the actor may reach.

    Ids are random, so whoever has one that is not theirs had it from somewhere. Whether it is somebody else's or
    nobody's is not asked: both take the same way and the same time.
    """
    if any(isinstance(value, UUID) for value in values.values()):
        audit.record_refusal(actor.id, permission.value, path=request.path)


def refuse_silent_routes(app: Flask) -> None:
    """Stop the start if a route says neither ``requires`` nor ``public``, or a permission has no rule."""
    for route in app.url_map.iter_rules():
        permission = getattr(app.view_functions[route.endpoint], "permission", None)
        if permission is None:
            message = f"{route.rule} ({route.endpoint}) states no permission."
            raise RuntimeError(message)
        if permission != "public" and permission not in _rules:
            message = f"{permission} of {route.rule} has no rule."
            raise RuntimeError(message)


def routes(app: Flask) -> Mapping[str, str]:
    """Endpoint to permission, for the tests and the documentation."""
    return {name: getattr(view, "permission", "") for name, view in app.view_functions.items()}


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(allows=allows)

    @app.before_request
    def forget_actor() -> None:
        g.pop("_actor", None)
