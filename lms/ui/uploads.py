"""Answers to forms that a script sends, because it shows how far a file is (``static/js/upload.js``).

A redirect would be followed before the script can see it, and what the next page says once would be said to nobody.
"""

from http import HTTPStatus

from flask import Flask, Response, request

from lms.core.sizes import most_bytes

BY_SCRIPT = "X-Upload"


def name_the_page(response: Response) -> Response:
    """The address of the next page, for the script to go there."""
    if BY_SCRIPT in request.headers and request.method == "POST" and response.location:
        response.status_code = HTTPStatus.NO_CONTENT
        response.set_data(b"")
    return response


def init_app(app: Flask) -> None:
    app.jinja_env.globals["most_bytes"] = most_bytes
    app.after_request(name_the_page)
