"""How much a request may bring, where that is more than everywhere else."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request

MOST_BYTES = "most_bytes"


def takes_up_to(size: int) -> Callable[[Any], Any]:
    """Let this view take a body of so many bytes. It stands directly under the route."""

    def marked(view: Any) -> Any:
        setattr(view, MOST_BYTES, size)
        return view

    return marked


def most_bytes(endpoint: str) -> int:
    """How large a body this endpoint takes."""
    view = current_app.view_functions[endpoint]
    return int(getattr(view, MOST_BYTES, current_app.config["MAX_CONTENT_LENGTH"]))


def init_app(app: Flask) -> None:
    """Before anything reads the form: its token already does."""

    @app.before_request
    def open_wider() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        size = getattr(view, MOST_BYTES, None)
        if size is not None:
            request.max_content_length = size
