"""Cohorts and gains again, in plain Python over the raw rows: slow, obvious, written without looking at the SQL."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean, median, stdev

from scipy.stats import t
from sqlalchemy import select

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.people.models import Consent, Person
from lms.quizzes.models import Attempt

MIDNIGHT = timezone(timedelta(hours=6))


def quarter_of(day):
    return day.year, (day.month + 2) // 3


def last_day_of(quarter):
    year, number = quarter
    return date(year + number // 4, number % 4 * 3 + 1, 1) - timedelta(days=1)


def closing_of(quarter):
    """The last day that counts."""
    return last_day_of(quarter) + timedelta(days=90)


def moment_after(day):
    return datetime.combine(day + timedelta(days=1), time.min, MIDNIGHT)


class Closed:
    """Everything about closed cohorts of a period, as lists of dictionaries."""

    def __init__(self, period, today):
        merged = {p.id: p.merged_into_id for p in db.session.scalars(select(Person)) if p.merged_into_id}
        consents = defaultdict(list)
        for consent in db.session.scalars(select(Consent)):
            if consent.purpose == "study":
                consents[consent.person_id].append((consent.given_at, consent.withdrawn_at))
        attempts = defaultdict(list)
        for attempt in db.session.scalars(select(Attempt)):
            attempts[attempt.enrolment_id].append(attempt)
        self.rows = []
        for e in db.session.scalars(select(Enrolment)):
            closing = closing_of(quarter_of(e.started_on))
            if not (period.start <= closing <= period.end and closing < today):
                continue
            end = moment_after(closing)
            own = consents[e.person_id]
            self.rows.append(
                {
                    "person": merged.get(e.person_id, e.person_id),
                    "module": e.module_id,
                    "quarter": quarter_of(e.started_on),
                    "sex": e.sex,
                    "region": e.region_code,
                    "type": e.institution_type,
                    "institution": e.institution_id,
                    "profession": e.profession_code,
                    "language": e.language,
                    "is_withheld": bool(own) and all(withdrawn for _given, withdrawn in own),
                    "had_withdrawn": any(w and w < end for _g, w in own)
                    and not any(g < end and (w is None or w >= end) for g, w in own),
                    "in_time": e.completed_on is not None and e.completed_on <= closing,
                    **self.tests(sorted(attempts[e.id], key=lambda a: a.number), end),
                }
            )
        self.tested = self.first_of_each()

    def tests(self, attempts, end):
        counted = [
            a
            for a in attempts
            if a.released_at and a.released_at < end and not (a.set_aside_at and a.set_aside_at < end)
        ]
        finals = [a for a in counted if a.kind == "final"]
        before = [a for a in counted if a.kind == "pre_test"]
        pair = None
        if finals and before and finals[0].form:
            of_form = sum(key[0] == finals[0].form.lower() for key, _options in finals[0].drawn)
            pair = (
                Fraction(before[0].points, before[0].points_possible),
                Fraction(finals[0].form_points, of_form * finals[0].scale),
            )
        return {
            "first_at": finals[0].released_at if finals else None,
            "pair": pair,
            "reached": any(Fraction(a.points, a.points_possible) >= Fraction(3, 4) for a in finals[:3]),
        }

    def first_of_each(self):
        """Whose results count: of each person and module the first that was tested, unless the consent was gone."""
        found = {}
        for row in sorted(
            (r for r in self.rows if r["first_at"] and not r["had_withdrawn"]), key=lambda r: r["first_at"]
        ):
            found.setdefault((row["person"], row["module"]), row)
        return list(found.values())

    def line(self, chosen):
        """A line of Table C."""
        rows = [r for r in self.rows if chosen(r)]
        tested = [r for r in self.tested if chosen(r)]
        done = [r for r in rows if r["in_time"]]

        def sex(rows, name):
            return sum(r["sex"] == name and not r["is_withheld"] for r in rows)

        reached = sum(r["reached"] for r in tested)
        gains = figures([r["pair"] for r in tested if r["pair"]])
        return {
            "cohorts": len({r["quarter"] for r in rows}),
            "enrolled-female": sex(rows, "female"),
            "enrolled-male": sex(rows, "male"),
            "enrolled": len(rows),
            "completed-female": sex(done, "female"),
            "completed-male": sex(done, "male"),
            "completed": len(done),
            "completion": rounded(Fraction(len(done), len(rows)), "0.001") if rows else None,
            **{key: gains[key] for key in ("paired", "before", "after", "gain", "normalised")},
            "reached": reached,
            "reached-share": rounded(Fraction(reached, len(tested)), "0.001") if tested else None,
        }


def figures(pairs):
    """Worked out as in a textbook; of fewer than two there is no spread."""
    if len(pairs) < 2:
        return {"paired": len(pairs)} | dict.fromkeys(
            ("before", "after", "gain", "median", "deviation", "low", "high", "normalised", "could_gain")
        )
    gains = [100 * (after - before) for before, after in pairs]
    middle, spread = Fraction(sum(gains), len(gains)), stdev(gains) if len(gains) > 1 else 0
    half = float(t.ppf(0.975, len(gains) - 1)) * float(spread) / len(gains) ** 0.5
    normal = [(after - before) / (1 - before) for before, after in pairs if before != 1]
    return {
        "paired": len(pairs),
        "before": rounded(Fraction(mean(before for before, _ in pairs)), "0.001"),
        "after": rounded(Fraction(mean(after for _, after in pairs)), "0.001"),
        "gain": rounded(middle, "0.1"),
        "median": rounded(Fraction(median(gains)), "0.1"),
        "deviation": rounded(Fraction(spread), "0.1"),
        "low": rounded(Fraction(float(middle) - half), "0.1"),
        "high": rounded(Fraction(float(middle) + half), "0.1"),
        "normalised": rounded(Fraction(mean(normal)), "0.01") if len(normal) >= 10 else "·",
        "could_gain": len(normal) if len(normal) >= 10 else "·",
    }


def rounded(value, places):
    """Half up, from the exact fraction."""
    step = Fraction(places)
    whole = (abs(value) / step + Fraction(1, 2)).__floor__()
    return (Decimal(whole) * Decimal(places)).quantize(Decimal(places), ROUND_HALF_UP) * (1 if value >= 0 else -1)
