"""A training module as it is written: one typed document, in the format of ``content/README.md``.

A draft is such a document that changes; an edition is one that never does, stored with its hash.
"""

import re
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Literal

import msgspec

from lms.questions.documents import Ending, Node, Question, Strict, Words, places_of

#: Where a lesson leads into the scenario.
SCENARIO_BOX = re.compile(r"^:::+ *scenario\b", re.MULTILINE)

#: How far the texts of a language are where nothing is said of a single one.
TextState = Literal["source", "machine-draft", "translated", "legally-checked", "approved"]


class Rendition(Strict, frozen=True):
    """How far one text is in one language, where that is not what the module says of all of them.

    ``of`` is the hash of the source text that it was translated from. Where the source says something else now, the
    text is outdated. Without it nothing is known to have changed.
    """

    state: Literal["missing", "surplus", "machine-draft", "translated", "legally-checked", "approved"]
    of: str | None = None


class Objective(Strict, frozen=True):
    key: str
    text: Words


class Professions(Strict, frozen=True):
    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()


class DrawRule(Strict, frozen=True):
    """At least so many questions of a final quiz are of this objective, difficulty, lesson and tag; what is None is
    free.
    """

    count: int
    objective: str | None = None
    difficulty: int | None = None
    lesson: str | None = None
    tag: str | None = None

    def fits(self, question: Question) -> bool:
        return (
            self.objective in (None, question.objective)
            and self.difficulty in (None, question.difficulty)
            and self.lesson in (None, question.lesson)
            and (self.tag is None or self.tag in question.tags)
        )


class Rules(Strict, frozen=True):
    """How the module is passed. The share is an exact fraction and is never rounded up.

    What is left at its default is not in the JSON, so that modules from before a rule existed keep their hash.
    """

    pass_share: str = "3/4"  # noqa: S105  (a share, not a secret)
    attempts: int = 3
    pause_after: int = 2
    pause_hours: int = 24
    pre_test_questions: int = 8
    final_questions: int = 12
    #: Time for a final quiz, by the server's clock; None: without a limit. More is given to a person by exception.
    minutes: int | None = None
    #: The final quiz shows one question after the other and leads back to none.
    one_way: bool = False
    #: Each attempt asks in an order of its own; else in the order of the bank. Options are each question's own matter.
    shuffle_questions: bool = True
    #: The day (2026-12-01, in Bishkek) from which results of finals are shown; None, or a day that is over: at once.
    results_from: str | None = None
    #: What a final quiz draws before the rest is spread.
    draw: tuple[DrawRule, ...] = ()

    @property
    def results_day(self) -> date | None:
        return None if self.results_from is None else date.fromisoformat(self.results_from)

    @property
    def share(self) -> Fraction:
        return Fraction(self.pass_share)

    def points_needed(self, of: int) -> int:
        """The fewest whole points that reach the share: 9 of 12 for 3/4."""
        return -(-self.share.numerator * of // self.share.denominator)


class LessonText(Strict, frozen=True):
    title: str
    summary: str
    body: str


class Lesson(Strict, frozen=True):
    field: ClassVar[str] = "lessons"

    key: str
    minutes: int
    objectives: tuple[str, ...]
    texts: dict[str, LessonText]
    content_note: Words | None = None

    @property
    def part(self) -> str:
        """What pages call it."""
        return f"lesson:{self.key}"


class HandoutText(Strict, frozen=True):
    title: str
    body: str


class Handout(Strict, frozen=True):
    """A text beside the lessons: the page that learners print for work, and what only whoever leads a group reads."""

    field: ClassVar[str] = "handouts"

    key: Literal["job-aid", "facilitator"]
    texts: dict[str, HandoutText]

    @property
    def part(self) -> str:
        """What pages call it."""
        return f"handout:{self.key}"


#: What is written in Markdown, in each language as a whole.
Written = Lesson | Handout
JOB_AID, FACILITATOR = "job-aid", "facilitator"


class Scenario(Strict, frozen=True):
    """The branching case of a module, with what it teaches."""

    key: str
    title: Words
    intro: Words
    start: str
    nodes: tuple[Node, ...]
    endings: tuple[Ending, ...]
    standard: Words
    standard_sources: tuple[str, ...] = ()
    lesson: str | None = None

    @cached_property
    def places(self) -> dict[str, Node | Ending]:
        return places_of(self)


class Source(Strict, frozen=True):
    """Something a text cites. ``read`` says honestly how much of it the authors read."""

    key: str
    title: Words
    year: int | None = None
    symbol: str | None = None
    publisher: Words | None = None
    link: str | None = None
    read: Literal["in-full", "in-part", "not-read"] = "not-read"
    binding: bool = False
    #: The day (2026-11-01) of the wording that the texts rest on.
    version: str | None = None


#: Documents that a lesson gives away, by the ending of their names: their type, and what people call it.
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOWNLOADS = {
    ".pdf": ("application/pdf", "PDF"),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", "Word"),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", "PowerPoint"),
}


