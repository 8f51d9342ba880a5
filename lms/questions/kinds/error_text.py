"""Mark the wrong words in a decision or a press release.

``passage`` holds ``{key}`` where words can be marked; ``options`` are these words, ``correct`` where they are to be
marked because they are wrong, with the better wording in the feedback. ``credit``: ``whole`` or ``minus-wrong``, as for
multiple choice. Not ``each``: with one error among twelve places, one mark anywhere would earn ten parts of twelve.
"""

from random import Random
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Question
from lms.questions.kinds.multiple_choice import MarkedSet
from lms.questions.passages import are_all_there, stretches

MOST_WORDS = 12


class ErrorText(MarkedSet):
    code = "error-text"
    name = _l("A text with errors")
    hint = _l("Mark all words that are wrong.")
    credits = ("minus-wrong", "whole")

    def order(self, question: Question, lot: Random) -> list[str]:
        """A text is read in its own order."""
        return [option.key for option in question.options]

    def words(self, question: Question, language: str) -> dict[str, Any]:
        return {"passage": stretches((question.passage or {}).get(language, ""))}

    def problems(self, question: Question) -> list[str]:
        found = [*self.shared_problems(question), *self.problems_of_credit(question)]
        if not 1 <= len(self.right_keys(question)) < len(question.options) <= MOST_WORDS:
            found.append("A text with errors has up to twelve places to mark, some wrong and some not.")
        if not are_all_there(question.passage, [option.key for option in question.options]):
            found.append("The text names each of its places exactly once, in every language, as {key}.")
        return found
