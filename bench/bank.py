"""A bank of forty questions and fifty thousand first attempts that were asked all of them, written in bulk.

The same answers each time. People who know more are right more often; every tenth question is harder in Russian.
"""

import json
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from random import Random
from uuid import UUID

import numpy as np
import sqlalchemy as sa

from bench.multiply import unchecked
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.people.models import Consent, Person
from lms.quizzes.models import Attempt, Mark
from tests.support.factories import make_edition
from tests.support.packs import question, small_module

SLUG, QUESTIONS, ATTEMPTS, SEED = "large-bank", 40, 50_000, 1
KEYS = [f"q{number:02}" for number in range(1, QUESTIONS + 1)]
LANGUAGES, SEXES = ("ky", "ru", "en"), ("female", "male", "not_stated")
#: What is chosen where the right option a is not.
WRONG = ("b", "c", "d")
AT_ONCE = 2000


def make_bank(slug=SLUG):
    """The module on the shelf; its edition. Inside an application context."""
    document = small_module(slug, code="M97", questions=[question(key) for key in KEYS])
    return make_edition(document)


def fill(edition, attempts=ATTEMPTS):
    """Write people, consents, enrolments, attempts and marks; how many marks there are then."""
    facts = (edition.id, edition.module_id)
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection, unchecked(connection):
        for table, rows in _tables(*facts, attempts):
            _write(connection, table, rows)
            connection.commit()
        connection.exec_driver_sql("analyze")
        found = connection.scalar(sa.select(sa.func.count()).select_from(Mark.__table__))
        connection.commit()
        return found


def _tables(edition_id, module_id, attempts):
    answers = _Answers(attempts)
    at = clock.now() - timedelta(days=30)
    numbers = range(attempts)
    yield Person, ({"id": _id(1, n), "sex": answers.sex(n), "language": answers.language(n), "created_at": at,
                    "is_synthetic": True, "search_text": "", "sort_key": ""} for n in numbers)
    yield Consent, ({"id": _id(2 + 4 * place, n), "person_id": _id(1, n), "purpose": purpose, "text_version": "1", "text_hash": "h",
                     "language": "ky", "method": "screen", "given_at": at}
                    for n in numbers for place, purpose in enumerate(("study", "evaluation")))
    yield Enrolment, ({"id": _id(3, n), "person_id": _id(1, n), "module_id": module_id, "edition_id": edition_id,
                       "state": "open", "started_at": at, "started_on": clock.local_day(at), "language": answers.language(n),
                       "pre_form": "A", "sex": answers.sex(n), "age_band": "25-29", "region_code": "KG-C",
                       "workplace_confirmed": False} for n in numbers)
    yield Attempt, ({"id": _id(4, n), "enrolment_id": _id(3, n), "edition_id": edition_id, "kind": "final", "number": 1,
                     "seed": n, "drawn": [[key, list("abcd")] for key in KEYS], "started_at": at, "handed_in_at": at, "scale": 1,
                     "marked_at": at, "released_at": at, "points": answers.total(n), "points_possible": QUESTIONS,
                     "is_passed": answers.total(n) >= 30} for n in numbers)
    yield Mark, ({"attempt_id": _id(4, n), "question_key": KEYS[place], "position": position, "chosen": [answers.chosen(n, place)],
                  "points": int(answers.right[n, place]), "points_possible": 1}
                 for n in numbers for position, place in enumerate(answers.order(n), start=1))


class _Answers:
    def __init__(self, attempts):
        lot = np.random.default_rng(SEED)
        self.languages = lot.choice(3, attempts, p=(0.55, 0.4, 0.05))
        self.sexes = lot.choice(3, attempts, p=(0.45, 0.5, 0.05))
        ability, hardness = lot.normal(0.8, 1, attempts), lot.normal(0, 1, QUESTIONS)
        logit = ability[:, None] - hardness[None, :]
        logit[:, ::10] -= 1.0 * (self.languages == 1)[:, None]
        self.right = lot.random(logit.shape) < 1 / (1 + np.exp(-logit))
        self.wrong = lot.choice(3, logit.shape, p=(0.6, 0.35, 0.05))
        self.totals = self.right.sum(axis=1)
        self.orders = lot.permuted(np.tile(np.arange(QUESTIONS), (attempts, 1)), axis=1)

    def language(self, n):
        return LANGUAGES[self.languages[n]]

    def sex(self, n):
        return SEXES[self.sexes[n]]

    def total(self, n):
        return int(self.totals[n])

    def chosen(self, n, place):
        return "a" if self.right[n, place] else WRONG[self.wrong[n, place]]

    def order(self, n):
        return self.orders[n].tolist()


def _id(kind, n):
    """One stretch of the index for each kind of row."""
    return UUID(int=(0x1000 << 112) + (kind << 96) + (0x7 << 76) + (0b10 << 62) + n)


def _write(connection, model, rows):
    table = model.__table__
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        connection.execute(sa.insert(table), batch)
