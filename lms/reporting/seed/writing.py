"""Write a population in batches, all of it or nothing. Plain inserts: nobody is told, nothing is mailed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select

from lms.catalogue.queries import document_of, edition_by_id, modules_on_shelf
from lms.certificates.models import Certificate
from lms.core import clock, site
from lms.core.extensions import db
from lms.core.folding import sort_key
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.people.models import Consent, Person, PersonName, Purpose, Workplace, WorkplaceState
from lms.people.searching import search_text_of
from lms.quizzes.models import Attempt, Mark, Try, TrySet
from lms.reporting.rollup.filling import distrust
from lms.reporting.seed import names, places
from lms.reporting.seed.answering import Bank, Shelf
from lms.reporting.seed.certificates import certificate_rows
from lms.reporting.seed.people import Learner, make_learner, mark_of, new_uuid
from lms.reporting.seed.replies import Replies
from lms.reporting.seed.studies import Rows, Study, module_plan, study

BATCH = 1000
WITH_MARKS = 5000
"""How many people get the mark of every single question: item statistics need no more, and with a hundred thousand
people these rows alone would be many millions."""

IN_LATIN_TOO = 0.3
#: Seventeen of twenty people agree that their answers help to make questions better.
OF_TWENTY, AGREE_TO_EVALUATION = 20, 17

TABLES: dict[str, Any] = {
    "persons": Person.__table__,
    "names": PersonName.__table__,
    "consents": Consent.__table__,
    "workplaces": Workplace.__table__,
    "enrolments": Enrolment.__table__,
    "steps": Step.__table__,
    "attempts": Attempt.__table__,
    "try_sets": TrySet.__table__,
    "tries": Try.__table__,
    "marks": Mark.__table__,
    "certificates": Certificate.__table__,
}

Progress = Callable[[int, int], None]


class NothingToStudy(Exception):
    """No module is on the shelf, so nobody can be enrolled."""


@dataclass
class Seeded:
    """How many rows were written, by table; empty if the population was there already."""

    rows: dict[str, int]
    was_there: bool = False


def is_there(learners: int, seed: int) -> bool:
    """Whether this very population has been written before."""
    return db.session.get(Person, mark_of(learners, seed)) is not None


def seed_population(learners: int, seed: int, *, at: datetime, progress: Progress = lambda done, of: None) -> Seeded:
    """Write the people of this number and seed, with all they did until ``at``. The caller commits.

    Raises ``NothingToStudy``. Calling again with the same two numbers writes nothing.
    """
    if is_there(learners, seed):
        return Seeded({}, was_there=True)
    shelves = [
        Shelf(
            module.id,
            module.current_edition_id,
            edition_by_id(module.current_edition_id).number,
            document_of(module.current_edition_id),
        )
        for module in modules_on_shelf()
        if module.current_edition_id
    ]
    if not shelves:
        raise NothingToStudy
    distrust()
    rng = Random(f"sabak {learners} {seed}")  # noqa: S311  (made-up people, no secret)
    directory = places.prepare(at)
    banks = [Bank(shelf, rng) for shelf in shelves]
    serial = (db.session.scalar(select(func.max(Certificate.serial))) or 0) + 1
    written: dict[str, int] = defaultdict(int)
    forms, replies = ["A"] * len(shelves), Replies(learners, seed, at=at, today=clock.local_day(at))
    for first in range(0, learners, BATCH):
        rows: Rows = {name: [] for name in TABLES}
        for number in range(first, min(first + BATCH, learners)):
            identity = mark_of(learners, seed) if number == 0 else None
            learner = make_learner(rng, identity, directory, at)
            _write_down(rng, learner, rows)
            sets: list[dict[str, Any]] = []
            for place, moment in module_plan(rng, learner, len(shelves), at):
                work = Study(learner, shelves[place], banks[place], at, number < WITH_MARKS, rows, moment, sets)
                if _is_still_open(rows, learner.id, work.shelf.module_id):
                    continue
                study(rng, work, forms[place])
                forms[place] = "B" if forms[place] == "A" else "A"
        serial = certificate_rows(rng, rows, shelves, serial, until=at)
        _insert(rows, written)
        replies.listen_to(rows["enrolments"])
        progress(min(first + BATCH, learners), learners)
    return Seeded({**written, **replies.write()})


def _is_still_open(rows: Rows, person_id: UUID, module_id: UUID) -> bool:
    """One enrolment at a time: who never finished does not begin again."""
    for row in reversed(rows["enrolments"]):
        if row["person_id"] != person_id:
            return False
        if row["module_id"] == module_id and row["state"] is EnrolmentState.OPEN:
            return True
    return False


def _insert(rows: Rows, written: dict[str, int]) -> None:
    for name, table in TABLES.items():
        if rows[name]:
            statement = insert(table)
            db.session.connection().execute(statement, rows[name])
            written[name] += len(rows[name])


def _write_down(rng: Random, learner: Learner, rows: Rows) -> None:
    spelt = {"ky" if learner.language != "ru" else "ru": learner.name}
    if learner.language == "en" or rng.random() < IN_LATIN_TOO:
        spelt["en"] = names.latin(learner.name)
    rows["persons"].append(
        {
            "id": learner.id,
            "sex": learner.sex,
            "birth_year": learner.birth_year,
            "profession_code": learner.profession,
            "region_code": learner.region,
            "language": learner.language,
            "created_at": learner.joined_at,
            "erased_at": None,
            "merged_into_id": None,
            "is_synthetic": True,
            "search_text": search_text_of(spelt.values()),
            "sort_key": sort_key(learner.name),
        }
    )
    rows["names"].extend(
        {"person_id": learner.id, "script": script, "full_name": name} for script, name in spelt.items()
    )
    rows["workplaces"].extend(_workplace_rows(rng, learner))
    rows["consents"].append(_consent_row(new_uuid(rng, learner.joined_at), learner, Purpose.STUDY, "consent-study"))
    if learner.id.int % OF_TWENTY < AGREE_TO_EVALUATION:  # told by the id: another throw would change everybody after
        identity = uuid5(learner.id, Purpose.EVALUATION)
        rows["consents"].append(_consent_row(identity, learner, Purpose.EVALUATION, "consent-evaluation"))


def _workplace_rows(rng: Random, learner: Learner) -> list[dict[str, Any]]:
    ends: list[datetime | None] = [since for since, _place in learner.workplaces[1:]]
    state = WorkplaceState.CONFIRMED if learner.is_confirmed else WorkplaceState.SELF_DECLARED
    return [
        {
            "id": new_uuid(rng, since),
            "person_id": learner.id,
            "institution_id": place.id,
            "since": since,
            "until": until,
            "state": state,
            "confirmed_by_id": None,
            "confirmed_at": since if learner.is_confirmed else None,
        }
        for (since, place), until in zip(learner.workplaces, [*ends, None], strict=True)
        if place is not None
    ]


def _consent_row(identity: UUID, learner: Learner, purpose: Purpose, text: str) -> dict[str, Any]:
    version, text_hash = _consent_text(text, learner.language)
    return {
        "id": identity,
        "person_id": learner.id,
        "purpose": purpose,
        "text_version": version,
        "text_hash": text_hash,
        "language": learner.language,
        "method": "screen",
        "given_at": learner.joined_at,
        "withdrawn_at": learner.withdrew_at,
    }


@cache
def _consent_text(name: str, language: str) -> tuple[str, str]:
    text = site.site_text(name, language)
    return text.version, text.hash
