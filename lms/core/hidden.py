"""Control characters, which nobody types: taken out of queries and forms before anybody reads them.

PostgreSQL stores no NUL, XML and HTML allow none of them, and in a header a line break begins another header. Tabs and
line ends stay. A path that holds one names nothing.
"""

import re
from functools import cached_property
from http import HTTPStatus

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
IN_PATHS = re.compile(r"[\x00-\x1f\x7f]")


class PlainRequest(Request):
    """A request as a person could have written it."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        return without_controls(super().args)

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = without_controls(self.__dict__["form"])


def without_controls(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """The same names and values; the same object if there is nothing to take out."""
    pairs = list(values.items(multi=True))
    if not any(CONTROLS.search(name) or CONTROLS.search(value) for name, value in pairs):
        return values
    return ImmutableMultiDict((CONTROLS.sub("", name), CONTROLS.sub("", value)) for name, value in pairs)


def init_app(app: Flask) -> None:
    app.request_class = PlainRequest

    @app.before_request
    def refuse_controls_in_paths() -> None:
        if IN_PATHS.search(request.path):
            abort(HTTPStatus.NOT_FOUND)
