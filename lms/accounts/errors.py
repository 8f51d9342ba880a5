"""Refusals of this room."""


class SignInRefused(Exception):
    """The e-mail or phone and the password do not match, or the account is suspended. Never says which."""


class TooManyTries(Exception):
    """Wait before the next try. ``seconds`` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
