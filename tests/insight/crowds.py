"""Crowds of people who answered a quiz, written as rows: the pages must be right whoever put them there."""

from dataclasses import dataclass, field

from sqlalchemy import insert

from lms.core import clock
from lms.core.extensions import db
from lms.core.models import new_id
from lms.enrolments.models import Enrolment
from lms.people.models import Consent, Person
from lms.quizzes.models import Attempt, Mark

AGREED = ("study", "evaluation")


@dataclass
class Sat:
    """One attempt: ``answers`` says what was chosen for each key, ``right`` which of them earn the point."""

    answers: dict[str, list[str]]
    right: set[str]
    language: str = "ky"
    sex: str = "female"
    number: int = 1
    agrees: tuple[str, ...] = AGREED
    #: Of somebody who has another attempt here.
    person: object = None
    more: dict = field(default_factory=dict)


def write(edition, sittings):
    """Everybody with an enrolment of their own, and the marks in the order of the answers."""
    at = clock.now()
    rows = {table: [] for table in (Person, Consent, Enrolment, Attempt, Mark)}
    for sat in sittings:
        person, enrolment, attempt = sat.person or new_id(), new_id(), new_id()
        if sat.person is None:
            rows[Person].append({"id": person, "sex": sat.sex, "language": sat.language, "created_at": at})
            rows[Consent] += [_consent(person, purpose, at) for purpose in sat.agrees]
        rows[Enrolment].append(_enrolment(enrolment, person, edition, sat, at))
        rows[Attempt].append(_attempt(attempt, enrolment, edition, sat, at))
        rows[Mark] += [
            {
                "attempt_id": attempt,
                "question_key": key,
                "position": place,
                "chosen": chosen,
                "points": int(key in sat.right),
                "points_possible": 1,
            }
            for place, (key, chosen) in enumerate(sat.answers.items(), start=1)
        ]
    for table, found in rows.items():
        if found:
            db.session.execute(insert(table), found)
    db.session.commit()


def _consent(person, purpose, at):
    return {
        "id": new_id(), "person_id": person, "purpose": purpose, "text_version": "1", "text_hash": "h",
        "language": "ky", "method": "screen", "given_at": at,
    }  # fmt: skip


def _enrolment(identity, person, edition, sat, at):
    # A person is in one module once at a time: what was left stays, and may be begun again.
    left = {"state": "withdrawn", "withdrawn_at": at} if sat.person else {"state": "open", "withdrawn_at": None}
    return {
        "id": identity, "person_id": person, "module_id": edition.module_id, "edition_id": edition.id,
        "started_at": at, "started_on": clock.local_day(at), "language": sat.language, "pre_form": "A", "sex": sat.sex,
        "age_band": "25-29", "region_code": "KG-C", "workplace_confirmed": False, **left,
    }  # fmt: skip


def _attempt(identity, enrolment, edition, sat, at):
    points = len(sat.right & sat.answers.keys())
    return {
        "id": identity, "enrolment_id": enrolment, "edition_id": edition.id, "kind": "final", "number": sat.number,
        "seed": 1, "drawn": [[key, list("abcd")] for key in sat.answers], "started_at": at, "handed_in_at": at,
        "marked_at": at, "released_at": at, "scale": 1, "points": points, "points_possible": len(sat.answers),
        "is_passed": False, **sat.more,
    }  # fmt: skip
