"""Training modules and editions."""

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, add_module, publish_edition
from lms.core import clock
from lms.core.extensions import db
from tests.support.packs import small_module


def make_edition(document=None, *, is_reviewed=True, **changes):
    """A published module; its first edition."""
    document = document or small_module(**changes)
    module = add_module(document, by=None, at=clock.now())
    review = ReviewFacts(is_reviewed, clock.local_day(clock.now()) if is_reviewed else None)
    edition = publish_edition(module, document, change=EditionChange.FIRST, review=review, by=None, at=clock.now())
    db.session.commit()
    return edition
