"""Several options may be right; the answer counts as a whole."""

from lms.questions.documents import Question
from lms.questions.kinds.base import ChoiceKind


class MultipleChoice(ChoiceKind):
    code = "multiple-choice"

    def problems(self, question: Question) -> list[str]:
        found = super().problems(question)
        right = sum(option.correct for option in question.options)
        if not 1 <= right < len(question.options):
            found.append("A multiple-choice question has at least one correct and one incorrect option.")
        return found
