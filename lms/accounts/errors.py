"""Refusals of this room."""


class SignInRefused(Exception):
    """The e-mail or phone and the password do not match, or the account is suspended. Never says which."""


class TooManyTries(Exception):
    """Wait before the next try. ``seconds`` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class ContactTaken(Exception):
    """There is an account with this e-mail or phone already."""


class InstitutionGone(Exception):
    """The institution that was chosen has left the list meanwhile: closed, joined to another, or taken back."""


class WeakPassword(Exception):
    """The password is too short or easy to guess. ``reason`` is one of ``passwords.Weakness``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LinkSpent(Exception):
    """The link was used, is too old, or never was one."""


class IdentityTaken(Exception):
    """The identity opens another account, or another identity opens this one."""


class WrongCode(Exception):
    """The digits, the recovery code or the passkey do not open the second step, or have been used before."""


class NoSecondStep(Exception):
    """The account has nothing for a second step."""


class OwnSecondStep(Exception):
    """Nobody takes away the own second step as an administrator; the profile asks for it first."""


class CodeRefused(Exception):
    """The code is not the one that was made, was used, or is too old. Never says which."""


class RequestDecided(Exception):
    """Somebody else has answered or declined this request already."""


class NothingToVerify(Exception):
    """The account has no contact that a code could verify: it is verified already, or a mailed link does it."""


class NeedsMail(Exception):
    """A link is only ever mailed, and there is no address or no mail."""


class OwnRole(Exception):
    """Nobody changes the own roles."""


class LastAdministrator(Exception):
    """Somebody must be left who can give roles."""


class RoleHeld(Exception):
    """The account holds this role for this scope already."""


class ScopeMissing(Exception):
    """A focal point needs a place in the tree of institutions."""


class AlreadyEnded(Exception):
    """The role has ended, or the account is (not) suspended already."""


class AlreadyClosing(Exception):
    """The account is about to be closed already."""


class NotClosing(Exception):
    """There is nothing to take back."""
