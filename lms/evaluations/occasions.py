"""When somebody is asked, how long the page stays open, and the calendar months in which replies are counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lms.enrolments.validity import MONTHS, months_later

#: A month as it stands with a reply: 2026-11.
Month = str


class Occasion(StrEnum):
    MODULE = "module"  # the form after completion: Kirkpatrick level 1
    THREE_MONTHS = "three_months"  # what came of it: level 3
    SIX_MONTHS = "six_months"


#: So many months after completion the page opens.
AFTER = {Occasion.MODULE: 0, Occasion.THREE_MONTHS: 3, Occasion.SIX_MONTHS: 6}
FOLLOW_UPS = (Occasion.THREE_MONTHS, Occasion.SIX_MONTHS)
#: For how long it stays open. Each closes before the next opens.
OPEN_FOR = {
    Occasion.MODULE: timedelta(days=88),
    Occasion.THREE_MONTHS: timedelta(days=60),
    Occasion.SIX_MONTHS: timedelta(days=60),
}
#: Completions older than this have no page open any more: six months have at most 184 days.
LONGEST = timedelta(days=184 + 60)


def opens_on(occasion: Occasion, completed_on: date) -> date:
    return months_later(completed_on, AFTER[occasion])


def closes_on(occasion: Occasion, completed_on: date) -> date:
    """The last day."""
    return opens_on(occasion, completed_on) + OPEN_FOR[occasion]


def is_open(occasion: Occasion, completed_on: date, today: date) -> bool:
    return opens_on(occasion, completed_on) <= today <= closes_on(occasion, completed_on)


def may_be_asked(completed_on: date | None, today: date) -> bool:
    """Whether a page may still be open after a completion on this day: whoever knows the day need not ask further."""
    return completed_on is not None and completed_on >= today - LONGEST


def month_of(day: date) -> Month:
    return f"{day.year:04}-{day.month:02}"


def end_of(month: Month) -> date:
    """Its last day."""
    return months_later(date.fromisoformat(f"{month}-01"), 1) - timedelta(days=1)


def last_of_quarter(month: Month) -> Month:
    return _moved(month, -int(month[5:]) % 3)


@dataclass(frozen=True)
class Months:
    """From the first to the last of these months, both in it; periods of reports become whole quarters here."""

    first: Month
    last: Month

    @classmethod
    def of_quarters(cls, start: date, end: date) -> "Months":
        """The months of the calendar quarters that lie whole in the period; there may be none."""
        first = start if start.day == 1 else months_later(start.replace(day=1), 1)
        while first.month % 3 != 1:
            first = months_later(first, 1)
        after = (end + timedelta(days=1)).replace(day=1)
        while after.month % 3 != 1:
            after = months_later(after, -1)
        return cls(month_of(first), _moved(month_of(after), -1))

    def __contains__(self, month: Month) -> bool:
        return self.first <= month <= self.last

    @property
    def start(self) -> date:
        return date.fromisoformat(f"{self.first}-01")

    @property
    def end(self) -> date:
        return end_of(self.last)

    def earlier(self, months: int) -> "Months":
        """So many months before: in which completed, whoever is asked in these."""
        return Months(_moved(self.first, -months), _moved(self.last, -months))


def _moved(month: Month, by: int) -> Month:
    years, place = divmod(int(month[:4]) * MONTHS + int(month[5:]) - 1 + by, MONTHS)
    return f"{years:04}-{place + 1:02}"
