"""Where people work: regions, kinds of institution, the directory, its tree and its history.

Enrolments freeze an institution's id, type and region. So a change here never alters what was recorded; it alters
whose part of the tree the record counts to.
"""

from flask import Flask

from lms.institutions import events, models, tasks

__all__ = ["events", "init_app", "models", "tasks"]


def init_app(app: Flask) -> None:
    """Switch the room on."""
