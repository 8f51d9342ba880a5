"""Refusals of marking."""


class TakenByAnother(Exception):
    """Somebody else works at this essay, or has marked it meanwhile; this opinion is not needed now."""


class GradeIsFixed(Exception):
    """The result is known to the learner, or a third person has been asked to decide: nothing is changed any more."""
