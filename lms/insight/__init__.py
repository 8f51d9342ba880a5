"""What the answers say about the questions: figures for those who write them, never about a person.

Rows are counted in the database (`queries`), put to the questions as their keys stood (`answers`), worked out by
`lms.measures` (`figures`, `fairness`), hidden where they would speak of a few (`hiding`), and put into words (`words`).
"""

from flask import Flask

from lms.insight import policies
from lms.insight.views import bp

__all__ = ["init_app", "policies"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
    app.register_blueprint(bp)
