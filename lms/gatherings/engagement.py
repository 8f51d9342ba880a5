"""Indicator I-11: how state bodies and civil society met, and whether what they agreed was done in time.

Joint is an event with at least one duty bearer and one participant from civil society. Balanced is a joint event with
at least 40 % women among participants of known sex and at least 30 % youth among all. Compared in whole numbers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lms.core.i18n import _
from lms.core.rounding import rounded
from lms.gatherings import words
from lms.gatherings.models import Gathering
from lms.institutions import queries as directory
from lms.ui.filters import number, percent

WOMEN, YOUTH = 40, 30  # per cent
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Engagement:
    held: int = 0
    joint: int = 0
    balanced: int = 0
    agreed: int = 0
    in_time: int = 0

    def plus(self, event: Gathering) -> "Engagement":
        together = is_joint(event)
        return Engagement(
            self.held + 1,
            self.joint + together,
            self.balanced + (together and is_balanced(event)),
            self.agreed + (event.agreed if together else 0),
            self.in_time + (event.done_in_time if together else 0),
        )


def is_joint(event: Gathering) -> bool:
    return event.duty_bearers > 0 and event.civil_society > 0


def is_balanced(event: Gathering) -> bool:
    """Nobody of known sex is no balance."""
    known = event.female + event.male
    women = known > 0 and 100 * event.female >= WOMEN * known
    return women and event.total > 0 and 100 * event.youth >= YOUTH * event.total


def engagement_of(events: Iterable[Gathering]) -> Engagement:
    found = Engagement()
    for event in events:
        found = found.plus(event)
    return found


def rule() -> str:
    return _(
        "Joint: at least one duty bearer and one participant from civil society. Balanced: a joint event with at least "
        "40 %(sign)s women among participants of known sex and at least 30 %(sign)s youth among all. Follow-up: "
        "actions agreed at joint events; in time is within 90 days after the first day.",
        sign="%",
    )


def shown(events: Sequence[Gathering]) -> dict[str, Any]:
    """Arguments of two tables of a page, by type and by region, each with its total."""
    regions = directory.region_names()
    return {
        "rule": rule(),
        "columns": _columns(),
        "total": {"row": _("Total"), **_cells(engagement_of(events))},
        "kinds": _by(events, words.kinds(), lambda event: event.kind.value),
        "regions": _by(events, regions, lambda event: event.region_code),
    }


def _by(events: Sequence[Gathering], labels: dict[str, str], of: Callable[[Gathering], str]) -> list[dict[str, object]]:
    found = {code: engagement_of(event for event in events if of(event) == code) for code in labels}
    return [{"row": labels[code], **_cells(counted)} for code, counted in found.items() if counted.held]


def _cells(counted: Engagement) -> dict[str, object]:
    return {
        "held": number(counted.held),
        "joint": number(counted.joint),
        "balanced": number(counted.balanced),
        "share": _share(counted.balanced, counted.joint),
        "agreed": number(counted.agreed),
        "in_time": number(counted.in_time),
        "done": _share(counted.in_time, counted.agreed),
    }


def _share(part: int, whole: int) -> str | None:
    return percent(float(rounded(Fraction(part, whole), THOUSANDTH)), 1) if whole else None


def _columns() -> list[dict[str, str]]:
    titles = {
        "held": _("Events held"),
        "joint": _("Joint events"),
        "balanced": _("Balanced joint events"),
        "share": _("Share of balanced"),
        "agreed": _("Actions agreed"),
        "in_time": _("Done within 90 days"),
        "done": _("Share of done"),
    }
    return [{"key": "row", "title": ""}, *({"key": key, "title": t, "kind": "number"} for key, t in titles.items())]
