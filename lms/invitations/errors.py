"""Refusals of this room."""


class InvitationSpent(Exception):
    """The invitation was used, declined, withdrawn or has expired in the meantime."""


class NotInvited(Exception):
    """The invitation is for another e-mail or phone than that of the account."""


class NoSeats(Exception):
    """The call has fewer seats than people are chosen. ``left`` says how many it has."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class CallClosed(Exception):
    """The call is not open on this day."""


class SeatsTaken(Exception):
    """There cannot be fewer seats than are taken. ``taken`` says how many are."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken
