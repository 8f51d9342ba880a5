"""Refusals of the shelf."""


class NothingNew(Exception):
    """The document equals the current edition."""


class AnswerKeysDiffer(Exception):
    """A wording edition must have the same keys and the same answers as the edition it corrects."""


class CountsOtherwise(Exception):
    """The outputs and "core" of a module stay as in its first edition: numbers already reported rest on them."""


class DraftOvertaken(Exception):
    """Somebody else saved the draft since it was read."""


class AlreadyEnded(Exception):
    """The edition is withdrawn, or the module retired, already."""
