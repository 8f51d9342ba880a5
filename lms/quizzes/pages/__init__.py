"""What the pages of the tests show, as plain values for their templates. No key and no reason before release."""

from lms.quizzes.pages.entry import entry_page, exception_rows
from lms.quizzes.pages.outcomes import (
    closed_page,
    final_result_page,
    on_paper_page,
    pre_test_result_page,
    time_over_page,
    waiting_page,
)
from lms.quizzes.pages.sittings import attempt_page, check_page

__all__ = [
    "attempt_page",
    "check_page",
    "closed_page",
    "entry_page",
    "exception_rows",
    "final_result_page",
    "on_paper_page",
    "pre_test_result_page",
    "time_over_page",
    "waiting_page",
]
