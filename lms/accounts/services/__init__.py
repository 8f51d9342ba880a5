"""What can happen to an account, by subject: one file each."""

from lms.accounts.services.contacts import Contact, normal_contact
from lms.accounts.services.links import (
    RESET_LASTS,
    account_to_help,
    help_in,
    make_link,
    send_reset_link,
    set_password,
    use_link,
)
from lms.accounts.services.own_data import (
    change_contact,
    change_workplace,
    correct_facts,
    correct_names,
    give_consent,
    withdraw_consent,
)
from lms.accounts.services.registering import (
    Registering,
    accept_invitation,
    begin_registration,
    discard_registration,
    forget_old_registrations,
    open_account,
    register,
)
from lms.accounts.services.roles import end_role, give_role, restore, suspend
from lms.accounts.services.sign_ins import (
    end_all_sign_ins,
    end_sign_in,
    end_sign_in_by_hash,
    open_sign_in,
    renew_sign_in,
    touch_later,
)
from lms.accounts.services.signing_in import enter, prove
from lms.accounts.services.throttling import Pace, forgive, take_try

__all__ = [
    "RESET_LASTS",
    "Contact",
    "Pace",
    "Registering",
    "accept_invitation",
    "account_to_help",
    "begin_registration",
    "change_contact",
    "change_workplace",
    "correct_facts",
    "correct_names",
    "discard_registration",
    "end_all_sign_ins",
    "end_role",
    "end_sign_in",
    "end_sign_in_by_hash",
    "enter",
    "forget_old_registrations",
    "forgive",
    "give_consent",
    "give_role",
    "help_in",
    "make_link",
    "normal_contact",
    "open_account",
    "open_sign_in",
    "prove",
    "register",
    "renew_sign_in",
    "restore",
    "send_reset_link",
    "set_password",
    "suspend",
    "take_try",
    "touch_later",
    "use_link",
    "withdraw_consent",
]
