"""The choice of language is remembered in this browser, so that pages without a language in their path follow it."""

from datetime import timedelta
from http import HTTPStatus

from flask import Flask, Response, g, request

from lms.core.i18n import LANGUAGE_COOKIE, LANGUAGES

A_YEAR = timedelta(days=365)


def init_app(app: Flask) -> None:
    """Remember the language of the pages a person reads."""

    @app.after_request
    def remember_language(response: Response) -> Response:
        is_page = request.method == "GET" and response.mimetype == "text/html" and response.status_code == HTTPStatus.OK
        code = (g.get("path_values") or {}).get("language")
        if is_page and code in LANGUAGES and request.cookies.get(LANGUAGE_COOKIE) != code:
            response.set_cookie(
                LANGUAGE_COOKIE, code, max_age=A_YEAR, secure=app.config["SECURE"], httponly=True, samesite="Lax"
            )
        return response
