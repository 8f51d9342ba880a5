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


class ContactNotVerified(Exception):
    """Before the first certificate it must be known that the person can be reached."""


class CertificateEnded(Exception):
    """Revoked or corrected already: it stays as it is."""


class UnknownReason(Exception):
    """No reason with this code is in the list."""


class RevocationFinal(Exception):
    """The day in which it could be taken back is over, or it is not revoked at all."""


class NothingToCorrect(Exception):
    """What was asked for is what the certificate says already."""


class AlreadyAsked(Exception):
    """A request for this certificate waits for its decision."""


class AlreadyDecided(Exception):
    """The request was decided or taken back in the meantime."""
