"""Marking a hundred thousand answers of every kind, and forty hands that start the same quiz again and again."""

import time
from contextlib import contextmanager
from random import Random
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from sqlalchemy import insert, select

from bench.client import FORM
from bench.crowd import at_once
from bench.figures import Figure
from bench.servers import command
from bench.world import add_learners, empty_world, person_of, signed_in
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments import services as enrolments
from lms.enrolments.models import Enrolment
from lms.questions.kinds import kind_of
from lms.quizzes import marking
from lms.quizzes.drawing import scale_of
from lms.quizzes.models import Attempt, AttemptKind, Response
from tests.questions.samples import SAMPLES
from tests.support.factories import make_edition
from tests.support.packs import small_module

TITLE = "Assessment"
ANSWERS, SECONDS = 100_000, 10
ROUNDS, HANDS, TRIES = 200, 40, 3
#: Starts and hand-ins that each hand makes in a round; forty of them would make 160 attempts.
AGAIN = 4
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def measure():
    return [*mark_everything(), *(figure for kind in KINDS for figure in start_again_and_again(kind))]


# ── Marking ───────────────────────────────────────────────────────────────────


def mark_everything():
    """Answers as they are stored, of the ten kinds that a program marks, read from the database and marked."""
    questions = [question for question in SAMPLES.values() if not kind_of(question).by_people]
    with migrated() as here, here.app.app_context():
        attempts = store_answers(questions)
        scale = scale_of(questions)
        by_key = {question.key: question for question in questions}
        started = time.monotonic()
        earned, count = 0, 0
        query = select(Response.question_key, Response.chosen).execution_options(yield_per=5000)
        for key, chosen in db.session.execute(query):
            earned += marking.points_for(by_key[key], chosen, scale=scale)
            count += 1
        took = time.monotonic() - started
        mean = earned / scale / count
    note = (
        f"{len(questions)} kinds in {attempts:,} attempts, {took / count * 1e6:.0f} µs each; mean {mean:.2f} of a point"
    )
    return [
        Figure(
            "answers marked",
            count,
            ANSWERS,
            at_least=True,
            note="half of them right, the others right in part or wrong",
        ),
        Figure("read from the database and marked in", took, SECONDS, " s", note),
    ]


def store_answers(questions):
    """Enough attempts, each with an answer to every question; how many attempts."""
    lot, at = Random(1), clock.now()
    edition = make_edition(small_module())
    (address,) = add_learners(1)
    enrolment = enrolments.start_module(person_of(address), edition.module, language="ky", at=at)
    db.session.flush()
    attempts = -(-ANSWERS // len(questions))
    rows = [
        {
            "id": uuid4(),
            "enrolment_id": enrolment.id,
            "edition_id": edition.id,
            "kind": AttemptKind.FINAL,
            "number": number,
            "seed": 1,
            "drawn": [],
            "started_at": at,
            "points_possible": 0,
        }
        for number in range(1, attempts + 1)
    ]
    db.session.execute(insert(Attempt), rows)
    ids = [row["id"] for row in rows]
    answers = {question.key: answers_to(question, lot) for question in questions}
    db.session.execute(
        insert(Response),
        [
            {
                "attempt_id": attempt,
                "question_key": question.key,
                "chosen": lot.choice(answers[question.key]),
                "write_id": "bench-00",
                "saved_at": at,
            }
            for attempt in ids
            for question in questions
        ],
    )
    db.session.commit()
    return attempts


def answers_to(question, lot):
    """The right answer, and as many that are not."""
    kind = kind_of(question)
    right = kind.right_answer(question)
    others = [kind.read(question, value) for value in guesses(question, right, lot)]
    return [right] * len(others) + others


def guesses(question, right, lot):
    """What people answer who do not know."""
    if question.kind in {"short-text", "numeric"}:
        return [["17,5"], ["  Something   else "], ["−3"]]
    if question.kind == "ordering":
        places = [str(place) for place in range(1, len(question.options) + 1)]
        return [
            [
                f"{option.key}:{place}"
                for option, place in zip(question.options, lot.sample(places, len(places)), strict=True)
            ]
            for _ in range(3)
        ]
    if ":" in right[0]:
        return [right[:1], right[1:], [value.rpartition(":")[0] + ":" + right[0].rpartition(":")[2] for value in right]]
    return [[option.key] for option in question.options]


# ── Starting ──────────────────────────────────────────────────────────────────


def start_again_and_again(kind):
    """Forty connections of one person start and hand in as fast as they can, two hundred times with somebody else."""
    made = []
    with migrated(kind) as here:
        with here.app.app_context():
            edition = make_edition(small_module(rules={"pause_hours": 0}))
            people = add_learners(ROUNDS)
            at, path = clock.now(), f"/en/modules/{edition.module.slug}/quiz"
            for address in people:
                enrolment = enrolments.start_module(person_of(address), edition.module, language="ky", at=at)
                db.session.flush()
                for step in ("lesson:first", "lesson:second", "scenario"):
                    enrolments.record_step(enrolment, step, at=at)
            db.session.commit()
        started = time.monotonic()
        with here.served() as server:
            for address in people:
                first = signed_in(here, server.port, address)
                first.get(path)
                at_once(HANDS, lambda _place, browser=first: hurry(browser, path))
        took = time.monotonic() - started
        with here.app.app_context():
            for address in people:
                query = select(Attempt.number).join(Enrolment).where(Enrolment.person_id == person_of(address).id)
                made.append(sorted(db.session.scalars(query)))
            db.session.rollback()
    exact = sum(numbers == list(range(1, TRIES + 1)) for numbers in made)
    name, note = (
        KINDS[kind],
        f"{HANDS} connections of one person at once, {AGAIN} starts and hand-ins each; {took:.0f} s",
    )
    return [
        Figure(f"{name}: rounds with exactly {TRIES} attempts", exact, ROUNDS, at_least=True, note=note),
        Figure(f"{name}: attempts beyond the limit", sum(max(0, len(n) - TRIES) for n in made), 0),
    ]


def hurry(browser, path):
    """A hand with a connection of its own."""
    hand = type(browser)(browser.port)
    hand.cookies, token = dict(browser.cookies), browser.token
    for _ in range(AGAIN):
        where = press(hand, path, token)
        if where != path:
            press(hand, f"{where}/check", token)
    hand.connection.close()


def press(hand, path, token):
    _status, where, _body = hand.ask("POST", path, urlencode({"csrf_token": token}), {"Content-Type": FORM})
    return urlsplit(where or "").path


@contextmanager
def migrated(kind="sqlite"):
    """With the site's data and no module."""
    with empty_world(kind) as here:
        command("db", "upgrade", environ=here.environ)
        command("content", "load", environ=here.environ)
        yield here
