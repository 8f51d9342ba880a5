"""Refusals of taking part."""


class ModuleClosed(Exception):
    """Retired, withdrawn or not published: nobody may start it."""


class ConsentMissing(ModuleClosed):
    """The consent without which no training record may be kept was taken back, or never asked for."""


class EnrolmentEnded(Exception):
    """Completed or left: nothing more is recorded."""


class NothingToCorrect(Exception):
    """Everything is stated already; what was stated is not changed afterwards."""


class FinalNotPassed(Exception):
    """The final quiz is among what is missing; nobody's word stands in for passing it."""
