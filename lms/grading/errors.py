"""Refusals of marking, correcting and deciding."""


class TakenByAnother(Exception):
    """Somebody else works at this essay, or has marked it meanwhile; this opinion is not needed now."""


class GradeIsFixed(Exception):
    """The result is known to the learner, or a third person has been asked to decide: nothing is changed any more."""


class NothingChanges(Exception):
    """The key is as it was said to be already: somebody has pressed twice, or nothing was changed."""


class AlreadyDecided(Exception):
    """Somebody has decided about this pass, or nothing is to be decided any more."""
