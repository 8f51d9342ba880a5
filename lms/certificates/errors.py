"""Refusals of this room."""

from collections.abc import Sequence
from typing import Literal

NameProblem = Literal["hidden", "empty", "long", "foreign", "unprintable"]


class NameRefused(Exception):
    """The name cannot be printed as it is. ``letters`` are those that must go."""

    def __init__(self, problem: NameProblem, letters: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.letters = list(letters)


class NotCompleted(Exception):
    """The module is not completed, so there is nothing to certify."""


class CertificateEnded(Exception):
    """Revoked or corrected already: it stays as it is."""
