"""What browsers tell of our content policy: something on a page of ours wanted to run or to load what may not.

Anybody may send anything here, so nothing is believed, kept or answered: a line of the server's log says which rule,
from where it was to come and on which page, in words of ours or as a bare host, and only so many in a minute. Never the
address, what was asked, a piece of the page, or who it was.
"""

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from lms.core.extensions import csrf
from lms.core.headers import REPORTS
from lms.core.policy import public

log = logging.getLogger("sabak.violations")

TYPES = frozenset({"application/csp-report", "application/reports+json"})
MOST_BYTES = 16 * 1024
#: A page that is attacked, or a browser with an odd extension, tells the same again and again.
MOST_OF_ONE, MOST_IN_A_MINUTE = 5, 30
MINUTE = 60.0
_RULE = re.compile(r"[a-z]{3,20}(?:-[a-z]{2,10}){0,3}")
_HOST = re.compile(r"[a-z0-9.-]{1,100}")
_WORDS = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self"})
UNKNOWN = "unknown"


@dataclass
class Sluice:
    """Lets so many through in a minute; one for each process."""

    began: float = 0.0
    passed: int = 0
    lock: Lock = field(default_factory=Lock)

    def is_open(self, at: float) -> bool:
        with self.lock:
            if at - self.began >= MINUTE:
                self.began, self.passed = at, 0
            self.passed += 1
            return self.passed <= MOST_IN_A_MINUTE


sluice = Sluice()


@csrf.exempt  # a browser sends it by itself and knows no token; nothing is done in anybody's name
@public
def take_report() -> Response:
    """Write down what is told, if there is room."""
    request.max_content_length = MOST_BYTES
    if request.mimetype not in TYPES:
        abort(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    for told in list(_told(request.get_data()))[:MOST_OF_ONE]:
        if sluice.is_open(time.monotonic()):
            log.warning("The content policy was broken", extra=told)
    # Said here, so that nobody asks who is signed in for the sake of a header.
    return Response(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _told(content: bytes) -> Iterator[dict[str, str]]:
    """Each report in words of ours; nothing of what is no report."""
    try:
        sent = json.loads(content)
    except (ValueError, RecursionError):
        return
    for report in sent if isinstance(sent, list) else [sent]:
        if not isinstance(report, dict):
            continue
        body = report.get("csp-report", report.get("body"))
        if isinstance(body, dict):
            yield _in_words(body)


def _in_words(body: dict[str, Any]) -> dict[str, str]:
    """Browsers spell the same facts in two ways."""

    def said(*names: str) -> str:
        found = next((body[name] for name in names if name in body), "")
        return found if isinstance(found, str) else ""

    rule = said("effectiveDirective", "effective-directive", "violated-directive").partition(" ")[0]
    return {
        "rule": rule if _RULE.fullmatch(rule) else UNKNOWN,
        "blocked": _source(said("blockedURL", "blocked-uri")),
        "page": _page(said("documentURL", "document-uri")),
    }


def _source(address: str) -> str:
    """A host, or a word for what has none."""
    if address in _WORDS:
        return address
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return UNKNOWN
    if parts.scheme in ("http", "https"):
        return host if _HOST.fullmatch(host) else UNKNOWN
    return "extension" if parts.scheme.endswith("-extension") else UNKNOWN


def _page(address: str) -> str:
    """The endpoint and never the address, which may hold a code."""
    adapter = request_ctx.url_adapter
    try:
        path = urlsplit(address).path
        endpoint = adapter.match(path, method="GET")[0] if adapter is not None else None
    except (ValueError, HTTPException, RequestRedirect):
        return UNKNOWN
    return str(endpoint) if endpoint else UNKNOWN


def init_app(app: Flask) -> None:
    app.add_url_rule(REPORTS, "take_report", take_report, methods=["POST"])
