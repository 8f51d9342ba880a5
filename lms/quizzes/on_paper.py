"""Attempts that were answered with a pen: begun with the draw of a sheet, handed in by whoever typed the answers in.

They follow the rules of every other attempt: what must be done before, tries, pauses. Only the draw is older than
they are, and nothing can be saved on the screen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import Study
from lms.questions.kinds import kind_of
from lms.quizzes import drawing, queries, services
from lms.quizzes.errors import AnotherOpen, AttemptClosed
from lms.quizzes.models import Attempt, AttemptKind, Response
from lms.quizzes.queries import Sitting
from lms.quizzes.services import Draw
from lms.quizzes.standing import read_standing


def start_from_paper(
    study: Study,
    kind: AttemptKind,
    *,
    edition_id: UUID,
    form: str,
    seed: int,
    drawn: drawing.Drawn,
    by: UUID,
    at: datetime,
) -> Attempt:
    """An attempt that asks what the sheet asks. Raises AnotherOpen or what ``start_attempt`` raises.

    The caller holds the lock on the enrolment. A sheet is drawn before it is anybody's, so its form may be the one
    that the person has had: such a final counts, and not for the comparison of before and after.
    """
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, kind, at=at)
    if standing.open and not standing.is_closed:
        raise AnotherOpen
    if refusal := standing.refusal():
        raise refusal
    counted = _form(study.enrolment, attempts, kind, form)
    draw = Draw(edition_id, counted, seed, drawn, is_on_paper=True)
    return services.begin(study, attempts, standing, draw, by=by, at=at)


def form_wanted(enrolment: Enrolment, attempts: Sequence[Attempt], kind: AttemptKind) -> str | None:
    """The form that lets before and after be compared; None where it makes no difference any more."""
    if kind is AttemptKind.PRE_TEST:
        return None
    return None if services.counted_finals(attempts) else drawing.other_form(enrolment.pre_form)


def _form(enrolment: Enrolment, attempts: Sequence[Attempt], kind: AttemptKind, form: str) -> str | None:
    if kind is AttemptKind.PRE_TEST:
        enrolment.pre_form = form  # nothing of either form was seen so far
        return form
    return form if form_wanted(enrolment, attempts, kind) == form else None


def hand_in_from_paper(sitting: Sitting, answers: Mapping[str, Sequence[str]], *, by: UUID, at: datetime) -> Attempt:
    """Store what was typed in, and hand in as of now; again it changes nothing. Raises AttemptClosed.

    ``answers``: question key to an answer in the spelling of its kind. ``by`` typed it. The caller holds the locks on
    the enrolment and the attempt.
    """
    attempt = sitting.attempt
    if attempt.handed_in_at:
        return attempt
    if sitting.is_closed or not attempt.is_on_paper:
        raise AttemptClosed
    for asked in sitting.asked:
        chosen = kind_of(asked.question).read(asked.question, answers.get(asked.question.key, ()))
        if chosen:
            key = asked.question.key
            db.session.add(
                Response(
                    attempt_id=attempt.id,
                    question_key=key,
                    chosen=chosen,
                    revision=1,
                    write_id=f"paper-{key}",
                    saved_at=at,
                )
            )
    db.session.flush()
    sitting.__dict__.pop("answers", None)  # whatever was read before is not true any more
    audit.record(by, "quizzes.attempt.entered_from_paper", attempt, at=at, kind=attempt.kind.value)
    return services.close(sitting, at=at)
