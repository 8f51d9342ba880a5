"""What was not stated, stated afterwards: an act of its own, with a reason, and undone exactly.

A fact that was stated is never changed here: reports must stay what they were. The profile takes the fact for the
future; enrolments take it only where they were started without it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from lms.catalogue.queries import document_of
from lms.core import audit, events
from lms.core.extensions import db
from lms.core.models import new_id
from lms.core.rows import changed
from lms.enrolments.errors import FinalNotPassed, NothingToCorrect
from lms.enrolments.events import CompletionTakenBack, FactsCorrected
from lms.enrolments.models import Corrected, Enrolment, EnrolmentState, FactCorrection, Step
from lms.enrolments.queries import enrolments_of, steps_of
from lms.enrolments.requirements import FINAL_KEY, requirements_of
from lms.enrolments.services import open_enrolment
from lms.institutions.models import NOT_STATED_REGION, Institution
from lms.people.ages import NOT_STATED, age_band
from lms.people.models import Person, Sex, WorkplaceState
from lms.people.queries import current_workplace
from lms.people.services import refuse_minors, take_workplace

ACT = "enrolments.facts.corrected"
UNDO = "enrolments.facts.restored"


@dataclass(frozen=True)
class Facts:
    """What is stated now; None where nothing is."""

    sex: Sex | None = None
    birth_year: int | None = None
    institution: Institution | None = None


@dataclass(frozen=True)
class _Act:
    """Who states it, why, when, and what belongs together."""

    batch_id: UUID
    person: Person
    reason: str
    by: UUID
    at: datetime

    def write(self, fact: Corrected, before: Mapping[str, Any], after: Mapping[str, Any], on: UUID | None) -> None:
        db.session.add(
            FactCorrection(
                batch_id=self.batch_id,
                person_id=self.person.id,
                enrolment_id=on,
                fact=fact,
                before=_stored(before),
                after=_stored(after),
                reason=self.reason,
                made_by_id=self.by,
                made_at=self.at,
            )
        )


def state_facts(person: Person, facts: Facts, *, also_recorded: bool, reason: str, by: UUID, at: datetime) -> UUID:
    """Put them where nothing is stated: into the profile and, if wanted, the enrolments. The id to undo it by.

    The caller holds the lock on the person. Raises ``TooYoung``; ``NothingToCorrect`` if everything is stated already.
    """
    refuse_minors(facts.birth_year, at=at)
    act = _Act(new_id(), person, reason, by, at)
    count = _state_in_profile(act, facts)
    if also_recorded:
        count += sum(_state_on(act, enrolment, facts) for enrolment in enrolments_of(person.id))
    if not count:
        raise NothingToCorrect
    audit.record(by, ACT, person, at=at, reason=reason, rows=count)
    db.session.flush()
    events.emit(FactsCorrected(person.id, at))
    return act.batch_id


def _state_in_profile(act: _Act, facts: Facts) -> int:
    person, count = act.person, 0
    if facts.sex is not None and person.sex is Sex.NOT_STATED:
        act.write(Corrected.SEX, {"sex": person.sex}, {"sex": facts.sex}, None)
        person.sex, count = facts.sex, count + 1
    if facts.birth_year is not None and person.birth_year is None:
        act.write(Corrected.AGE, {"birth_year": None}, {"birth_year": facts.birth_year}, None)
        person.birth_year, count = facts.birth_year, count + 1
    return count + (_state_workplace(act, facts.institution) if facts.institution is not None else 0)


def _state_workplace(act: _Act, institution: Institution) -> int:
    present = current_workplace(act.person.id)
    if present is not None and present.state is not WorkplaceState.REFUSED:
        return 0
    take_workplace(act.person, institution.id, at=act.at, state=WorkplaceState.CONFIRMED, by=act.by)
    act.write(Corrected.AGENCY, {"institution_id": None}, {"institution_id": institution.id}, None)
    return 1


def _state_on(act: _Act, enrolment: Enrolment, facts: Facts) -> int:
    """Only what the enrolment was started without."""
    wanted: dict[Corrected, dict[str, Any]] = {}
    if facts.sex is not None and enrolment.sex == Sex.NOT_STATED:
        wanted[Corrected.SEX] = {"sex": facts.sex.value}
    if facts.birth_year is not None and enrolment.birth_year is None and enrolment.age_band == NOT_STATED:
        band = age_band(facts.birth_year, enrolment.started_on.year)
        wanted[Corrected.AGE] = {"birth_year": facts.birth_year, "age_band": band}
    if facts.institution is not None and enrolment.institution_id is None:
        place = facts.institution
        wanted[Corrected.AGENCY] = {"institution_id": place.id, "institution_type": place.type_code}
        if enrolment.region_code == NOT_STATED_REGION:
            wanted[Corrected.AGENCY]["region_code"] = place.region_code
    for fact, after in wanted.items():
        act.write(fact, {name: getattr(enrolment, name) for name in after}, after, enrolment.id)
        _put(enrolment, after)
    return len(wanted)


def missing_steps(enrolment: Enrolment) -> list[str]:
    """The required parts of the edition that are not on record, as keys of steps."""
    lines = requirements_of(document_of(enrolment.edition_id), steps_of(enrolment.id))
    return [line.key for line in lines if line.is_required and not line.is_done]


def show_steps(enrolment: Enrolment, *, reason: str, by: UUID, at: datetime) -> UUID:
    """The parts were done and not written down (on paper, in a room): they are on record from now on.

    The caller holds the lock on the enrolment. Raises ``NothingToCorrect``, ``FinalNotPassed``.
    """
    keys = missing_steps(enrolment)
    if enrolment.state is not EnrolmentState.COMPLETED or enrolment.completed_at is None or not keys:
        raise NothingToCorrect
    if FINAL_KEY in keys:
        raise FinalNotPassed
    act = _Act(new_id(), enrolment.person, reason, by, at)
    for key in keys:
        db.session.add(Step(enrolment_id=enrolment.id, key=key, done_at=enrolment.completed_at))
    act.write(Corrected.STEPS, {}, {"keys": keys}, enrolment.id)
    audit.record(by, "enrolments.steps.shown", enrolment, at=at, reason=reason, steps=keys)
    db.session.flush()
    return act.batch_id


def take_back_completion(enrolment: Enrolment, *, is_over: bool, reason: str, by: UUID, at: datetime) -> UUID:
    """What counts as completed was not: the person goes on where something is missing.

    If it ``is_over``, or the person has begun the module anew, this time counts as left. The caller holds the lock on
    the enrolment and has seen that no valid certificate stands on it. Raises ``NothingToCorrect``.
    """
    if enrolment.state is not EnrolmentState.COMPLETED or not missing_steps(enrolment):
        raise NothingToCorrect
    is_left = is_over or open_enrolment(enrolment.person_id, enrolment.module_id) is not None
    after: dict[str, Any] = {
        "state": EnrolmentState.WITHDRAWN if is_left else EnrolmentState.OPEN,
        "completed_at": None,
        "completed_on": None,
        "withdrawn_at": at if is_left else None,
    }
    act = _Act(new_id(), enrolment.person, reason, by, at)
    act.write(Corrected.COMPLETION, {name: getattr(enrolment, name) for name in after}, after, enrolment.id)
    _put(enrolment, after)
    audit.record(by, "enrolments.completion.taken_back", enrolment, at=at, reason=reason)
    db.session.flush()
    events.emit(CompletionTakenBack(enrolment.id, enrolment.person_id, at))
    return act.batch_id


def undo_corrections(corrections: Sequence[FactCorrection], person: Person, *, by: UUID, at: datetime) -> int:
    """As it was before, where nothing else has happened since. How many. The caller holds the lock on the person."""
    undone = 0
    for correction in corrections:
        if correction.undone_at is None and _is_undone(correction, person, at):
            correction.undone_at, correction.undone_by_id = at, by
            undone += 1
    if undone:
        audit.record(by, UNDO, person, at=at, rows=undone)
        db.session.flush()
        events.emit(FactsCorrected(person.id, at))
    return undone


def _is_undone(correction: FactCorrection, person: Person, at: datetime) -> bool:
    if correction.fact is Corrected.STEPS:
        mine = Step.enrolment_id == correction.enrolment_id, Step.key.in_(correction.after["keys"])
        return changed(delete(Step).where(*mine)) > 0
    if correction.enrolment_id is None and correction.fact is Corrected.AGENCY:
        return _leave_workplace(person, UUID(correction.after["institution_id"]), at)
    row: Any = person if correction.enrolment is None else correction.enrolment
    if _stored({name: getattr(row, name) for name in correction.after}) != correction.after:
        return False
    _put(row, _read(correction.before))
    return True


def _leave_workplace(person: Person, institution_id: UUID, at: datetime) -> bool:
    present = current_workplace(person.id)
    if present is None or present.institution_id != institution_id:
        return False
    take_workplace(person, None, at=at)
    return True


def corrections_of(person_id: UUID) -> Sequence[FactCorrection]:
    """What was stated afterwards, the newest first."""
    query = select(FactCorrection).where(FactCorrection.person_id == person_id)
    return db.session.scalars(query.order_by(FactCorrection.made_at.desc(), FactCorrection.id.desc())).all()


def corrections_for_update(batch_id: UUID) -> Sequence[FactCorrection]:
    """Locked, with the enrolments they are about: somebody may be finishing one at this moment."""
    query = select(FactCorrection).where(FactCorrection.batch_id == batch_id, FactCorrection.undone_at.is_(None))
    made = db.session.scalars(query.order_by(FactCorrection.id).with_for_update(of=FactCorrection)).all()
    about = select(Enrolment).where(Enrolment.id.in_([row.enrolment_id for row in made])).order_by(Enrolment.id)
    db.session.scalars(about.with_for_update(of=Enrolment), execution_options={"populate_existing": True}).all()
    return made


_MOMENTS = frozenset({"completed_at", "withdrawn_at"})


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps them."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else getattr(value, "value", value)


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """The other way."""
    read: dict[str, Any] = dict(values)
    for name, value in values.items():
        if value is None:
            continue
        if name == "institution_id":
            read[name] = UUID(value)
        elif name in _MOMENTS:
            read[name] = datetime.fromisoformat(value)
        elif name == "completed_on":
            read[name] = date.fromisoformat(value)
        elif name == "state":
            read[name] = EnrolmentState(value)
    return read


def _put(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
