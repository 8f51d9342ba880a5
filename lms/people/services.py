"""What can happen to a person's data. Nothing here touches what enrolments have recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from lms.core import audit, clock, events
from lms.core.extensions import db
from lms.core.folding import clean, sort_key
from lms.core.models import new_id
from lms.people.errors import NoName, TooYoung
from lms.people.events import ConsentWithdrawn
from lms.people.models import (
    Consent,
    Method,
    Person,
    PersonName,
    Purpose,
    Script,
    Sex,
    Workplace,
    WorkplaceDecision,
    WorkplaceState,
)
from lms.people.queries import consent_in_force, current_workplace
from lms.people.searching import search_text_of
from lms.people.spelling import is_latin

FULL_AGE = 18
KYRGYZ_LETTERS = frozenset("ңөүҢӨҮ")


@dataclass(frozen=True)
class PersonFacts:
    """What a person says of themselves."""

    names: Mapping[Script, str]
    sex: Sex
    birth_year: int | None
    profession_code: str | None
    region_code: str | None
    language: str


@dataclass(frozen=True)
class Agreement:
    """A consent as given: to what, and to exactly which text."""

    purpose: Purpose
    text_version: str
    text_hash: str
    language: str


def refuse_minors(birth_year: int | None, *, at: datetime) -> None:
    """Age is the calendar year minus the year of birth. Raises ``TooYoung``."""
    if birth_year is not None and clock.local_day(at).year - birth_year < FULL_AGE:
        raise TooYoung


def script_of(name: str, language: str) -> Script:
    """In which spelling a name was typed: Latin, Kyrgyz (by its letters or the page's language) or Russian."""
    if is_latin(name) and any(letter.isalpha() for letter in name):
        return Script.LATIN
    if KYRGYZ_LETTERS & set(name) or language == Script.KYRGYZ:
        return Script.KYRGYZ
    return Script.RUSSIAN


def add_person(facts: PersonFacts, *, at: datetime) -> Person:
    person = Person(
        sex=facts.sex,
        birth_year=facts.birth_year,
        profession_code=facts.profession_code,
        region_code=facts.region_code,
        language=facts.language,
        created_at=at,
    )
    db.session.add(person)
    spell(person, facts.names)
    db.session.flush()  # workplace, consents and account point at the person
    return person


def spell(person: Person, names: Mapping[Script, str]) -> None:
    """The name in up to three spellings; empty ones are left out. Raises ``NoName``."""
    wanted = {script: clean(name) for script, name in names.items() if clean(name)}
    if not wanted:
        raise NoName
    present = {name.script: name for name in person.names}
    for script in set(present) - set(wanted):
        person.names.remove(present[script])
    for script, name in wanted.items():
        if script in present:
            present[script].full_name = name
        else:
            person.names.append(PersonName(script=script, full_name=name))
    person.search_text = search_text_of(wanted.values())
    person.sort_key = sort_key(person.full_name())


def correct(person: Person, *, sex: Sex, birth_year: int | None, profession_code: str | None, at: datetime) -> None:
    """The person corrects what is known of them; enrolments keep what was true on their day."""
    refuse_minors(birth_year, at=at)
    person.sex, person.birth_year, person.profession_code = sex, birth_year, profession_code


def take_workplace(
    person: Person,
    institution_id: UUID | None,
    *,
    at: datetime,
    state: WorkplaceState = WorkplaceState.SELF_DECLARED,
    by: UUID | None = None,
) -> None:
    """From now on the person works there (None: at no institution); the workplace before ends. Enrolments stay.

    ``state`` is confirmed where somebody has vouched for the person already (an invitation that was accepted); ``by``
    is that account. A workplace stated before and vouched for now is confirmed.
    """
    before = current_workplace(person.id)
    if before is not None:
        if before.institution_id == institution_id and before.state is not WorkplaceState.REFUSED:
            decide_workplaces([before] if state is WorkplaceState.CONFIRMED else [], state, by=by, at=at)
            return
        before.until = at
        db.session.flush()  # one current workplace at a time: the old one ends first
    if institution_id is not None:
        workplace = Workplace(person_id=person.id, institution_id=institution_id, since=at)
        db.session.add(workplace)
        db.session.flush()
        decide_workplaces([workplace], state, by=by, at=at)
    db.session.expire(person, ["workplaces"])


def decide_workplaces(
    workplaces: Sequence[Workplace],
    after: WorkplaceState,
    *,
    by: UUID | None,
    at: datetime,
    reason: str | None = None,
) -> UUID:
    """Say of these workplaces together that they are true, are not (with a reason), or are to be decided anew.

    Those of which the same is said already are left out. The caller holds the locks and has asked whether ``by`` (an
    account) may. The id under which all of it can be undone. What enrolments recorded before stays as it is.
    """
    batch_id = new_id()
    for workplace in workplaces:
        if workplace.state is after:
            continue
        db.session.add(
            WorkplaceDecision(
                workplace_id=workplace.id,
                batch_id=batch_id,
                state_before=workplace.state,
                state_after=after,
                reason=reason,
                decided_by_id=by,
                decided_at=at,
            )
        )
        _put(workplace, after, by=by, at=at)
        audit.record(by, f"people.workplace.{_ACTS[after]}", workplace.person, at=at, reason=reason)
    db.session.flush()  # whoever asks next must find what was decided
    return batch_id


def undo_decisions(decisions: Sequence[WorkplaceDecision], *, by: UUID, at: datetime) -> int:
    """Take back what was decided together, where nothing else has happened to the workplace since. How many."""
    undone = 0
    for decision in decisions:
        workplace = decision.workplace
        if decision.undone_at is not None or workplace.until is not None or workplace.state is not decision.state_after:
            continue
        decision.undone_at = at
        _put(workplace, decision.state_before, by=by, at=at)
        audit.record(by, "people.workplace.undone", workplace.person, at=at)
        undone += 1
    return undone


_ACTS = {
    WorkplaceState.CONFIRMED: "confirmed",
    WorkplaceState.REFUSED: "refused",
    WorkplaceState.SELF_DECLARED: "reopened",
}


def _put(workplace: Workplace, state: WorkplaceState, *, by: UUID | None, at: datetime) -> None:
    is_confirmed = state is WorkplaceState.CONFIRMED
    workplace.state = state
    workplace.confirmed_at, workplace.confirmed_by_id = (at, by) if is_confirmed else (None, None)


def agree(person: Person, agreements: Sequence[Agreement], *, at: datetime, method: Method = Method.SCREEN) -> None:
    """Write down consents with the text they were given to; one that is in force already stays as it is."""
    for agreement in agreements:
        present = consent_in_force(person.id, agreement.purpose)
        if present is not None and present.text_hash == agreement.text_hash:
            continue
        if present is not None:
            present.withdrawn_at = at
        db.session.add(
            Consent(
                person_id=person.id,
                purpose=agreement.purpose,
                text_version=agreement.text_version,
                text_hash=agreement.text_hash,
                language=agreement.language,
                method=method,
                given_at=at,
            )
        )


def withdraw(person: Person, purpose: Purpose, *, at: datetime) -> None:
    """Withdraw a consent; the row stays with the moment of its end. Does nothing gladly."""
    present = consent_in_force(person.id, purpose)
    if present is None:
        return
    present.withdrawn_at = at
    events.emit(ConsentWithdrawn(person.id, purpose.value, at))


def move_workplaces(institution_id: UUID, into_id: UUID) -> None:
    """Two institutions are one: those who work at the first work at the second, and where they were is kept."""
    db.session.execute(
        update(Workplace)
        .where(Workplace.institution_id == institution_id, Workplace.until.is_(None))
        .values(institution_id=into_id, moved_from_id=institution_id)
        .execution_options(synchronize_session=False)
    )


def move_workplaces_back(institution_id: UUID, from_id: UUID) -> None:
    """They are two after all: whoever came along with the merger, and has not changed since, works here again."""
    db.session.execute(
        update(Workplace)
        .where(
            Workplace.institution_id == from_id,
            Workplace.moved_from_id == institution_id,
            Workplace.until.is_(None),
        )
        .values(institution_id=institution_id, moved_from_id=None)
        .execution_options(synchronize_session=False)
    )


def refuse_workplaces(institution_id: UUID) -> None:
    """A typed name is no institution: the people are asked to choose again."""
    query = select(Workplace).where(Workplace.institution_id == institution_id, Workplace.until.is_(None))
    for workplace in db.session.scalars(query):
        workplace.state = WorkplaceState.REFUSED
