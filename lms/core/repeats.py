"""A name that an address says twice: one reader would take the first value and another the last, so nobody takes any.

No page of ours asks for a name twice. In forms some do (the options that somebody has ticked); each field says itself
whether it reads one value, the first, or all.
"""

from http import HTTPStatus

from flask import Flask, abort, request


def init_app(app: Flask) -> None:
    @app.before_request
    def refuse_repeats() -> None:
        if b"&" in request.query_string and any(len(values) > 1 for _name, values in request.args.lists()):
            abort(HTTPStatus.UNPROCESSABLE_ENTITY)
