"""What a person sees when something is not possible: a sentence, never a trace.

Missing rows become 404 in one place, a busy database 503 with Retry-After, everything unforeseen 500 with a number.
"""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from lms.core.extensions import login_manager
from lms.core.transactions import roll_back

log = logging.getLogger(__name__)

RETRY_SECONDS = "5"
_PAGES = {403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503, 507}
_LOOKS_LIKE = {405: 404, 410: 404, 415: 422, 507: 503, 400: 422}


class Busy(Exception):
    """The database could not serve this write in time; nothing was changed."""


def wants_json() -> bool:
    """Whether a script asks, which needs a status and not a page."""
    best = request.accept_mimetypes.best
    return request.is_json or request.path.startswith("/api/") or best == "application/json"


def answer(status: int, **facts: Any) -> Response:
    """The error page (or JSON) for a status, in the language of the page."""
    if wants_json():
        response = jsonify(error=HTTPStatus(status).phrase, id=g.get("request_id"))
    else:
        response = make_response(_page(_LOOKS_LIKE.get(status, status), **facts))
    response.status_code = status
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _page(status: int, **facts: Any) -> str:
    """The full page; where even that fails, a plain one in three languages."""
    draw = _draw_alone if status >= HTTPStatus.INTERNAL_SERVER_ERROR else render_template
    try:
        return draw(f"ui/errors/{status}.html", request_id=g.get("request_id"), **facts)
    except Exception:  # the last resort must not fail
        log.exception("The error page failed, request %s", g.get("request_id"))
        roll_back()
        return current_app.jinja_env.get_template("ui/errors/static.html").render(request_id=g.get("request_id"))


def _draw_alone(name: str, **facts: Any) -> str:
    """A page that asks the database nothing, because it may be the database that failed: nobody is signed in on it."""
    known = current_app.extensions.get("sabak_is_demonstration", False)
    template = current_app.jinja_env.get_template(name)
    return template.render(current_account=None, is_demonstration=lambda: known, **facts)


def is_busy(error: DBAPIError) -> bool:
    """SQLite's "database is locked", PostgreSQL's lock timeout, deadlock and lost connection."""
    text = str(error.orig).lower()
    signs = ("locked", "lock timeout", "lock_timeout", "deadlock", "connection", "too many clients", "busy")
    return any(sign in text for sign in signs)


def refuse(error: HTTPException) -> Response:
    """An answer with a status of its own: 404, 403, 413 …"""
    roll_back()
    status = error.code or 500
    if status < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    if status not in _PAGES and status not in _LOOKS_LIKE:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    response = answer(status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def absent(error: NoResultFound) -> Response:
    """A row that must exist does not: the same page as for an address that never was."""
    roll_back()
    return answer(404)


def overtaken(error: StaleDataError) -> Response:
    """Somebody else changed the row since it was read."""
    roll_back()
    return answer(409)


def busy(error: Busy | NoConnectionFree) -> Response:
    """Wait and try again: the lock, or every connection of the pool, is taken."""
    roll_back()
    ask_no_more()
    return answer(503)


def database_failed(error: DBAPIError) -> Response:
    roll_back()
    ask_no_more()
    if isinstance(error, OperationalError) or is_busy(error):
        log.warning("Database busy, request %s", g.get("request_id"))
        return answer(503)
    return unforeseen(error)


def ask_no_more() -> None:
    """Nobody is signed in for the rest of this request: who it is would be asked of the database that has failed.

    Each question would wait for the lock again, and its failure would take the place of this answer.
    """
    g._login_user = login_manager.anonymous_user()  # noqa: SLF001  (where Flask-Login keeps it)


def unforeseen(error: Exception) -> Response:
    """The last resort: a number for the log, no word about the cause."""
    roll_back()
    log.error("Request %s failed", g.get("request_id"), exc_info=error)
    return answer(500)


def init_app(app: Flask) -> None:
    for kind, handler in (
        (HTTPException, refuse),
        (NoResultFound, absent),
        (StaleDataError, overtaken),
        (Busy, busy),
        (NoConnectionFree, busy),
        (DBAPIError, database_failed),
        (Exception, unforeseen),
    ):
        app.register_error_handler(kind, handler)
