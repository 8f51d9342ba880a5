"""Reports that were submitted: frozen with their figures, rules and text, never edited, only superseded.

A report begins as a draft with a text of its own. Submitting counts every table that it holds once more, for the
project team and for the donor, in the three languages, and keeps the result as one immutable document with a digest.
All files are made from that document, so that they say the same for ever, whatever happens to the live data.
"""

from flask import Flask

from lms.releases import exports, models, policies, tasks
from lms.releases.views import bp, results

__all__ = ["exports", "init_app", "models", "policies", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
    app.register_blueprint(results)
