"""What can happen in this room: essays are marked, keys corrected, passes decided on."""

from lms.grading.services.essays import LEASE, ask_for_marks, mark_essay, take, take_next
from lms.grading.services.keys import correct_key
from lms.grading.services.passes import keep_pass, withdraw_pass
from lms.grading.services.regrading import regrade_enrolment

__all__ = [
    "LEASE",
    "ask_for_marks",
    "correct_key",
    "keep_pass",
    "mark_essay",
    "regrade_enrolment",
    "take",
    "take_next",
    "withdraw_pass",
]
