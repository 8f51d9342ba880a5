"""Headers of every answer, our own: no third-party host, no inline script, no frame, nothing private in a cache."""

import secrets

from flask import Flask, Response, g, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

#: Where browsers tell what the policy has kept from a page (``violations``).
REPORTS, REPORTS_NAME = "/policy-reports", "policy"
POLICY = "; ".join(  # one directive a line
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
        f"report-uri {REPORTS}",  # what older browsers know
        f"report-to {REPORTS_NAME}",
    )
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "Reporting-Endpoints": f'{REPORTS_NAME}="{REPORTS}"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
#: What Flask says of every file it sends: ask again, but do keep it. As good as nothing.
NOTHING_SAID = "no-cache"
HSTS = "max-age=31536000; includeSubDomains"


def init_app(app: Flask) -> None:
    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def add_headers(response: Response) -> Response:
        said_already = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  (several of a name)
        for name, value in FIXED.items():
            if name.lower() not in said_already:
                response.headers.add(name, value)
        if app.config["SECURE"]:
            response.headers["Strict-Transport-Security"] = HSTS
        response.headers["X-Request-Id"] = g.get("request_id", "")
        said = response.headers.get("Cache-Control", NOTHING_SAID)
        if said == NOTHING_SAID and request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store" if keeps_secrets(response) else "no-cache"
        response.vary.update(("Cookie", "Save-Data"))
        return response


def kept_apart(page: ResponseReturnValue, status: int | None = None) -> Response:
    """A page that is not for search engines and not for caches."""
    response = make_response(page)
    if status is not None:
        response.status_code = status
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


def keeps_secrets(response: Response) -> bool:
    """A page of somebody signed in, or one that sets a cookie, must stay in no cache."""
    return "Set-Cookie" in response.headers or bool(current_user and current_user.is_authenticated)
