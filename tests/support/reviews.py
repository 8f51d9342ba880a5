"""Reviewers who answer checklists."""

from lms.authoring.checklist_queries import checklists
from lms.authoring.checklists import Answer, Said
from lms.authoring.models import ReviewKind
from lms.authoring.services import reviews
from lms.core import clock
from lms.core.extensions import db

YES = Answer(Said.YES)


def send(draft, author, change="first"):
    """The author sends the draft as it is."""
    return reviews.request_review(draft, change=change, by=author.id, at=clock.now())


def all_yes(kind):
    """Every line of the list answered with yes."""
    return {item.key: YES for item in checklists()[kind].items}


def sign(review, kind, reviewer, *, is_approval=True, answers=None, comment=None):
    given = all_yes(kind) if answers is None else answers
    said = ("" if is_approval else "Mend it.") if comment is None else comment
    return reviews.sign(
        review, kind, is_approval=is_approval, answers=given, comment=said, reviewer=reviewer, at=clock.now()
    )


def approve(review, gender_reviewer, rights_reviewer):
    """Every list that nobody has signed yet is approved by one of the two."""
    for kind in ReviewKind:
        if kind not in {signature.kind for signature in review.signatures}:
            sign(review, kind, gender_reviewer if kind in (ReviewKind.GENDER, ReviewKind.KYRGYZ) else rights_reviewer)
    db.session.flush()
