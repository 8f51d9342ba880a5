"""How a program shows whose it is: by a token in the header ``Authorization``, and by nothing else.

``Bearer`` as RFC 6750 says; ``Basic`` (RFC 7617) with the token as password too, because Excel and Power BI offer a
field for that and none for the other. A cookie opens nothing here, so no page can make a browser read for it.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from lms.api import queries, services
from lms.api.errors import TooOften
from lms.api.models import ApiToken
from lms.api.policies import ApiPermission
from lms.core import clock, policy
from lms.core.errors import answer
from lms.core.transactions import roll_back

View = Callable[..., ResponseReturnValue]
SECONDS_TO_WAIT = "60"


def by_token(permission: ApiPermission) -> Callable[[View], View]:
    """State the permission of an address for programs; the view is handed the token first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            at = clock.now()
            token = queries.token_behind(_secret(), at)
            if token is None:
                return _who_asks()
            act_for(token)
            policy.check(permission, token.account, None)
            token_id = token.id
            roll_back()  # nothing was written; the count is kept apart
            try:
                services.note_reading(token_id, at=at)
            except TooOften:
                refused = answer(HTTPStatus.TOO_MANY_REQUESTS)
                refused.headers["Retry-After"] = SECONDS_TO_WAIT
                return refused
            return view(token, **values)

        guarded.permission = permission.value  # type: ignore[attr-defined]
        return guarded

    return decorate


def act_for(token: ApiToken) -> None:
    """Who the request is from now on; whoever the browser's cookie names is forgotten."""
    g._login_user = token.account  # noqa: SLF001  (where Flask-Login keeps it)


def _secret() -> str:
    credentials = request.authorization
    if credentials is None:
        return ""
    given = credentials.token if credentials.type == "bearer" else credentials.password
    return given or ""


def _who_asks() -> Response:
    refused = answer(HTTPStatus.UNAUTHORIZED)
    refused.headers.add("WWW-Authenticate", 'Bearer realm="sabak"')
    refused.headers.add("WWW-Authenticate", 'Basic realm="sabak", charset="UTF-8"')
    return refused
