"""A statement that is true or not. ``options``: ``true`` and ``false``, one of them ``correct``, each with a reason."""

from random import Random

from lms.core.i18n import _l
from lms.questions.documents import Question
from lms.questions.kinds.single_choice import SingleChoice

KEYS = ("true", "false")


class TrueFalse(SingleChoice):
    code = "true-false"
    name = _l("True or false")

    def order(self, question: Question, lot: Random) -> list[str]:
        """Always the same: shuffling two well-known words only slows a reader down."""
        return list(KEYS)

    def problems(self, question: Question) -> list[str]:
        found = self.shared_problems(question)
        if {option.key for option in question.options} != set(KEYS) or len(self.right_keys(question)) != 1:
            found.append("A true-or-false question has the options “true” and “false”, and one of them is correct.")
        return found
