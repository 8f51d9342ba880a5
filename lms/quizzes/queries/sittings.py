"""What a query about an attempt gives: the attempt with its text and its answers, or only what saving has to know."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition
from lms.catalogue.queries import document_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.questions.documents import Question
from lms.quizzes.corrections import corrected
from lms.quizzes.models import Attempt
from lms.quizzes.queries.answers import Answer, answers_of


@dataclass(frozen=True)
class Asked:
    """A question as this attempt asks it."""

    number: int
    question: Question
    options: list[str]


@dataclass(frozen=True)
class Sitting:
    """An attempt with the text of its edition and the answers so far."""

    attempt: Attempt
    #: The edition whose questions were drawn; the enrolment may have moved to a corrected spelling since.
    edition: Edition
    #: With the keys as they were corrected since.
    document: ModuleDocument
    #: Questions whose point everybody earns, because they turned out to be none.
    given: frozenset[str] = frozenset()
    #: Whether any key of the edition was corrected.
    is_corrected: bool = False

    @property
    def enrolment(self) -> Enrolment:
        return self.attempt.enrolment

    @property
    def id(self) -> UUID:
        return self.attempt.id

    @property
    def person_id(self) -> UUID:
        return self.enrolment.person_id

    @property
    def drawn(self) -> list[Any]:
        return self.attempt.drawn

    @property
    def handed_in_at(self) -> datetime | None:
        return self.attempt.handed_in_at

    @property
    def due_at(self) -> datetime | None:
        return self.attempt.due_at

    @property
    def reached(self) -> int:
        return self.attempt.reached

    @property
    def is_one_way(self) -> bool:
        """Whether one question is shown after the other: as it was when the attempt began."""
        return self.reached > 0

    @property
    def is_through(self) -> bool:
        """Whether every question was left behind, so that only handing in remains."""
        return self.is_one_way and self.reached > len(self.drawn)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be saved although it was not handed in."""
        return self.attempt.set_aside_at is not None or self.enrolment.state is not EnrolmentState.OPEN

    @property
    def is_on_paper(self) -> bool:
        return self.attempt.is_on_paper

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Question key to the answer as it stands; read when first asked for."""
        return answers_of(self.attempt.id)

    @cached_property
    def asked(self) -> list[Asked]:
        by_key = self.document.questions_by_key
        return [
            Asked(number, by_key[key], options) for number, (key, options) in enumerate(self.attempt.drawn, start=1)
        ]

    @property
    def saved_at(self) -> datetime | None:
        return max((answer.saved_at for answer in self.answers.values()), default=None)


class AnswerSheet(NamedTuple):
    """What saving an answer has to know of an attempt, and nothing more: this is the busiest write of the house."""

    id: UUID
    edition_id: UUID
    drawn: list[Any]
    is_on_paper: bool
    handed_in_at: datetime | None
    set_aside_at: datetime | None
    due_at: datetime | None
    reached: int
    state: EnrolmentState
    person_id: UUID

    @property
    def is_one_way(self) -> bool:
        return self.reached > 0

    @property
    def is_closed(self) -> bool:
        return self.set_aside_at is not None or self.state is not EnrolmentState.OPEN

    @property
    def document(self) -> ModuleDocument:
        return document_of(self.edition_id)


def sitting_from(attempt: Attempt, edition: Edition, newest: UUID | None) -> Sitting:
    """Put together what was read; ``newest`` is the newest correction of the edition."""
    known = corrected(attempt.edition_id, newest)
    return Sitting(attempt, edition, known.document, known.given, newest is not None)
