"""Refusals of this room."""


class AlreadyAnswered(Exception):
    """One answers once."""
