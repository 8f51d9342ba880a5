"""What this room refuses."""


class TooManySaved(Exception):
    """The account keeps as many tables as one may keep."""
