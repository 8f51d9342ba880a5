"""A number is typed. ``accepted``: exact decimals with a tolerance to either side; ``unit``: what is counted, shown
beside the field and forgiven when it is typed too.
"""

from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Question
from lms.questions.kinds.foreseen import ForeseenKind


class Numeric(ForeseenKind):
    code = "numeric"
    name = _l("A number")
    hint = _l("Write a number.")
    most_letters = 60
    needed = "number"

    def words(self, question: Question, language: str) -> dict[str, Any]:
        return {"unit": (question.unit or {}).get(language, "")}
