"""What the register refuses."""


class AlreadyCleared(Exception):
    """Somebody else has cleared the text meanwhile."""
