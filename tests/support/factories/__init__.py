"""People and things for tests, made the way the platform makes them."""

from tests.support.factories.catalogue import make_edition
from tests.support.factories.certificates import make_certificate, make_completion
from tests.support.factories.enrolments import make_enrolment
from tests.support.factories.institutions import make_institution
from tests.support.factories.invitations import make_code, make_invitation
from tests.support.factories.people import agree_to_study, make_account, make_person

__all__ = [
    "agree_to_study",
    "make_account",
    "make_certificate",
    "make_code",
    "make_completion",
    "make_edition",
    "make_enrolment",
    "make_institution",
    "make_invitation",
    "make_person",
]
