"""Taking part: the frozen facts of an enrolment, what is done, when a module is completed."""

from flask import Flask

from lms.enrolments import exports, leaving, models, policies, retention, subscribers

__all__ = ["exports", "init_app", "leaving", "models", "policies", "retention", "subscribers"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
