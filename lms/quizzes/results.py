"""What the result page tells, worked out from the edition's text and the marks; no database here.

Until the quiz is passed the right options stay unsaid: later attempts, and those of the next set of tries, draw from
the same bank. What the person chose is explained at once, with its source and the lesson to read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lms.catalogue.citations import source_lines
from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import Option, Question
from lms.quizzes.models import Attempt, AttemptKind, Mark


@dataclass(frozen=True)
class LessonToRead:
    key: str
    number: int
    title: str


@dataclass(frozen=True)
class Explained:
    """An option with its reason."""

    text: str
    reason: str
    sources: list[str]
    is_right: bool


@dataclass(frozen=True)
class LookAgain:
    """A question that earned no point."""

    number: int
    stem: str
    case: str | None
    is_answered: bool
    #: What the person chose and why it is not the one (or that it is).
    chosen: list[Explained]
    #: Right options that were not chosen; empty as long as they stay unsaid.
    right: list[Explained]
    lesson: LessonToRead | None


@dataclass
class Topic:
    """An objective and how it went."""

    text: str
    points: int = 0
    of: int = 0
    lessons: list[LessonToRead] = field(default_factory=list)


@dataclass(frozen=True)
class Gain:
    """The same objectives before and after, eight questions against eight."""

    before: int
    of_before: int
    after: int
    of_after: int


@dataclass(frozen=True)
class Result:
    points: int
    possible: int
    needed: int
    is_passed: bool
    is_everything_told: bool
    gain: Gain | None
    topics: list[Topic]
    again: list[LookAgain]
    tries_left: int
    next_try_at: datetime | None

    @property
    def first_lesson(self) -> LessonToRead | None:
        """The lesson behind most of what went wrong."""
        lessons = [look.lesson for look in self.again if look.lesson]
        return max(lessons, key=lessons.count, default=None)


def result_of(
    attempt: Attempt,
    document: ModuleDocument,
    marks: Sequence[Mark],
    *,
    attempts: Sequence[Attempt],
    tries_left: int,
    next_try_at: datetime | None,
    language: str,
) -> Result:
    """The page of a handed-in final. ``attempts`` are all of the enrolment."""
    is_passed = bool(attempt.is_passed)
    is_told = is_passed or any(other.is_passed for other in attempts if _is_final(other))
    return Result(
        points=attempt.points or 0,
        possible=attempt.points_possible,
        needed=document.rules.points_needed(attempt.points_possible),
        is_passed=is_passed,
        is_everything_told=is_told,
        gain=_gain(attempt, attempts, document),
        topics=_topics(document, marks, language),
        again=[_look_again(document, mark, language, is_told=is_told) for mark in marks if not mark.points],
        tries_left=tries_left,
        next_try_at=next_try_at,
    )


def _is_final(attempt: Attempt) -> bool:
    return attempt.kind is AttemptKind.FINAL


def _gain(attempt: Attempt, attempts: Sequence[Attempt], document: ModuleDocument) -> Gain | None:
    """Only the first counted final, and only after a pre-test that was handed in and counts."""
    before = next((a for a in attempts if not _is_final(a) and a.handed_in_at and a.set_aside_at is None), None)
    if before is None or before.points is None or attempt.form is None or attempt.form_points is None:
        return None
    if attempt.set_aside_at is not None:
        return None
    by_key = document.questions_by_key
    of_after = sum(by_key[key].form == attempt.form for key, _options in attempt.drawn)
    if not of_after or not before.points_possible:
        return None
    return Gain(before.points, before.points_possible, attempt.form_points, of_after)


def _topics(document: ModuleDocument, marks: Sequence[Mark], language: str) -> list[Topic]:
    """By objective, in the order of the module, with the lessons to read again."""
    topics = {objective.key: Topic(objective.text[language]) for objective in document.objectives}
    for mark in marks:
        question = document.questions_by_key[mark.question_key]
        topic = topics.setdefault(question.objective, Topic(question.objective))
        topic.points += mark.points
        topic.of += 1
        lesson = lesson_to_read(document, question, language)
        if not mark.points and lesson and lesson not in topic.lessons:
            topic.lessons.append(lesson)
    return [topic for topic in topics.values() if topic.of]


def lessons_behind(document: ModuleDocument, marks: Sequence[Mark], language: str) -> list[LessonToRead]:
    """Where the questions that earned no point are explained, each lesson once, in the order of the module."""
    wrong = [document.questions_by_key[mark.question_key] for mark in marks if not mark.points]
    found = {lesson_to_read(document, question, language) for question in wrong}
    return sorted((lesson for lesson in found if lesson is not None), key=lambda lesson: lesson.number)


def lesson_to_read(document: ModuleDocument, question: Question, language: str) -> LessonToRead | None:
    for number, lesson in enumerate(document.lessons, start=1):
        if lesson.key == question.lesson:
            return LessonToRead(lesson.key, number, lesson.texts[language].title)
    return None


def _look_again(document: ModuleDocument, mark: Mark, language: str, *, is_told: bool) -> LookAgain:
    question = document.questions_by_key[mark.question_key]
    chosen = [option for option in question.options if option.key in mark.chosen]
    missed = [option for option in question.options if option.correct and option.key not in mark.chosen]
    # Which of several ticked options are right is an answer too: untold, only what is wrong is explained.
    shown = chosen if is_told else [option for option in chosen if not option.correct]
    return LookAgain(
        number=mark.position,
        stem=question.stem[language],
        case=question.case[language] if question.case else None,
        is_answered=bool(mark.chosen),
        chosen=[_explained(document, option, language) for option in shown],
        right=[_explained(document, option, language) for option in missed] if is_told else [],
        lesson=lesson_to_read(document, question, language),
    )


def _explained(document: ModuleDocument, option: Option, language: str) -> Explained:
    return Explained(
        text=option.text[language],
        reason=option.feedback[language],
        sources=source_lines(document, option.sources, language),
        is_right=option.correct,
    )