class Captions(Strict, frozen=True):
    """What is said in a film, line by line with its times (WebVTT), as ``lms.core.captions`` writes it."""

    language: str
    content: str


class MediaFile(Strict, frozen=True):
    """A picture, a recording or a document to download of the module, addressed by the SHA-256 of its content.

    A recording also says how long it is, in which languages it speaks, and what it says, in each language as text.
    """

    name: str
    sha256: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    languages: tuple[str, ...] = ()
    text: Words | None = None
    #: Shown for analysis only, because it could itself be unlawful: never downloaded, and in no package.
    analysis: bool = False
    #: Of a film, in the order of the languages.
    captions: tuple[Captions, ...] = ()

    @property
    def is_film(self) -> bool:
        return self.type.startswith("video/")

    def captions_in(self, language: str) -> str | None:
        """The captions of the film in a language, if it has them."""
        return next((one.content for one in self.captions if one.language == language), None)

    @property
    def is_recording(self) -> bool:
        """Whether it is heard or watched, and not only seen."""
        return self.type.startswith(("audio/", "video/"))

    @property
    def is_download(self) -> bool:
        """Whether a lesson gives it away and does not show it."""
        return not self.is_recording and not self.is_picture

    @property
    def is_picture(self) -> bool:
        return self.type.startswith("image/")

    @property
    def kind(self) -> str:
        """What people call a document of this type."""
        return next((name for kind, name in DOWNLOADS.values() if kind == self.type), "")


def running_time(seconds: int) -> str:
    """How long a recording is: ``4:05``."""
    return f"{seconds // 60}:{seconds % 60:02d}"


class ModuleDocument(Strict, frozen=True):
    """The whole content of a module."""

    slug: str
    code: str
    title: Words
    summary: Words
    outputs: tuple[str, ...]
    minutes: int
    level: Literal["introductory", "intermediate", "advanced"]
    professions: Professions
    states: dict[str, TextState]
    rules: Rules
    objectives: tuple[Objective, ...]
    lessons: tuple[Lesson, ...]
    checks: tuple[Question, ...]
    questions: tuple[Question, ...]
    scenario: Scenario | None = None
    sources: tuple[Source, ...] = ()
    media: tuple[MediaFile, ...] = ()
    content_note: Words | None = None
    themes: tuple[str, ...] = ()
    source_language: str = "en"
    core: bool = True
    law_as_of: str | None = None
    validity_months: int | None = None
    format: int = 1
    #: Identity of a text (``lms.catalogue.translation``) to language to how far it is.
    translation: dict[str, dict[str, Rendition]] = {}
    #: In the order of their keys. A module that has none is what it was before there were any.
    handouts: tuple[Handout, ...] = ()

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What pages have derived from this text (rendered lessons, contents); it lives as long as the document."""
        return {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the whole module can be read, in the order of the switch."""
        return tuple(
            code
            for code in ("ky", "ru", "en")
            if code in self.states and code in self.title and all(code in lesson.texts for lesson in self.lessons)
        )

    @property
    def law_day(self) -> date | None:
        return date.fromisoformat(self.law_as_of) if self.law_as_of else None

    def language_for(self, wanted: str) -> str:
        """The wanted language if the module is ready in it, else the one it was written in."""
        if wanted in self.languages:
            return wanted
        ready = self.languages
        return self.source_language if self.source_language in ready or not ready else ready[0]

    @cached_property
    def lessons_by_key(self) -> dict[str, Lesson]:
        return {lesson.key: lesson for lesson in self.lessons}

    @cached_property
    def handouts_by_key(self) -> dict[str, Handout]:
        return {handout.key: handout for handout in self.handouts}

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Lessons, then what stands beside them."""
        return (*self.lessons, *self.handouts)

    def written_at(self, field: str, key: str) -> Written | None:
        """``("lessons", "words-matter")``; None where there is none."""
        return next((text for text in self.written if (text.field, text.key) == (field, key)), None)

    @cached_property
    def questions_by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def checks_by_key(self) -> dict[str, Question]:
        return {check.key: check for check in self.checks}

    @cached_property
    def sources_by_key(self) -> dict[str, Source]:
        return {source.key: source for source in self.sources}

    @cached_property
    def scenario_lesson(self) -> Lesson | None:
        """The lesson in which the scenario has its place, if it has one."""
        chief = self.source_language
        opened = (one for one in self.lessons if chief in one.texts and SCENARIO_BOX.search(one.texts[chief].body))
        return next(opened, None) if self.scenario is not None else None

    @cached_property
    def media_by_name(self) -> dict[str, MediaFile]:
        return {file.name: file for file in self.media}


def module_from_json(text: str | bytes) -> ModuleDocument:
    """Read a stored document. Raises ``msgspec.ValidationError`` with the place that is wrong."""
    return msgspec.json.decode(text, type=ModuleDocument)
