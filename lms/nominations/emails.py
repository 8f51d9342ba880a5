"""The mail that invites; the words are in ``templates/nominations/emails``."""

from datetime import datetime

from flask import current_app

from lms.core import clock, mail
from lms.core.codes import grouped
from lms.institutions import queries as directory
from lms.invitations.models import Invitation


def invitation(row: Invitation, code: str, *, at: datetime) -> None:
    """In the language the institution chose for it. One link, which is also the code to type."""
    if row.email is None:
        return
    day = clock.local_day(at)
    mail.write(
        "nominations",
        "invitation",
        row.email,
        language=row.language,
        at=at,
        address=f"{current_app.config['SITE_URL']}/i/{grouped(code)}",
        institution=lambda: directory.name_on(row.institution, day),
        until=row.expires_at,
        has_come=row.person_id is not None,
    )
