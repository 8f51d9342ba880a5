"""What every kind of question answers for. A kind is stateless; it is asked about a document and an answer."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from lms.questions.documents import Question

FEWEST_OPTIONS, MOST_OPTIONS = 3, 5


class Kind(ABC):
    """A way to ask. ``code`` is the word in the document."""

    code: str

    @abstractmethod
    def problems(self, question: Question) -> list[str]:
        """What is wrong with the document beyond its shape, in English sentences for authors."""

    @abstractmethod
    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """The answer in its stored form, from what a form or a script sent.

        Unknown values are dropped, repeated ones counted once, order is the document's; an empty list is no answer.
        """

    @abstractmethod
    def is_right(self, question: Question, chosen: Sequence[str]) -> bool:
        """Whether the stored answer earns the point. No answer earns none."""

    def points(self, question: Question, chosen: Sequence[str]) -> int:
        """0 or 1."""
        return int(bool(chosen) and self.is_right(question, chosen))


class ChoiceKind(Kind, ABC):
    """What the two choice kinds share."""

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        given = set(values)
        return [option.key for option in question.options if option.key in given]

    def is_right(self, question: Question, chosen: Sequence[str]) -> bool:
        return set(chosen) == {option.key for option in question.options if option.correct}

    def problems(self, question: Question) -> list[str]:
        found = []
        if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
            found.append("A question has three to five options.")
        if len({option.key for option in question.options}) != len(question.options):
            found.append("Two options have the same key.")
        return found
