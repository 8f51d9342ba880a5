"""In which steps figures of replies are told, so that no difference of two figures is about fewer than ten replies.

Replies are told by whole quarters, and of a module from ten on. What a closed quarter leaves under ten waits, and
counts in the first later quarter in which ten are together. So the replies of a module fall into steps of ten or more
that no later reply changes, every figure (of a quarter, of a year, of several modules) is of whole steps, and whatever
is taken from whatever, whole steps are left.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby

from lms.disclosure.groups import LEAST
from lms.evaluations.occasions import Month, end_of, last_of_quarter, month_of

#: A quarter is told so long after its end: the last of its replies have left their boxes by then.
SETTLES = timedelta(days=3)


def is_closed(month: Month, today: date) -> bool:
    """Whether the quarter of this month is told: it takes in nothing any more."""
    return end_of(last_of_quarter(month)) + SETTLES < today


def first_open_month(today: date) -> Month:
    """The first month whose quarter still takes in replies."""
    settled = today - SETTLES
    return month_of(date(settled.year, (settled.month - 1) // 3 * 3 + 1, 1))


def steps_of(sizes: Mapping[Month, int], today: date) -> dict[Month, Month]:
    """Month of replies to the last month of the quarter in which they are told; without those that wait.

    ``sizes``: how many replies of a module there are in each month, from the very first one on.
    """
    told: dict[Month, Month] = {}
    waiting: list[Month] = []
    for closing, months in groupby(sorted(sizes), key=last_of_quarter):
        if not is_closed(closing, today):
            break
        waiting += months
        if sum(sizes[month] for month in waiting) >= LEAST:
            told |= dict.fromkeys(waiting, closing)
            waiting = []
    return told
