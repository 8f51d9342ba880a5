"""A bank of forty questions and fifty thousand first attempts that were asked all of them, written in bulk.

The same answers each time. People who know more are right more often; every tenth question is harder in Russian.
"""

from datetime import timedelta
from functools import partial
from itertools import islice
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from bench.multiply import unchecked
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.people.models import Consent, Person, Purpose
from lms.quizzes.models import Attempt, Mark
from tests.support.factories import make_edition
from tests.support.packs import question, small_module

SLUG, CODE = "large-bank", "M97"
QUESTIONS, SEED, AT_ONCE = 40, 1, 2000
KEYS = [f"q{number:02}" for number in range(1, QUESTIONS + 1)]
LANGUAGES, SEXES = ("ky", "ru", "en"), ("female", "male", "not_stated")
#: Chosen by those who do not choose the right option, which is a; the last by almost nobody.
WRONG, HOW_OFTEN = ("b", "c", "d"), (0.6, 0.35, 0.05)


def make_bank():
    """The module on the shelf; its edition. Inside an application context."""
    return make_edition(small_module(SLUG, code=CODE, questions=[question(key) for key in KEYS]))


def fill(edition, attempts):
    """Write people with their consents, enrolments, attempts and marks; how many marks there are then."""
    made = Crowd(edition.id, edition.module_id, attempts)
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection, unchecked(connection):
        for model, row, numbers in made.tables():
            write(connection, model.__table__, (found for number in numbers for found in row(number)))
            connection.commit()
        connection.exec_driver_sql("analyze")
        found = connection.scalar(sa.select(sa.func.count()).select_from(Mark.__table__))
        connection.commit()
        return found


def write(connection, table, rows):
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        connection.execute(sa.insert(table), batch)


def identity(kind, number):
    """Ids of one kind of row are one stretch of its index."""
    return UUID(int=(0x1000 << 112) + (kind << 96) + (0x7 << 76) + (0b10 << 62) + number)


PERSON, CONSENT, ENROLMENT, ATTEMPT = (partial(identity, kind) for kind in range(1, 5))


class Crowd:
    """Who they are and what they know, drawn at once; rows are made of it one after the other."""

    def __init__(self, edition_id, module_id, attempts):
        lot = np.random.default_rng(SEED)
        self.edition_id, self.module_id, self.attempts = edition_id, module_id, attempts
        self.at = clock.now() - timedelta(days=30)
        self.languages = lot.choice(3, attempts, p=(0.55, 0.4, 0.05))
        self.sexes = lot.choice(3, attempts, p=(0.45, 0.5, 0.05))
        odds = lot.normal(0.8, 1, attempts)[:, None] - lot.normal(0, 1, QUESTIONS)[None, :]
        odds[:, ::10] -= (self.languages == LANGUAGES.index("ru"))[:, None]
        self.right = lot.random(odds.shape) < 1 / (1 + np.exp(-odds))
        self.wrong = lot.choice(3, odds.shape, p=HOW_OFTEN)
        self.totals = self.right.sum(axis=1)
        self.orders = lot.permuted(np.tile(np.arange(QUESTIONS), (attempts, 1)), axis=1)

    def tables(self):
        numbers = range(self.attempts)
        return [
            (Person, self.person, numbers),
            (Consent, self.consents, numbers),
            (Enrolment, self.enrolment, numbers),
            (Attempt, self.attempt, numbers),
            (Mark, self.marks, numbers),
        ]

    def about(self, number):
        return {"sex": SEXES[self.sexes[number]], "language": LANGUAGES[self.languages[number]]}

    def person(self, number):
        yield {"id": PERSON(number), "created_at": self.at, "is_synthetic": True, **self.about(number)}

    def consents(self, number):
        for place, purpose in enumerate((Purpose.STUDY, Purpose.EVALUATION)):
            yield {
                "id": CONSENT(2 * number + place), "person_id": PERSON(number), "purpose": purpose, "text_version": "1",
                "text_hash": "hash", "language": "ky", "method": "screen", "given_at": self.at,
            }  # fmt: skip

    def enrolment(self, number):
        yield {
            "id": ENROLMENT(number), "person_id": PERSON(number), "module_id": self.module_id,
            "edition_id": self.edition_id, "state": "open", "started_at": self.at,
            "started_on": clock.local_day(self.at), "pre_form": "A", "age_band": "25-29", "region_code": "KG-C",
            "workplace_confirmed": False, **self.about(number),
        }  # fmt: skip

    def attempt(self, number):
        total = int(self.totals[number])
        yield {
            "id": ATTEMPT(number), "enrolment_id": ENROLMENT(number), "edition_id": self.edition_id, "kind": "final",
            "number": 1, "seed": number, "drawn": [[KEYS[place], list("abcd")] for place in self.orders[number]],
            "started_at": self.at, "handed_in_at": self.at, "marked_at": self.at, "released_at": self.at, "scale": 1,
            "points": total, "points_possible": QUESTIONS, "is_passed": total >= QUESTIONS * 3 / 4,
        }  # fmt: skip

    def marks(self, number):
        for position, place in enumerate(self.orders[number].tolist(), start=1):
            is_right = bool(self.right[number, place])
            yield {
                "attempt_id": ATTEMPT(number), "question_key": KEYS[place], "position": position,
                "chosen": ["a" if is_right else WRONG[self.wrong[number, place]]],
                "points": int(is_right), "points_possible": 1,
            }  # fmt: skip
