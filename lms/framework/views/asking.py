"""What an address asks for: a year, a period of it, and for whom."""

import re
from datetime import date
from http import HTTPStatus

from flask import abort, request

from lms.core import clock
from lms.framework.forms import FIRST_YEAR
from lms.framework.indicators import Indicator, indicator_of
from lms.framework.spans import Span, period_of
from lms.reporting import filters
from lms.reporting.choices import Choice


def today() -> date:
    return clock.local_day(clock.now())


def asked_year(ahead: int = 0) -> int:
    """Up to so many years ahead; this one if none is asked."""
    asked, this = request.args.get("year", ""), today().year
    return int(asked) if re.fullmatch(r"[0-9]{4}", asked) and FIRST_YEAR <= int(asked) <= this + ahead else this


def asked_span() -> Span:
    asked = request.args.get("span", "")
    return Span(asked) if asked in set(Span) else Span.YEAR


def choice_of(year: int, span: Span) -> Choice:
    """Up to today, by the counting rule of the other tables."""
    whole, until = period_of(year, span), today()
    days = {"from": whole.start, "to": max(whole.start, min(whole.end, until))}
    return filters.read({name: day.isoformat() for name, day in days.items()}, today=until).choice()


def the_indicator(code: str) -> Indicator:
    return indicator_of(code) or abort(HTTPStatus.NOT_FOUND)
