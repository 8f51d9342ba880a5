"""The tables of the reports for other tools: read-only, by personal tokens, described by OpenAPI.

Whoever may see a table on a page may let a program of theirs fetch it. A token is made by the person, holds for a time
and for one kind of tables, and can be ended at any moment; nothing else on the platform is opened by it, and no cookie
opens the API.
"""

from flask import Flask

from lms.api import exports, leaving, models, policies, retention, subscribers
from lms.api.views import bp, door

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "subscribers"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.register_blueprint(door)
