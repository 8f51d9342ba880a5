"""What can happen to invitations and calls, by subject: one file each."""

from lms.invitations.services.answering import accept, ask_again, decline
from lms.invitations.services.calls import add_place, change_seats, close_call, open_call, plan_call
from lms.invitations.services.forgetting import forget_person, forget_unused
from lms.invitations.services.handing_out import codes_for, hand_out, keep_codes, renew
from lms.invitations.services.inviting import LASTS, Asked, Guest, invite, note_mailed, withdraw

__all__ = [
    "LASTS",
    "Asked",
    "Guest",
    "accept",
    "add_place",
    "ask_again",
    "change_seats",
    "close_call",
    "codes_for",
    "decline",
    "forget_person",
    "forget_unused",
    "hand_out",
    "invite",
    "keep_codes",
    "note_mailed",
    "open_call",
    "plan_call",
    "renew",
    "withdraw",
]
