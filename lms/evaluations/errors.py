"""Refusals of this room."""


class AlreadyAnswered(Exception):
    """One answers once."""


class AlreadyJudged(Exception):
    """By this person, or by two others."""
