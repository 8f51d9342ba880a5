"""What can happen to an enrolment: start, a step done, completed, left, moved to another edition."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from lms.catalogue.models import ModuleState, TrainingModule
from lms.catalogue.queries import document_of
from lms.core import clock, events
from lms.core.extensions import db
from lms.core.rows import changed
from lms.enrolments.errors import ConsentMissing, EnrolmentEnded, ModuleClosed
from lms.enrolments.events import CompletionTakenBack, EnrolmentMoved, ModuleCompleted, ModuleStarted, ProgressChanged
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.enrolments.queries import steps_of
from lms.enrolments.requirements import is_complete, requirements_of
from lms.institutions.models import NATIONAL, NOT_STATED_REGION, Institution
from lms.people.ages import age_band
from lms.people.models import Person, Purpose, Workplace, WorkplaceState
from lms.people.queries import consent_in_force, current_workplace

#: Enrolments among which the forms of a module are counted.
LOOKED_AT = 1000


def start_module(person: Person, module: TrainingModule, *, language: str, at: datetime) -> Enrolment:
    """Enrol with the person's facts as they are now; the open enrolment if there is one already.

    Two clicks at once make one enrolment: a unique index allows one open enrolment per person and module, and the
    loser's request is answered again after a rollback.
    """
    present = open_enrolment(person.id, module.id)
    if present is not None:
        return present
    if module.state is not ModuleState.PUBLISHED or module.current_edition_id is None:
        raise ModuleClosed
    if consent_in_force(person.id, Purpose.STUDY) is None:  # withdrawn, or never asked: an invited role holder
        raise ConsentMissing
    enrolment = Enrolment(
        person_id=person.id,
        module_id=module.id,
        edition_id=module.current_edition_id,
        started_at=at,
        started_on=clock.local_day(at),
        language=language,
        pre_form=_next_form(module.id),
        **facts_as_of(person, current_workplace(person.id), at=at),
    )
    enrolment.state = EnrolmentState.OPEN
    db.session.add(enrolment)
    db.session.flush()
    events.emit(ModuleStarted(enrolment.id, person.id, at))
    return enrolment


def open_enrolment(person_id: UUID, module_id: UUID) -> Enrolment | None:
    query = select(Enrolment).where(
        Enrolment.person_id == person_id, Enrolment.module_id == module_id, Enrolment.state == EnrolmentState.OPEN
    )
    return db.session.scalars(query).one_or_none()


def facts_as_of(person: Person, workplace: Workplace | None, *, at: datetime) -> dict[str, object]:
    """What an enrolment freezes: reports read this and never today's profile."""
    is_refused = workplace is not None and workplace.state is WorkplaceState.REFUSED  # then it is not the person's
    institution = workplace.institution if workplace is not None and not is_refused else None
    return {
        "sex": person.sex.value,
        "birth_year": person.birth_year,
        "age_band": age_band(person.birth_year, clock.local_day(at).year),
        "profession_code": person.profession_code,
        "institution_id": institution.id if institution else None,
        "institution_type": institution.type_code if institution else None,
        "region_code": _region(person, institution),
        "workplace_confirmed": workplace is not None and workplace.state is WorkplaceState.CONFIRMED,
    }


def _region(person: Person, institution: Institution | None) -> str:
    """The institution's region; for a national body where the person works, if that was said."""
    if institution is not None and institution.region_code != NATIONAL:
        return institution.region_code
    if institution is not None:
        return NATIONAL
    return person.region_code or NOT_STATED_REGION


def _next_form(module_id: UUID) -> str:
    """Forms A and B by turns, so that each serves as pre-test equally often; chance decides a tie.

    Asked of the newest enrolments of all modules, so that it takes no longer as they become more; where few begin a
    module, chance decides.
    """
    newest = select(Enrolment.module_id, Enrolment.pre_form).order_by(Enrolment.id.desc()).limit(LOOKED_AT).subquery()
    counts = select(newest.c.pre_form, func.count()).group_by(newest.c.pre_form)
    rows = db.session.execute(counts.where(newest.c.module_id == module_id))
    taken: dict[str, int] = {row[0]: row[1] for row in rows}
    a, b = taken.get("A", 0), taken.get("B", 0)
    if a == b:
        return secrets.choice("AB")
    return "A" if a < b else "B"


def record_step(enrolment: Enrolment, key: str, *, at: datetime) -> None:
    """Write down that a requirement is met; the first time counts. Completes the enrolment with the last one.

    The caller holds the lock on the enrolment, so that two last steps at once complete it once.
    """
    if enrolment.state is EnrolmentState.COMPLETED:
        return
    if enrolment.state is not EnrolmentState.OPEN:
        raise EnrolmentEnded
    done = steps_of(enrolment.id)
    if key in done:
        return
    db.session.add(Step(enrolment_id=enrolment.id, key=key, done_at=at))
    _complete_if_all_is_done(enrolment, {**done, key: at}, at=at)


def _complete_if_all_is_done(enrolment: Enrolment, done: dict[str, datetime], *, at: datetime) -> None:
    if not is_complete(requirements_of(document_of(enrolment.edition_id), done)):
        events.emit(ProgressChanged([enrolment.id], at))
        return
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.completed_at, enrolment.completed_on = at, clock.local_day(at)
    events.emit(ModuleCompleted(enrolment.id, enrolment.person_id, enrolment.module_id, at))


def take_back_step(enrolment: Enrolment, key: str, *, is_over: bool, at: datetime) -> None:
    """A requirement turned out not to be met: it is to be done again, and the completion that rested on it is none.

    The enrolment goes on; if it ``is_over``, or the person has begun the module anew meanwhile, it counts as left. The
    caller holds the lock on the enrolment.
    """
    changed(delete(Step).where(Step.enrolment_id == enrolment.id, Step.key == key))
    if enrolment.state is not EnrolmentState.COMPLETED:
        events.emit(ProgressChanged([enrolment.id], at))
        return
    begun_anew = open_enrolment(enrolment.person_id, enrolment.module_id) is not None
    enrolment.completed_at = enrolment.completed_on = None
    if not (is_over or begun_anew):
        enrolment.state = EnrolmentState.OPEN
    else:
        enrolment.state, enrolment.withdrawn_at = EnrolmentState.WITHDRAWN, at
    events.emit(CompletionTakenBack(enrolment.id, enrolment.person_id, at))


def note_place(enrolment: Enrolment, key: str) -> None:
    """Where the person is, for "Continue"."""
    if enrolment.state is EnrolmentState.OPEN:
        enrolment.place = key


def leave_module(enrolment: Enrolment, *, at: datetime) -> None:
    """The person leaves: withdrawn, which is not failed."""
    if enrolment.state is not EnrolmentState.OPEN:
        raise EnrolmentEnded
    enrolment.state, enrolment.withdrawn_at = EnrolmentState.WITHDRAWN, at


def move_to_edition(
    edition_id: UUID, *, told: Sequence[Enrolment] = (), silently: Sequence[Enrolment] = (), at: datetime
) -> None:
    """Go on in another edition: lessons with the same keys stay done. Those ``told`` see a notice.

    After a withdrawal the attempts on the old edition do not count: quizzes listen to the news.
    """
    for enrolment in silently:
        enrolment.edition_id = edition_id
    for enrolment in told:
        old, enrolment.edition_id, enrolment.moved_at = enrolment.edition_id, edition_id, at
        events.emit(EnrolmentMoved(enrolment.id, old, at))
    if moved := [enrolment.id for enrolment in (*silently, *told)]:
        events.emit(ProgressChanged(moved, at))
