"""The register of law: which texts and questions cite which act and article, and what has to be looked at again when
the law changes.
"""

from flask import Flask

from lms.laws import exports, models, policies, reminders, subscribers
from lms.laws.views import bp

__all__ = ["exports", "init_app", "models", "policies", "reminders", "subscribers"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
