"""Refusals of taking part."""


class ModuleClosed(Exception):
    """Retired, withdrawn or not published: nobody may start it."""


class ConsentMissing(ModuleClosed):
    """The person has taken back the consent without which no training record may be kept."""


class EnrolmentEnded(Exception):
    """Completed or left: nothing more is recorded."""
