"""Slips with the codes of this room, in the language of whoever gets one."""

from datetime import datetime

from flask import current_app

from lms.accounts.models import Account
from lms.core.codes import grouped
from lms.core.i18n import _, speaking
from lms.documents.slips import Slip
from lms.ui.filters import long_datetime
from lms.ui.pages import site_path


def contact_slip(account: Account, code: str, *, until: datetime) -> Slip:
    """For somebody who is to show that the phone is theirs."""
    with speaking(account.person.language):
        return Slip(
            name=account.display_name,
            # i18n: on a printed slip, under the name of the person
            purpose=_("Your code to confirm how you can be reached. Sign in, open the address and enter the code."),
            code=grouped(code),
            address=f"{current_app.config['SITE_URL']}{site_path('profile/contact/confirm')}",
            language=account.person.language,
            note=works_until(until),
        )


def password_slip(account: Account, code: str, *, until: datetime) -> Slip:
    """For somebody who has lost the password and can get no mail."""
    with speaking(account.person.language):
        return Slip(
            name=account.display_name,
            # i18n: on a printed slip, under the name of the person
            purpose=_("Your code for a new password. Open the address, enter the code and choose a password."),
            code=grouped(code),
            address=f"{current_app.config['SITE_URL']}{site_path('sign-in/code')}",
            language=account.person.language,
            note=works_until(until),
        )


def works_until(until: datetime) -> str:
    """In the language that is spoken now."""
    # i18n: of a code; the moment ends with the time
    return _("It works once, until %(moment)s.", moment=long_datetime(until))
