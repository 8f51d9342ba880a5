"""Starting an attempt: its questions are drawn, its time begins, and it takes its place in the set of tries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.catalogue.queries import document_of
from lms.core import audit, events
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import Study
from lms.quizzes import drawing, queries
from lms.quizzes.errors import TriesLeft
from lms.quizzes.events import AttemptDue, TriesOpened
from lms.quizzes.models import Attempt, AttemptKind, Try, TrySet
from lms.quizzes.standing import Standing, read_standing
from lms.quizzes.timing import due_at


def start_attempt(study: Study, kind: AttemptKind, *, seed: int, by: UUID, at: datetime) -> Attempt:
    """The open attempt, or a new one with its questions drawn. Refuses with an error of this room.

    The caller holds the lock on the enrolment, so that what is read here is true; the place in the set is the wall.
    """
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, kind, at=at)
    if standing.open and not standing.is_closed:
        return standing.open
    if refusal := standing.refusal():
        raise refusal
    form = _form(study.enrolment, kind, is_first=not counted_finals(attempts))
    drawn = _draw(study, attempts, kind, form, seed=seed)
    draw = Draw(study.enrolment.edition_id, form, seed, drawn)
    return begin(study, attempts, standing, draw, by=by, at=at)


@dataclass(frozen=True)
class Draw:
    """What an attempt asks: questions of an edition in their order, and the seed that tells it again."""

    edition_id: UUID
    #: See ``Attempt.form``.
    form: str | None
    seed: int
    drawn: drawing.Drawn
    is_on_paper: bool = False


def begin(
    study: Study, attempts: Sequence[Attempt], standing: Standing, draw: Draw, *, by: UUID, at: datetime
) -> Attempt:
    """The attempt with this draw, in its place. The caller holds the lock and has asked ``standing.refusal``."""
    kind, document = standing.kind, document_of(draw.edition_id)
    if kind is AttemptKind.FINAL:
        _close_pre_test(attempts, at=at)
    scale = drawing.scale_of(document.questions_by_key[str(key)] for key, _options in draw.drawn)
    # A sheet of paper has no clock, and nobody sees which of its questions is looked at.
    has_rules = kind is AttemptKind.FINAL and not draw.is_on_paper
    attempt = Attempt(
        enrolment_id=study.enrolment.id,
        edition_id=draw.edition_id,
        kind=kind,
        number=1 + max((other.number for other in attempts if other.kind is kind), default=0),
        seed=draw.seed,
        drawn=draw.drawn,
        form=draw.form,
        is_on_paper=draw.is_on_paper,
        started_at=at,
        due_at=due_at(at, document.rules.minutes, standing.extra_minutes) if has_rules else None,
        reached=1 if has_rules and document.rules.one_way else 0,
        scale=scale,
        points_possible=len(draw.drawn) * scale,
    )
    db.session.add(attempt)
    if kind is AttemptKind.FINAL:
        _take_place(attempt, study, standing, at=at)
    if attempt.due_at is not None:
        events.emit(AttemptDue(attempt.id, attempt.due_at, at))
    audit.record(by, "quizzes.attempt.started", attempt, at=at, kind=kind.value, number=attempt.number)
    return attempt


def counted_finals(attempts: Sequence[Attempt]) -> list[Attempt]:
    return [one for one in attempts if one.kind is AttemptKind.FINAL and one.set_aside_at is None]


def _take_place(attempt: Attempt, study: Study, standing: Standing, *, at: datetime) -> None:
    """The next place of the set; the first of a new one if there is none to go on with."""
    tries = standing.set or _new_set(study, standing, at=at)
    db.session.add(Try(attempt=attempt, set=tries, place=standing.tries_used + 1))


def _new_set(
    study: Study, standing: Standing, *, at: datetime, opened_by: UUID | None = None, reason: str | None = None
) -> TrySet:
    """As large as the rule of the edition, and what the person was given beforehand."""
    tries = TrySet(
        person_id=study.enrolment.person_id,
        module_id=study.enrolment.module_id,
        number=standing.next_set,
        size=study.document.rules.attempts + standing.tries_promised,
        opened_at=at,
        opened_by_id=opened_by,
        reason=reason,
    )
    db.session.add(tries)
    return tries


def open_tries(study: Study, *, reason: str, by: UUID, at: datetime) -> TrySet:
    """New tries before they open by themselves. Raises TriesLeft. The caller holds the lock on the enrolment.

    Whoever opens them learns that all were used, and nothing of how they went.
    """
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, AttemptKind.FINAL, at=at)
    if not standing.is_used_up:
        raise TriesLeft
    tries = _new_set(study, standing, at=at, opened_by=by, reason=reason)
    audit.record(by, "quizzes.tries.opened", study.enrolment, at=at, reason=reason)
    events.emit(TriesOpened(study.id, study.enrolment.person_id, at))
    return tries


def _close_pre_test(attempts: Sequence[Attempt], *, at: datetime) -> None:
    """What was known before is not asked any more once the final quiz has been seen."""
    for attempt in attempts:
        if attempt.kind is AttemptKind.PRE_TEST and attempt.handed_in_at is None and attempt.set_aside_at is None:
            attempt.set_aside_at = at


def _form(enrolment: Enrolment, kind: AttemptKind, *, is_first: bool) -> str | None:
    """One form before, the other inside the first final attempt; later attempts never count for the gain."""
    if kind is AttemptKind.PRE_TEST:
        return enrolment.pre_form
    return drawing.other_form(enrolment.pre_form) if is_first else None


def _draw(
    study: Study, attempts: Sequence[Attempt], kind: AttemptKind, form: str | None, *, seed: int
) -> drawing.Drawn:
    if kind is AttemptKind.PRE_TEST:
        return drawing.draw_pre_test(study.document, form or study.enrolment.pre_form, seed=seed)
    if form:
        return drawing.draw_first_final(study.document, form, seed=seed)
    seen = Counter(key for attempt in attempts for key, _options in attempt.drawn)
    return drawing.draw_final(study.document, seen=seen, seed=seed)
