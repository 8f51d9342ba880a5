"""Who takes part: the person, the name in several spellings, workplace, consent."""

from flask import Flask

from lms.people import events, exports, leaving, models, retention, subscribers

__all__ = ["events", "exports", "init_app", "leaving", "models", "retention", "subscribers"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
