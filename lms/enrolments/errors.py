"""Refusals of taking part."""


class ModuleClosed(Exception):
    """Retired, withdrawn or not published: nobody may start it."""


class EnrolmentEnded(Exception):
    """Completed or left: nothing more is recorded."""
