"""The data-quality queue: what is missing or doubtful in the record, each line with what mends it.

The pages hang beneath the reports. What is mended is mended by the room in which the data live; this room finds the
lines, sets aside what is right as it is, and keeps why.
"""

from flask import Flask

from lms.quality import exports, leaving, models, policies, retention, tasks
from lms.quality.views import bp

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
