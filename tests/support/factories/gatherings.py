"""Events, as the coordinator enters them."""

from datetime import date

from lms.core import clock
from lms.gatherings import services
from lms.gatherings.values import Details, Kind, Speech

#: A line of a list of events in which nothing is written.
LINE = dict.fromkeys(
    (
        "held_on", "title", "kind", "region_code", "output", "female", "male", "other", "not_stated", "youth",
        "duty_bearers", "civil_society", "days", "language", "follow_ups",
    ),
    "",
)  # fmt: skip


def details(**about):
    """A dialogue of two days in Talas with 35 people."""
    known = {
        "held_on": date(2026, 5, 4), "title": "Dialogue in Talas", "kind": Kind.DIALOGUE, "region_code": "KG-T",
        "output": "O3", "female": 20, "male": 15, "other": 0, "not_stated": 0, "youth": 12, "duty_bearers": 12,
        "civil_society": 23, "days": 2, "language": Speech.BOTH,
    }  # fmt: skip
    return Details(**{**known, **about})


def make_event(by, **about):
    return services.add(details(**about), by=by.id, at=clock.now())
