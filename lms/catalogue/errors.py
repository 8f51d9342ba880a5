"""Refusals of the shelf."""


class NothingNew(Exception):
    """The document equals the current edition."""


class AnswerKeysDiffer(Exception):
    """A wording edition must have the same keys and the same answers as the edition it corrects."""


class DraftOvertaken(Exception):
    """Somebody else saved the draft since it was read."""


class AlreadyEnded(Exception):
    """The edition is withdrawn, or the module retired, already."""
