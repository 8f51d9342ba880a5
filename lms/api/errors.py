"""What this room refuses."""


class TooOften(Exception):
    """The token was used more often than a minute allows; nothing was read."""


class TooManyTokens(Exception):
    """The account has as many live tokens as one may have."""
