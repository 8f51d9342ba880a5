"""What happened to certificates in the quarters of a period: issued, looked up, revoked and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, func, select

from lms.certificates.models import Certificate, CertificateLookup
from lms.core import clock
from lms.core.extensions import db
from lms.reporting import beyond
from lms.reporting.choices import Choice, Measure, Period, Whose
from lms.reporting.counting import counts, counts_of
from lms.reporting.facts import all_rows
from lms.reporting.quarters import in_words, last_day, moment_of, quarter_of, start_of


@dataclass(frozen=True)
class Part:
    """As much of a quarter as lies in the period."""

    year: int
    quarter: int
    days: Period

    @property
    def label(self) -> str:
        return in_words(self.year, self.quarter)

    @property
    def after(self) -> datetime:
        return moment_of(self.days.end + timedelta(days=1))


def parts_of(period: Period) -> list[Part]:
    """The quarters of the period, from the first certificate until today."""
    first = db.session.scalar(select(func.min(Certificate.issued_at)))
    if first is None:
        return []
    start = max(period.start, clock.local_day(first))
    end = min(period.end, clock.local_day(clock.now()))
    return [
        Part(year, quarter, Period(max(start, start_of(year, quarter)), min(end, last_day(year, quarter))))
        for year in range(start.year, end.year + 1)
        for quarter in (1, 2, 3, 4)
        if start_of(year, quarter) <= end and last_day(year, quarter) >= start
    ]


def issued(choice: Choice, parts: Sequence[Part]) -> list[tuple[Any, ...]]:
    """(module, sex, place of the part, count): the first certificate of each completion, whatever became of it."""
    during = choice.during(Period(_first(parts), parts[-1].days.end))
    places = {f"{part.year}-{part.quarter}": place for place, part in enumerate(parts)}
    found: Counter[tuple[Any, ...]] = Counter()
    for module_id, sex, month, count in counts(Measure.CERTIFICATES, during, "module_id", "sex", "month"):
        found[module_id, sex, places[quarter_of(month)]] += count
    return [(*key, count) for key, count in found.items()]


def revoked(choice: Choice, parts: Sequence[Part]) -> list[tuple[Any, ...]]:
    """(module, code of the reason, place of the part, count), by the day of the revocation."""
    during = choice.during(Period(_first(parts), parts[-1].days.end))
    day_of_part = [(one.days.end, place) for place, one in enumerate(parts)]

    def rows_of(chosen: Choice, whose: Whose) -> Subquery:
        rows = beyond.revoked(chosen, whose)
        part = case(*((rows.c.revoked_on <= end, place) for end, place in day_of_part), else_=-1)
        return select(rows, part.label("part")).subquery("papers")

    return counts_of(rows_of, during, "module_id", "revoked_code", "part")


def looked_up(choice: Choice, parts: Sequence[Part]) -> list[tuple[Any, ...]]:
    """(module, place of the part, how often); who looked is not known."""
    rows, day = all_rows(choice), CertificateLookup.day
    part = case(*((day <= one.days.end, place) for place, one in enumerate(parts)), else_=-1).label("part")
    query = (
        select(rows.c.module_id, part, func.sum(CertificateLookup.count))
        .join(Certificate, Certificate.enrolment_id == rows.c.id)
        .join(CertificateLookup, CertificateLookup.certificate_id == Certificate.id)
        .where(day.between(_first(parts), parts[-1].days.end))
        .group_by(rows.c.module_id, part)
    )
    return [(module_id, place, int(count)) for module_id, place, count in db.session.execute(query)]


def _first(parts: Sequence[Part]) -> date:
    return parts[0].days.start
