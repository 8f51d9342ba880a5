"""What the result page tells, worked out from the edition's text and the marks; no database here.

Until the quiz is passed the right options stay unsaid: later attempts, and those of the next set of tries, draw from
the same bank. What the person chose is explained at once, with its source and the lesson to read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from lms.catalogue.asking import citing
from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.questions.showing import Comment, commented, in_language, told
from lms.quizzes.models import Attempt, AttemptKind, Mark


@dataclass(frozen=True)
class LessonToRead:
    key: str
    number: int
    title: str


@dataclass(frozen=True)
class LookAgain:
    """A question with what was answered and why: one that did not earn its whole point, or any once all is told."""

    number: int
    stem: str
    case: str | None
    is_answered: bool
    #: The whole answer in words.
    answer: list[str]
    #: What is said of it: of everything, or as long as the key stays unsaid only of what is wrong.
    chosen: list[Comment]
    #: What is right and was not answered; empty as long as it stays unsaid.
    right: list[Comment]
    explanation: str
    explanation_sources: list[str]
    #: Nothing in the answer is wrong; something is wanting.
    is_right_so_far: bool
    #: The part of the point that it earned.
    share: Fraction
    lesson: LessonToRead | None


@dataclass
class Topic:
    """An objective and how it went."""

    text: str
    points: Fraction = Fraction(0)
    of: int = 0
    lessons: list[LessonToRead] = field(default_factory=list)


@dataclass(frozen=True)
class Gain:
    """The same objectives before and after, eight questions against eight."""

    before: Fraction
    of_before: int
    after: Fraction
    of_after: int


@dataclass(frozen=True)
class Result:
    points: Fraction
    possible: int
    needed: Fraction
    is_passed: bool
    is_everything_told: bool
    gain: Gain | None
    topics: list[Topic]
    again: list[LookAgain]
    #: Every question with its reasons, in the order asked; empty as long as right answers stay unsaid.
    review: list[LookAgain]
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
    is_told = is_passed or any(other.is_passed and other.released_at for other in attempts if _is_final(other))
    said = {mark.question_key: _look_again(document, mark, language, is_told=is_told) for mark in marks}
    return Result(
        points=Fraction(attempt.points or 0, attempt.scale),
        possible=attempt.points_possible // attempt.scale,
        needed=Fraction(document.rules.points_needed(attempt.points_possible), attempt.scale),
        is_passed=is_passed,
        is_everything_told=is_told,
        gain=_gain(attempt, attempts, document),
        topics=_topics(document, marks, language),
        again=[said[mark.question_key] for mark in marks if not mark.is_right],
        review=list(said.values()) if is_told else [],
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
    return Gain(
        Fraction(before.points, before.scale),
        before.points_possible // before.scale,
        Fraction(attempt.form_points, attempt.scale),
        of_after,
    )


def _topics(document: ModuleDocument, marks: Sequence[Mark], language: str) -> list[Topic]:
    """By objective, in the order of the module, with the lessons to read again."""
    topics = {objective.key: Topic(objective.text[language]) for objective in document.objectives}
    for mark in marks:
        question = document.questions_by_key[mark.question_key]
        topic = topics.setdefault(question.objective, Topic(question.objective))
        topic.points += share_of(mark)
        topic.of += 1
        lesson = lesson_to_read(document, question, language)
        if not mark.is_right and lesson and lesson not in topic.lessons:
            topic.lessons.append(lesson)
    return [topic for topic in topics.values() if topic.of]


def lessons_behind(document: ModuleDocument, marks: Sequence[Mark], language: str) -> list[LessonToRead]:
    """Where the questions that earned no point are explained, each lesson once, in the order of the module."""
    wrong = [document.questions_by_key[mark.question_key] for mark in marks if not mark.is_right]
    found = {lesson_to_read(document, question, language) for question in wrong}
    return sorted((lesson for lesson in found if lesson is not None), key=lambda lesson: lesson.number)


def share_of(mark: Mark) -> Fraction:
    """The part of its point that a question earned."""
    return Fraction(mark.points or 0, mark.points_possible)


def lesson_to_read(document: ModuleDocument, question: Question, language: str) -> LessonToRead | None:
    for number, lesson in enumerate(document.lessons, start=1):
        if lesson.key == question.lesson:
            return LessonToRead(lesson.key, number, lesson.texts[language].title)
    return None


def _look_again(document: ModuleDocument, mark: Mark, language: str, *, is_told: bool) -> LookAgain:
    question = document.questions_by_key[mark.question_key]
    kind, cite = kind_of(question), citing(document, language)
    said = kind.explain(question, mark.chosen)
    # What is right in an answer that is wrong as a whole tells the rest; untold, only what is wrong is explained, and
    # only where its reason does not give the key away.
    given = said if is_told else [one for one in said if not one.is_right and not one.tells]
    right = kind.missing(question, mark.chosen) if is_told else []
    return LookAgain(
        number=mark.position,
        stem=in_language(question.stem, language),
        case=in_language(question.case, language) or None,
        is_answered=bool(mark.chosen),
        answer=told(question, mark.chosen, language),
        chosen=commented(given, language, cite),
        right=commented(right, language, cite),
        explanation=in_language(question.explanation, language) if is_told else "",
        explanation_sources=cite(question.explanation_sources) if is_told else [],
        is_right_so_far=bool(said) and all(one.is_right for one in said),
        share=Fraction(mark.points or 0, mark.points_possible),
        lesson=lesson_to_read(document, question, language),
    )
