"""Invitations with codes."""

from uuid import uuid4

from lms.core import clock
from lms.core.extensions import db
from lms.invitations import services
from lms.invitations.models import Invitation, Way
from lms.invitations.services import Asked, Guest
from tests.support.factories.institutions import make_institution
from tests.support.factories.people import make_account


def make_invitation(
    name="Асанова Айгүл Бакытовна",
    *,
    email="aigul@example.org",
    phone=None,
    institution=None,
    asked=None,
    by=None,
    at=None,
    language="en",
):
    """An open invitation of a court, by its focal point."""
    institution = institution or make_institution()
    by = by or make_account("focal_point", place=institution)
    guest = Guest(name=name, email=email, phone=phone, position="судья", language=language)
    list_id = uuid4()
    services.invite(institution, [guest], asked or Asked(), list_id=list_id, by=by.id, at=at or clock.now())
    db.session.commit()
    return db.session.query(Invitation).filter_by(list_id=list_id).one()


def make_code(invitation, way=Way.SLIP, *, at=None):
    """A code as it is handed out: the only moment at which it is known."""
    code = services.hand_out([invitation], way, by=invitation.invited_by_id, at=at or clock.now())[invitation.id]
    db.session.commit()
    return code
