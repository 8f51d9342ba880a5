"""Refusals of this room."""


class AlreadyDecided(Exception):
    """Somebody else has decided about this name in the meantime."""


class NotListed(Exception):
    """The institution chosen as parent or as the same one is not in the list."""
