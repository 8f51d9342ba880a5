"""Pairs of a pre-test and the first final attempt of one enrolment, for the gain.

The pre-test asks one form, the first final attempt holds the other; compared are the points on these two. Both must
have their result and count: an attempt on an edition that was withdrawn or replaced by another was set aside, and with
it the pair; a corrected spelling keeps it.
"""

from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.people.models import Purpose
from lms.people.queries import agreed_to
from lms.quizzes.models import Attempt, AttemptKind

#: Pairs come in steps of so many: what two looks differ by is never one person's.
STEP = 10


class Pair(NamedTuple):
    """Shares of the points of a form, exact, from 0 to 1."""

    before: Fraction
    after: Fraction


def pairs_of(module_id: UUID) -> list[Pair]:
    """Of people who agreed to evaluation, the oldest results first; a last few wait until there are ten more."""
    before, after = aliased(Attempt), aliased(Attempt)
    query = (
        select(before.points, before.points_possible, after)
        .join(after, after.enrolment_id == before.enrolment_id)
        .join(Enrolment, Enrolment.id == before.enrolment_id)
        .where(
            Enrolment.module_id == module_id,
            Enrolment.person_id.in_(agreed_to(Purpose.EVALUATION)),
            before.kind == AttemptKind.PRE_TEST,
            after.kind == AttemptKind.FINAL,
            after.form.is_not(None),
            *(one.released_at.is_not(None) & one.set_aside_at.is_(None) for one in (before, after)),
        )
        .order_by(after.released_at, after.id)
    )
    pairs = [
        Pair(Fraction(points or 0, possible), share)
        for points, possible, final in db.session.execute(query)
        if (share := share_of_form(final)) is not None
    ]
    return pairs[: len(pairs) - len(pairs) % STEP]


def share_of_form(attempt: Attempt) -> Fraction | None:
    """What a marked attempt earned of the points of the form in it; None if it holds no form."""
    if attempt.form is None or attempt.form_points is None:
        return None
    asked = document_of(attempt.edition_id).questions_by_key
    of_form = sum(asked[key].form == attempt.form for key, _options in attempt.drawn)
    return Fraction(attempt.form_points, attempt.scale * of_form) if of_form else None
