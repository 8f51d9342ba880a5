"""Questions about attempts. What a person asks is limited to the person's own."""

from lms.quizzes.queries.answers import Answer, answer_upsert, answers_of
from lms.quizzes.queries.attempts import (
    KINDS,
    answer_sheet,
    attempts_in,
    changes_of,
    marks_of,
    open_final_for_update,
    sitting_by_id_for_update,
    sitting_for_update,
    sitting_of,
    sitting_on_paper,
)
from lms.quizzes.queries.awaited import awaited_in, results_of_the_day
from lms.quizzes.queries.sittings import AnswerSheet, Asked, Sitting, sitting_from
from lms.quizzes.queries.tries import Tries, all_exceptions_of, exceptions_of, sets_of, tries_of

__all__ = [
    "KINDS",
    "Answer",
    "AnswerSheet",
    "Asked",
    "Sitting",
    "Tries",
    "all_exceptions_of",
    "answer_sheet",
    "answer_upsert",
    "answers_of",
    "attempts_in",
    "awaited_in",
    "changes_of",
    "exceptions_of",
    "marks_of",
    "open_final_for_update",
    "results_of_the_day",
    "sets_of",
    "sitting_by_id_for_update",
    "sitting_for_update",
    "sitting_from",
    "sitting_of",
    "sitting_on_paper",
    "tries_of",
]
