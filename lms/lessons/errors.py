"""Refusals of reading."""

from lms.enrolments.models import Closure
from lms.enrolments.queries import Study


class NotStarted(Exception):
    """The person has not begun this module; its overview says how."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class ModuleShut(Exception):
    """The edition was withdrawn, or the last day to finish is over."""

    def __init__(self, study: Study, closure: Closure) -> None:
        super().__init__(closure)
        self.study, self.closure = study, closure


class NothingChosen(Exception):
    """A knowledge check was sent without an answer."""


class PathChanged(Exception):
    """The decision was for a place where the story no longer stands: another tab has gone on."""
