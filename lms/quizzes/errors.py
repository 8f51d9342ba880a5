"""Refusals of the tests."""

from datetime import datetime


class QuizNotOpen(Exception):
    """Something before it is missing, the edition is closed, or the time for a pre-test is over."""


class NoTriesLeft(Exception):
    """Every try of the set is used; new ones open later."""


class TriesLeft(Exception):
    """There is still a try, the quiz is passed, or it cannot be taken any more: nothing is to be opened."""


class AlreadyPassed(Exception):
    """The final quiz is passed; there is nothing to win by another try."""


class AnotherOpen(Exception):
    """An attempt at this test is begun and not handed in."""


class Paused(Exception):
    """The next try opens at ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class AlreadyHandedIn(Exception):
    """The attempt is marked; nothing more is saved."""


class AttemptClosed(Exception):
    """The attempt does not count any more: its edition was withdrawn, or the person has left the module."""


class UnknownAnswer(Exception):
    """A write names a question that was not drawn, or an option that the question does not have."""


class TimeOver(Exception):
    """The time of the attempt and its grace are over; nothing more is saved."""


class NotThisQuestion(Exception):
    """Questions are shown one after the other, and this one was left behind or not reached yet."""


class ResultAwaited(Exception):
    """The attempt before is handed in and has no result yet."""


class NothingGiven(Exception):
    """An exception gives time or a try; time only where there is a limit."""
