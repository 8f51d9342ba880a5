"""What a page and a saved answer of ours cost the processor, beside the floor, by turns in one run."""

import json
import statistics
import tempfile
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pysqlite3

from bench import capture
from bench.client import Client
from bench.figures import Figure
from bench.servers import running
from bench.world import NAMES, add_learners, begin, signed_in, sit, world
from lms.catalogue.queries import document_of
from lms.core.i18n import LANGUAGES
from lms.lessons.reading import render_lesson
from lms.lessons.views import media_address

TITLE = "Ratios"
LESSON_IN, QUIZ_IN, LANGUAGE = "foundations", "expression-online", "ky"
LESSONS_DONE, ANSWERS_GIVEN = 2, 6
ROUNDS, REQUESTS, WARM_UP = 5, 400, 200
EVERY, LONG, SHORT = (
    "lesson page, every lesson in turn",
    "the longest lesson by itself",
    "the shortest lesson by itself",
)
BOUNDS = {EVERY: 3, "quiz page": 4, "saving an answer": 4}


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language; ``texts``: the HTML between its checks; ``steps``: those of its module."""

    module: str
    key: str
    language: str
    texts: list
    steps: list

    @property
    def path(self):
        return f"/{self.language}/modules/{self.module}/lessons/{self.key}"

    @property
    def size(self):
        return sum(map(len, self.texts))


@dataclass(frozen=True)
class Scene:
    """A person in the middle of a module and of a quiz: where the pages are and what text stands on them."""

    person: str
    lessons: list
    attempt: uuid.UUID
    drawn: list
    questions: list

    @property
    def quiz(self):
        return f"/{LANGUAGE}/modules/{QUIZ_IN}/quiz/{self.attempt}"


def measure():
    with world() as here:
        scene = prepare(here)
        with here.served() as ours:
            browser = signed_in(here, ours.port, scene.person)
            browser.get(scene.quiz)
            writer = Writer(browser, scene, browser.token)
            for _ in range(ANSWERS_GIVEN):
                writer()
            with floor_beside(here, scene, browser) as floor:
                other = signed_in_below(here, floor.port, browser.token)
                lessons = sorted(scene.lessons, key=lambda lesson: lesson.size)
                every = [lesson.path for lesson in lessons]
                for path in (*every, scene.quiz):
                    compare(browser, other, path)
                pairs = {
                    what: (reading(browser, *paths), reading(other, *paths))
                    for what, paths in {
                        EVERY: every,
                        LONG: every[-1:],
                        SHORT: every[:1],
                        "quiz page": [scene.quiz],
                    }.items()
                }
                pairs |= {
                    "saving an answer": (writer, Writer(other, scene, "", writer.revisions)),
                }
                return [ratio(what, (ours, floor), works) for what, works in pairs.items()]


def prepare(here):
    with here.app.app_context():
        (person,) = add_learners(1)
        begun = document_of(begin(person, LESSON_IN, lessons=LESSONS_DONE).edition_id)
        attempt = sit(begin(person, QUIZ_IN, everything=True))
        bank = document_of(attempt.edition_id)
        return Scene(
            person=person,
            lessons=[
                lesson_of(here, document, lesson.key, language)
                for document in (begun, bank)
                for lesson in document.lessons
                for language in LANGUAGES
            ],
            attempt=attempt.id,
            drawn=attempt.drawn,
            questions=[asked(bank.questions_by_key[key]) for key, _options in attempt.drawn],
        )


def lesson_of(here, document, key, language):
    with here.app.test_request_context(f"/{language}/"):
        reading = render_lesson(document, key, language, media_address(document.slug))
    steps = ["pre-test", *(f"lesson:{lesson.key}" for lesson in document.lessons), "scenario", "final"]
    return Lesson(document.slug, key, language, [str(piece.html) for piece in reading.pieces if piece.html], steps)


def asked(question):
    """Its words in one language."""
    return {
        "key": question.key,
        "stem": question.stem[LANGUAGE],
        "case": question.case[LANGUAGE] if question.case else None,
        "options": {option.key: option.text[LANGUAGE] for option in question.options},
    }


class Writer:
    """Saves an answer at each call, one question after the other."""

    def __init__(self, client, scene, token, revisions=None):
        self.client, self.token, self.path = client, token, f"{scene.quiz}/answers"
        self.questions = scene.drawn[:ANSWERS_GIVEN]
        self.revisions, self.count = dict(revisions or {}), 0

    def __call__(self):
        key, options = self.questions[self.count % len(self.questions)]
        value = [options[self.count // len(self.questions) % len(options)]]
        base = self.revisions.get(key, 0)
        answer = {"question": key, "value": value, "write": str(uuid.uuid4()), "base": base}
        status, said = self.client.send(self.path, {"answers": [answer]}, self.token)
        if status != 200 or said["saved"] != [{"question": key, "revision": base + 1}]:
            raise RuntimeError(f"Saving was answered {status} {said}")
        self.revisions[key], self.count = base + 1, self.count + 1


def reading(client, *paths):
    """Reads one of the pages at each call, one after the other."""
    turns = cycle(paths)

    def read():
        path = next(turns)
        status, _location, _content = client.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} was answered {status}")

    return read


@contextmanager
def floor_beside(here, scene, browser):
    """The floor with its templates and a copy of the database, which also holds the texts as rows."""
    with tempfile.TemporaryDirectory(prefix="sabak-floor-") as folder:
        database = Path(folder) / "floor.db"
        make_database(here.database, database, scene)
        for lesson in scene.lessons:
            browser.get(lesson.path)
            page = capture.lesson_template(browser.page, browser.token, NAMES[0], lesson.texts, lesson.steps)
            (Path(folder) / f"{lesson.key}.{lesson.language}.html").write_text(page, encoding="utf-8")
        browser.get(scene.quiz)
        quiz = capture.quiz_template(browser.page, browser.token, NAMES[0], scene.questions)
        (Path(folder) / "quiz.html").write_text(quiz, encoding="utf-8")
        with running("bench.floor:app", {"FLOOR_DATABASE": str(database), "FLOOR_TEMPLATES": folder}) as floor:
            yield floor


def make_database(source, target, scene):
    """All rows of ours, and the texts that ours keeps in documents."""
    connection = pysqlite3.connect(source)
    connection.execute("vacuum into ?", (str(target),))
    connection.close()
    connection = pysqlite3.connect(target)
    connection.execute("pragma journal_mode=wal")
    connection.execute(
        "create table floor_lessons (key, language, position, html, primary key (key, language, position))"
    )
    connection.execute(
        "create table floor_questions (attempt_id, language, key, text, primary key (attempt_id, language, key))"
    )
    lessons = [
        (lesson.key, lesson.language, position, html)
        for lesson in scene.lessons
        for position, html in enumerate(lesson.texts)
    ]
    connection.executemany("insert into floor_lessons values (?, ?, ?, ?)", lessons)
    questions = [(scene.attempt.hex, LANGUAGE, said["key"], json.dumps(said)) for said in scene.questions]
    connection.executemany("insert into floor_questions values (?, ?, ?, ?)", questions)
    connection.commit()
    connection.close()


def signed_in_below(here, port, token):
    """A browser at the floor, behind the same sign-in and with a form token of the same length."""
    connection = pysqlite3.connect(here.database)
    (secret,) = connection.execute("select secret_hash from sign_ins").fetchone()
    connection.close()
    client = Client(port)
    client.get(f"/sign-in/{secret}/{token}")
    return client


def compare(browser, other, path):
    """Both must send the same page, byte by byte; only the form token is one's own."""
    pages = []
    for client in (browser, other):
        client.get(path)
        pages.append(client.page.replace(client.token, ""))
    ours, floor = pages
    if ours.replace(f":{browser.port}", "") != floor.replace(f":{other.port}", ""):
        at = next((place for place, (a, b) in enumerate(zip(ours, floor, strict=False)) if a != b), -1)
        raise RuntimeError(f"{path} differs from the floor's: {ours[at - 80 : at + 80]!r} {floor[at - 80 : at + 80]!r}")


def ratio(what, servers, works):
    """The median of the rounds; each round asks one server, then the other."""
    for work in works:
        repeat(work, WARM_UP)
    rounds = []
    for number in range(ROUNDS):
        ours, floor = (milliseconds(server, work) for server, work in zip(servers, works, strict=True))
        rounds.append((ours / floor, ours, floor))
        print(f"   {what}, round {number + 1}: {ours:.2f} ms / {floor:.2f} ms = {ours / floor:.2f}", flush=True)
    times, ours, floor = (statistics.median(column) for column in zip(*rounds, strict=True))
    note = f"{ours:.2f} ms beside {floor:.2f} ms a request; {ROUNDS} rounds of {REQUESTS}"
    return Figure(f"{what}: processor time beside the floor", times, BOUNDS.get(what), " times", note)


def milliseconds(server, work):
    """Processor time a request."""
    before = server.processor_seconds()
    repeat(work, REQUESTS)
    return (server.processor_seconds() - before) * 1000 / REQUESTS


def repeat(work, times):
    for _ in range(times):
        work()
