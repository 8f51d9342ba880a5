"""What the pictures of a lesson weigh on a phone: beyond a measure, a weak line shows them long after the text."""

from collections.abc import Iterator

from lms.authoring.packs.checks.known import Known
from lms.authoring.packs.problems import Level, Problem
from lms.authoring.packs.texts import media_in, outline_of
from lms.catalogue.documents import Lesson, MediaFile, ModuleDocument
from lms.core.i18n import _
from lms.core.pictures import MOST_BYTES, OF_POINTS
from lms.ui.filters import KILOBYTE, file_size

#: Bytes of all pictures of a lesson.
MOST_OF_A_LESSON = 120 * KILOBYTE
#: So many of the largest are named.
NAMED = 3


def weight_problems(document: ModuleDocument, known: Known) -> Iterator[Problem]:
    """Each lesson once, in the language in which its pictures weigh most."""
    for lesson in document.lessons:
        heaviest: tuple[int, str, list[tuple[int, str]]] = (0, "", [])
        for language in lesson.texts:
            weights = _weights(_pictures_in(document, lesson, language), known)
            heaviest = max(heaviest, (sum(size for size, _name in weights), language, weights))
        total, language, weights = heaviest
        if total > MOST_OF_A_LESSON:
            place = ("lessons", lesson.key, "texts", language, "body")
            yield Problem(place, _sentence(lesson.texts[language].title or lesson.key, total, weights), Level.WARNING)


def _sentence(title: str, total: int, weights: list[tuple[int, str]]) -> str:
    largest = sorted(weights, key=lambda one: (-one[0], one[1]))[:NAMED]
    return _(
        "On a phone the pictures of the lesson “%(lesson)s” have %(total)s together; it may be %(most)s. "
        "The largest are: %(pictures)s.",
        lesson=title,
        total=file_size(total),
        most=file_size(MOST_OF_A_LESSON),
        pictures=", ".join(f"{name} ({file_size(size)})" for size, name in largest),
    )


def _pictures_in(document: ModuleDocument, lesson: Lesson, language: str) -> list[MediaFile]:
    """Each once: those of the text, and those of the knowledge checks that stand in it."""
    body = lesson.texts[language].body
    names = media_in(body)
    for kind, key, _line in outline_of(body):
        check = document.checks_by_key.get(key) if kind == "check" else None
        if check is not None and check.image is not None:
            names.add(check.image.name)
    files = (document.media_by_name[name] for name in sorted(names & document.media_by_name.keys()))
    return [file for file in files if file.is_picture]


def _weights(pictures: list[MediaFile], known: Known) -> list[tuple[int, str]]:
    """Nothing is weighed where even the largest copies would do."""
    at_most = sum(MOST_BYTES if has_copies(file) else file.size for file in pictures)
    if at_most <= MOST_OF_A_LESSON:
        return []
    return [(known.weigh(file) if has_copies(file) else file.size, file.name) for file in pictures]


def has_copies(file: MediaFile) -> bool:
    """Whether a phone is given a smaller copy; a drawing is sent as it is, and so is material for analysis."""
    return file.type in OF_POINTS and not file.analysis
