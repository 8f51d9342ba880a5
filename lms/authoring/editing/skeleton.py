"""The beginning of a module: three empty lessons and nothing invented."""

import msgspec

from lms.catalogue.documents import Lesson, LessonText, ModuleDocument, Professions, Rules
from lms.core.i18n import LANGUAGES
from lms.questions.documents import Words

LESSONS = 3
MINUTES = 15


def skeleton(
    *,
    slug: str,
    code: str,
    title: Words,
    source_language: str,
    minutes: int,
    outputs: tuple[str, ...],
    professions: tuple[str, ...],
) -> ModuleDocument:
    """A document that can be edited and is far from publication."""
    return ModuleDocument(
        slug=slug,
        code=code,
        title=title,
        summary=dict.fromkeys(LANGUAGES, ""),
        outputs=outputs,
        minutes=minutes,
        level="introductory",
        professions=Professions(required=professions),
        states={code: "source" if code == source_language else "machine-draft" for code in LANGUAGES},
        rules=Rules(),
        objectives=(),
        lessons=tuple(empty_lesson(f"lesson-{number}") for number in range(1, LESSONS + 1)),
        checks=(),
        questions=(),
        source_language=source_language,
    )


def lesson_of(key: str, language: str, title: str, body: str) -> Lesson:
    """A lesson that is written in one language so far."""
    empty = empty_lesson(key, {language: title})
    text = LessonText(title=title, summary="", body=body)
    return msgspec.structs.replace(empty, texts=empty.texts | {language: text})


def empty_lesson(key: str, title: Words | None = None) -> Lesson:
    """A lesson without text."""
    titles = title or {}
    texts = {code: LessonText(title=titles.get(code, ""), summary="", body="\n") for code in LANGUAGES}
    return Lesson(key=key, minutes=MINUTES, objectives=(), texts=texts)
