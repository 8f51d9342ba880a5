"""What can happen to an attempt: started, answers saved, handed in, marked, released; and exceptions."""

from lms.quizzes.services.excepting import Given, end_exception, give_exception
from lms.quizzes.services.handing_in import close, hand_in, hand_in_overdue, is_due_for_release, release, settle
from lms.quizzes.services.saving import Saved, Write, go_on, save_answers
from lms.quizzes.services.starting import Draw, begin, counted_finals, open_tries, start_attempt

__all__ = [
    "Draw",
    "Given",
    "Saved",
    "Write",
    "begin",
    "close",
    "counted_finals",
    "end_exception",
    "give_exception",
    "go_on",
    "hand_in",
    "hand_in_overdue",
    "is_due_for_release",
    "open_tries",
    "release",
    "save_answers",
    "settle",
    "start_attempt",
]
