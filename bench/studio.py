"""What authors wait for: a paragraph saved while a class studies, a lesson drawn, a whole module checked."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from urllib.parse import urlencode

import lxml.html
import msgspec
from sqlalchemy import select

from bench.client import FORM
from bench.crowd import PEOPLE, SLUG
from bench.figures import Figure, percentile
from bench.weights import add_author
from bench.world import add_learners, begin, signed_in, world
from lms.authoring.checking import current_known, problems_in
from lms.authoring.wording import notes_on
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, TrainingModule
from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.core.i18n import LANGUAGES
from lms.lessons.reading import render_lesson
from lms.lessons.views import media_address

TITLE = "Studio"
SAVES, DRAWINGS, SIZE, KB = 200, 100, 10 * 1024, 1024
#: Seconds between two pages of one who studies; a class that reads turns them more slowly.
PAUSE = 10
SAVING, DRAWING, CHECKING = 150, 5, 2


def measure():
    with world() as here:
        with here.app.app_context():
            people = add_learners(PEOPLE)
            keys = [lesson.key for lesson in document_of(begin(people[0], SLUG).edition_id).lessons]
            for person in people[1:]:
                begin(person, SLUG)
            trainer, drafts = add_author(), drafts_of()
        with here.served() as server:
            readers = [signed_in(here, server.port, person) for person in people]
            author = signed_in(here, server.port, trainer)
            with studying(readers, keys):
                saving = save_paragraphs(author, server, f"/en/studio/modules/{SLUG}/lessons/{keys[0]}")
        with here.app.test_request_context("/ru/"):
            return [saving, draw(drafts[SLUG][0]), check(drafts)]


def drafts_of():
    """Slug to the text of every draft and the module's id."""
    rows = db.session.execute(select(TrainingModule, Draft).join(Draft, Draft.module_id == TrainingModule.id))
    return {module.slug: (draft.document, module.id) for module, draft in rows}


@contextmanager
def studying(readers, keys):
    """Everybody opens one lesson after the other until the work inside is done; it begins when all have a page."""
    over = Event()

    def read(place):
        over.wait(PAUSE * place / len(readers))
        number = place
        while not over.is_set():
            code, key = LANGUAGES[number % len(LANGUAGES)], keys[number % len(keys)]
            if readers[place].get(f"/{code}/modules/{SLUG}/lessons/{key}") != 200:
                raise RuntimeError(f"Somebody who studies was refused {readers[place].path}")
            number += 1
            over.wait(PAUSE)
        return number - place

    with ThreadPoolExecutor(len(readers)) as pool:
        studies = [pool.submit(read, place) for place in range(len(readers))]
        try:
            time.sleep(PAUSE)
            yield
        finally:
            over.set()
        if sum(study.result() for study in studies) < len(readers):
            raise RuntimeError("Not everybody has studied")


def save_paragraphs(author, server, path):
    """One paragraph of a lesson grows by a word at a time, sent as the editor sends it; the page is opened once."""
    author.get(path)
    form = next(one for one in lxml.html.fromstring(author.page).forms if "body-en" in one.fields)
    fields = {**dict(form.form_values()), "act": "autosave"}
    body, seconds = fields["body-en"].replace("\r\n", "\n"), []
    first, rest = body.split("\n\n", 1)
    before = server.processor_seconds()
    for number in range(SAVES):
        fields["body-en"] = f"{first} Saved {number}.\n\n{rest}"
        started = time.perf_counter()
        status, _location, content = author.ask("POST", path, urlencode(fields), {"Content-Type": FORM})
        seconds.append(time.perf_counter() - started)
        if status != 200 or b'"base"' not in content:
            raise RuntimeError(f"Saving was answered {status} {content[:200]}")
        fields["base"] = msgspec.json.decode(content)["base"]
    processor = (server.processor_seconds() - before) * 1000 / SAVES
    median, most = statistics.median(seconds) * 1000, percentile(seconds, 95) * 1000
    note = f"p95 of {SAVES}, the median {median:.0f} ms; {processor:.0f} ms of processor for one, the class beside it"
    return Figure(f"saving a paragraph while {PEOPLE} study", most, SAVING, " ms", note)


def draw(text):
    """Ten kilobytes of one language as a page, each time from the text."""
    document = module_from_json(text)
    found = {code: statistics.median(times_to_draw(document, code)) for code in LANGUAGES}
    said = ", ".join(f"{code} {milliseconds:.1f}" for code, milliseconds in found.items())
    return Figure(f"a lesson of {SIZE // KB} KB drawn", max(found.values()), DRAWING, " ms", f"processor time; {said}")


def times_to_draw(document, code):
    whole = "\n\n".join(lesson.texts[code].body for lesson in document.lessons).encode()
    if len(whole) < SIZE:
        raise RuntimeError(f"The lessons in {code} together are too short")
    lesson = document.lessons[0]
    body = whole[:SIZE].decode(errors="ignore").rpartition("\n\n")[0]
    words = msgspec.structs.replace(lesson.texts[code], body=body)
    lesson = msgspec.structs.replace(lesson, texts={**lesson.texts, code: words})
    for _number in range(DRAWINGS):
        one = msgspec.structs.replace(document, lessons=(lesson, *document.lessons[1:]))
        started = time.process_time()
        render_lesson(one, lesson.key, code, media_address(document.slug))
        yield (time.process_time() - started) * 1000


def check(drafts):
    """All checks of the largest module, by a process that has read its word lists and seen none of its texts."""
    slug, (text, module_id) = max(drafts.items(), key=lambda draft: len(draft[1][0]))
    document = module_from_json(text)
    current_known()
    started = time.process_time()
    problems, notes = problems_in(document), notes_on(document, module_id)
    seconds = time.process_time() - started
    note = f"processor time; `{slug}`, {len(text.encode()) / KB:,.0f} KB; found: {len(problems)} and {len(notes)}"
    return Figure("all checks of the largest module", seconds, CHECKING, " s", note)
