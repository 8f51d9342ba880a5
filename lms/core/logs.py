"""What the server writes about itself: one line a request, and what went wrong; never names, answers or addresses.

In production a line is a JSON object, so that a collector need not guess. A request is known by its number, the
endpoint (never the path, which may hold a code), status, time taken and a pseudonym of whoever asked, which changes
with the secret key. Whatever else is logged goes through one filter that takes out contacts, codes and stored values.
"""

import hashlib
import hmac
import logging
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request
from pythonjsonlogger.json import JsonFormatter

REQUESTS = logging.getLogger("sabak.requests")
HIDDEN = "[hidden]"
PSEUDONYM_LENGTH = 12
MILLISECONDS = 1000

View = Callable[..., Any]

_PRIVATE = re.compile(
    r"[^\s@<>\"'(),;]+@[^\s@<>\"'(),;]+"  # an e-mail address
    r"|\+\d[\d\s()-]{8,}\d|\b0\d{9}\b"  # a phone number
    r"|\b[0-9A-HJKMNP-TV-Z]{4}(?:-?[0-9A-HJKMNP-TV-Z]{4}){3,6}(?:-?[0-9A-HJKMNP-TV-Z]{1,3})?\b"  # a printed code
    r"|(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Za-z0-9_-]{40,}"  # the secret of a link or of a sign-in
)
#: What a database adds to its complaint: the row it refused.
_VALUES = re.compile(r"(DETAIL:|Failing row contains|\[parameters:).*", re.DOTALL)


def redacted(text: str) -> str:
    """The text without what could say who did what. Identifiers of rows and requests stay."""
    return _PRIVATE.sub(HIDDEN, _VALUES.sub(HIDDEN, text))


class Redaction(logging.Filter):
    """Takes private things out of a line and of the error it tells of, and adds which request it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), None
        if record.exc_info:
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        if has_request_context():
            record.request_id, record.endpoint = g.get("request_id"), request.endpoint
        return True


class Json(JsonFormatter):
    """UTC to the millisecond; a line end inside a text cannot begin another line."""

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802  (theirs)
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def write_json(stream: TextIO) -> logging.Handler:
    """Send everything that is logged to this stream, a JSON object a line, instead of to wherever it went."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    handler.addFilter(Redaction())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    return handler


def pseudonym(app: Flask, identity: object) -> str:
    """The same for the same person, and no way back to the person without the secret key."""
    key = str(app.config["SECRET_KEY"]).encode()
    return hmac.new(key, str(identity).encode(), hashlib.sha256).hexdigest()[:PSEUDONYM_LENGTH]


def unnamed(view: View) -> View:
    """Requests to this view are logged without their actor: what is said there is said anonymously."""
    view.is_unnamed = True  # type: ignore[attr-defined]
    return view


def write_request(app: Flask, response: Response) -> None:
    """One line for a request that was answered."""
    # Only if somebody has looked at who it is: a picture must not ask the database for the sake of a log.
    actor = vars(g._get_current_object()).get("_login_user")  # noqa: SLF001
    facts: dict[str, Any] = {
        "method": request.method,
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.began) * MILLISECONDS, 1),
        "bytes": response.content_length,
    }
    view = app.view_functions.get(request.endpoint or "")
    if actor is not None and actor.is_authenticated and not getattr(view, "is_unnamed", False):
        facts["actor"] = pseudonym(app, actor.id)
    REQUESTS.info("answered", extra=facts)


def init_app(app: Flask) -> None:
    """JSON in production; elsewhere the plain lines that a person reads, through the same filter."""
    if not app.config["PRODUCTION"]:
        for handler in app.logger.handlers:
            handler.addFilter(Redaction())
        return
    app.logger.handlers.clear()
    write_json(sys.stderr)

    @app.after_request
    def tell(response: Response) -> Response:
        write_request(app, response)
        return response
