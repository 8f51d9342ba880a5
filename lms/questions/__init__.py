"""Questions: what they are, how each kind is shown and marked, their versions."""

from flask import Blueprint, Flask

from lms.questions import models

__all__ = ["init_app", "models"]

#: No route: only the place where each kind's template is found.
bp = Blueprint("questions", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
