"""Who may do what here, what was done, what has failed, and names that wait for the list of institutions."""

from flask import Flask

from lms.admin import policies
from lms.admin.views import bp

__all__ = ["init_app", "policies"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
