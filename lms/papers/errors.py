"""Refusals of tests on paper."""


class NothingToAsk(Exception):
    """The edition has no questions for this test."""


class UnknownCode(Exception):
    """No sheet that this person could claim has this code: there is none, or it is somebody else's, or it has ended."""


class AnotherEdition(Exception):
    """The sheet was printed from a text that asks or answers otherwise than the one the person studies."""


class TypedByYou(Exception):
    """Whoever typed the answers in cannot claim the sheet."""


class SheetOver(Exception):
    """The sheet is handed in or ended; nothing is typed in any more."""


class Overtaken(Exception):
    """Somebody else has saved the sheet since this page was opened."""
