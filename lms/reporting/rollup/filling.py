"""How rows come into the roll-up: for some people at once, or for everybody in portions.

``refresh`` is the only act that writes rows. It may run twice and beside itself: the row of a person is locked, what
was there is removed, and what the enrolments say then is written.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, case, delete, func, insert, select, text, update

from lms.core import clock
from lms.core.extensions import db
from lms.core.rows import changed
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Person
from lms.reporting.cohorts import last_closed
from lms.reporting.dimensions import core_modules
from lms.reporting.rollup.closing import refresh_outcomes
from lms.reporting.rollup.firsts import add_quarters_up
from lms.reporting.rollup.known import Known
from lms.reporting.rollup.models import (
    VERSION,
    CountedCompletion,
    CountedModule,
    CountedPerson,
    CountedPlace,
    Rollup,
)
from lms.reporting.rollup.starting import refresh_starts, refresh_ways
from lms.reporting.rollup.state import last_cohort

#: People in one transaction when everybody is filled in: a few tenths of a second, so that saves wait no longer.
PORTION = 1000
#: People whose progress is followed at once, as when an edition is corrected.
MOST_AT_ONCE = 10_000

#: The same words on both databases. Whoever comes second finds the row there.
_NUMBER_PERSON = text("insert into report_people (person_id) values (:id) on conflict do nothing").bindparams(
    bindparam("id", type_=Uuid())
)
_NUMBER_MODULE = text(
    "insert into report_modules (module_id, is_core) values (:id, :is_core) on conflict do nothing"
).bindparams(bindparam("id", type_=Uuid()))
_NUMBER_PLACE = text("insert into report_places (institution_id) values (:id) on conflict do nothing").bindparams(
    bindparam("id", type_=Uuid())
)


def refresh(person_ids: Collection[UUID], known: Known | None = None) -> int:
    """Bring these people up to date, and whoever they are one with; how many completions they have."""
    if not person_ids:
        return 0
    counted, numbers = _all_locked(person_ids)
    _number_what_is_new(counted)
    changed(delete(CountedCompletion).where(CountedCompletion.person.in_(numbers)))
    known = known or Known()
    refresh_starts(_records_of(counted), numbers, known)
    refresh_outcomes(_records_of(counted), numbers, known)
    return changed(insert(CountedCompletion).from_select(list(_COLUMNS), _completions(counted)))


def refresh_ways_of(enrolment_ids: Sequence[UUID]) -> None:
    """These people have come further in what is not completed, or not as far; nothing else of the rows has changed.

    So many that a transaction would hold up the others are left to the night.
    """
    if len(enrolment_ids) > MOST_AT_ONCE:
        distrust()
        return
    people = db.session.scalars(select(Enrolment.person_id).where(Enrolment.id.in_(enrolment_ids)).distinct()).all()
    counted, numbers = _all_locked(people)
    refresh_ways(_records_of(counted), numbers)


def _all_locked(person_ids: Collection[UUID]) -> tuple[list[UUID], Sequence[int]]:
    counted, numbers = _locked(person_ids)
    while (grown := _counted(counted)) != counted:  # merged while we waited: whoever merged them saw nothing of ours
        counted, numbers = _locked(grown)
    return counted, numbers


def _counted(person_ids: Collection[UUID]) -> list[UUID]:
    """These people and whom they count as."""
    into = select(Person.merged_into_id).where(Person.id.in_(person_ids), Person.merged_into_id.is_not(None))
    return sorted({*person_ids, *db.session.scalars(into)})


def _locked(person_ids: Collection[UUID]) -> tuple[list[UUID], Sequence[int]]:
    """These people and whom they count as, with their numbers; nobody else writes their rows from now on."""
    counted = _counted(person_ids)
    records = db.session.scalars(_records_of(counted)).all()
    db.session.execute(_NUMBER_PERSON, [{"id": person_id} for person_id in sorted({*counted, *records})])
    locked = select(CountedPerson.number).where(CountedPerson.person_id.in_(counted))
    return counted, db.session.scalars(locked.order_by(CountedPerson.number).with_for_update()).all()


def refresh_of(enrolment_id: UUID) -> None:
    refresh([db.session.get_one(Enrolment, enrolment_id).person_id])


def was_begun() -> bool:
    """Whether it was ever made, or is being made: until then it need not follow anything."""
    return last_cohort() is not None


def distrust() -> int:
    """Rows were written that nobody tells of: until it is made anew, reports read the enrolments. The doubts so far."""
    doubted = update(Rollup).values(is_whole=False, doubts=Rollup.doubts + 1).returning(Rollup.doubts)
    return db.session.execute(doubted).scalar_one()


def rebuild(*, at: datetime, after_portion: Callable[[], None], progress: Callable[[int, int], None]) -> int:
    """Everybody, in portions that ``after_portion`` commits; how many completions. Reads meanwhile go another way.

    They go on doing so if somebody distrusted it or filled it in meanwhile: what was written then may be missing.
    """
    doubts = distrust()
    before = db.session.scalars(select(Rollup.filled_at)).one()
    db.session.execute(update(Rollup).values(last_cohort=last_closed(clock.local_day(at))))
    _tell_which_are_core()
    after_portion()
    people = _everybody()
    completions, known = 0, Known()
    for start in range(0, len(people), PORTION):
        completions += refresh(people[start : start + PORTION], known)
        after_portion()
        progress(min(start + PORTION, len(people)), len(people))
    add_quarters_up(clock.local_day(at), after_each=after_portion)
    undoubted = Rollup.doubts == doubts, Rollup.filled_at.is_not_distinct_from(before)
    filled = update(Rollup).where(*undoubted).values(is_whole=True, filled_at=at, version=VERSION, versioned_at=at)
    db.session.execute(filled)
    after_portion()
    return completions


def _everybody() -> Sequence[UUID]:
    """Whoever ever began anything, and whoever stands in the roll-up."""
    return sorted(set(db.session.scalars(select(Enrolment.person_id).union(select(CountedPerson.person_id)))))


def _tell_which_are_core() -> None:
    core = core_modules()
    for module in db.session.scalars(select(CountedModule)):
        module.is_core = module.module_id in core


def _number_what_is_new(counted: Collection[UUID]) -> None:
    """Modules and institutions that none of the rows had before; mostly there are none."""
    theirs = _is_of(counted)
    known = select(CountedModule.module_id)
    modules = db.session.scalars(select(Enrolment.module_id).where(theirs, Enrolment.module_id.not_in(known))).all()
    if modules:
        core = core_modules()
        rows = [{"id": module_id, "is_core": module_id in core} for module_id in sorted(set(modules))]
        db.session.execute(_NUMBER_MODULE, rows)
    known = select(CountedPlace.institution_id)
    places = db.session.scalars(
        select(Enrolment.institution_id).where(
            theirs, Enrolment.institution_id.is_not(None), Enrolment.institution_id.not_in(known)
        )
    ).all()
    if places:
        db.session.execute(
            _NUMBER_PLACE, [{"id": place_id} for place_id in sorted({place_id for place_id in places if place_id})]
        )


def _is_of(counted: Collection[UUID]) -> Any:
    """Enrolments of these people and of those who were merged with them."""
    return Enrolment.person_id.in_(_records_of(counted))


def _records_of(counted: Collection[UUID]) -> Select[UUID]:
    return select(Person.id).where(Person.id.in_(counted) | Person.merged_into_id.in_(counted))


_COLUMNS = (
    "person",
    "record",
    "turn",
    "module",
    "completed_on",
    "previous_on",
    "previous_core_on",
    "sex",
    "age_band",
    "region",
    "profession",
    "institution_type",
    "institution",
    "workplace_confirmed",
)


def _completions(counted: Collection[UUID]) -> Any:
    """Their rows in the order of ``_COLUMNS``. Who was merged away has none of their own."""
    person = func.coalesce(Person.merged_into_id, Person.id)
    in_turn = (Enrolment.completed_at, Enrolment.id)
    number, own = CountedPerson.number, CountedPerson.__table__.alias("own")
    before = func.lag(Enrolment.completed_on).over(partition_by=number, order_by=in_turn)
    core_before = func.lag(Enrolment.completed_on).over(partition_by=(number, CountedModule.is_core), order_by=in_turn)
    return (
        select(
            number,
            own.c.number,
            func.row_number().over(partition_by=number, order_by=in_turn),
            CountedModule.number,
            Enrolment.completed_on,
            before,
            case((CountedModule.is_core, core_before)),
            Enrolment.sex,
            Enrolment.age_band,
            Enrolment.region_code,
            Enrolment.profession_code,
            Enrolment.institution_type,
            CountedPlace.number,
            Enrolment.workplace_confirmed,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .join(CountedPerson, CountedPerson.person_id == person)
        .join(own, own.c.person_id == Enrolment.person_id)
        .join(CountedModule, CountedModule.module_id == Enrolment.module_id)
        .outerjoin(CountedPlace, CountedPlace.institution_id == Enrolment.institution_id)
        .where(_is_of(counted), CountedPerson.person_id.in_(counted), Enrolment.state == EnrolmentState.COMPLETED)
    )
