"""What is known of an event, and what cannot be true of one. Nothing here knows a database or a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

OUTPUTS = ("O1", "O2", "O3")
#: Within so many days after the first day of an event a follow-up counts as done in time.
PROMPT = 90
LONGEST_TITLE = 200
LONGEST_ACTION = 300
MOST_ACTIONS = 30
MOST_PEOPLE = 100_000
MOST_DAYS = 60

#: What the day of an action looks like at the end of its line: (2026-05-01) or (01.05.2026).
_DONE = re.compile(r"^(?P<text>.*?)\s*\(\s*(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}))\s*\)$")  # fmt: skip  # noqa: E501


class Kind(StrEnum):
    TRAINING = "training"
    DIALOGUE = "dialogue"
    HEARING = "hearing"
    MONITORING = "monitoring"


class Speech(StrEnum):
    """The language in which an event was held."""

    KYRGYZ = "ky"
    RUSSIAN = "ru"
    BOTH = "ky+ru"
    ENGLISH = "en"
    OTHER = "other"


class Fault(StrEnum):
    FUTURE = "future"
    NOBODY = "nobody"
    YOUTH = "youth"
    SIDES = "sides"
    DONE_TOO_EARLY = "done-too-early"
    DONE_IN_FUTURE = "done-in-future"
    ACTION_TOO_LONG = "action-too-long"
    TOO_MANY_ACTIONS = "too-many-actions"


@dataclass(frozen=True)
class FollowUp:
    """An action that was agreed, and the day it was done."""

    text: str
    done_on: date | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "FollowUp":
        return cls(row["text"], date.fromisoformat(row["done_on"]) if row["done_on"] else None)

    def facts(self) -> dict[str, Any]:
        return {"text": self.text, "done_on": self.done_on.isoformat() if self.done_on else None}

    def line(self) -> str:
        return f"{self.text} ({self.done_on.isoformat()})" if self.done_on else self.text


@dataclass(frozen=True)
class Details:
    held_on: date
    title: str
    kind: Kind
    region_code: str
    output: str
    female: int
    male: int
    other: int
    not_stated: int
    youth: int
    duty_bearers: int
    civil_society: int
    days: int
    language: Speech
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def total(self) -> int:
        return self.female + self.male + self.other + self.not_stated

    def values(self) -> dict[str, Any]:
        """As the columns of the table hold them."""
        columns = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**columns, "follow_ups": [action.facts() for action in self.follow_ups]}

    def facts(self) -> dict[str, Any]:
        """As the history holds them."""
        found = asdict(self)
        return {
            **found,
            "held_on": self.held_on.isoformat(),
            "follow_ups": "\n".join(action.line() for action in self.follow_ups),
        }


def actions_of(text: str) -> tuple[FollowUp, ...]:
    """One action in each line (or between semicolons), with the day it was done in brackets at its end.

    Raises ValueError with the words that are no day.
    """
    return tuple(_action(part.strip()) for part in re.split(r"[\n;]", text) if part.strip())


def _action(text: str) -> FollowUp:
    found = _DONE.match(text)
    if not found:
        return FollowUp(text)
    try:
        done = (
            date.fromisoformat(found["iso"])
            if found["iso"]
            else date(int(found["year"]), int(found["month"]), int(found["day"]))
        )
    except ValueError:
        raise ValueError(text) from None
    return FollowUp(found["text"], done)


def faults_of(details: Details, today: date) -> Sequence[tuple[str, Fault]]:
    """(name of the value, what is wrong with it): parts are never more than the whole, and days are in order."""
    actions = details.follow_ups
    done = [action.done_on for action in actions if action.done_on]
    found = {
        ("held_on", Fault.FUTURE): details.held_on > today,
        ("female", Fault.NOBODY): details.total == 0,
        ("youth", Fault.YOUTH): details.youth > details.total,
        ("duty_bearers", Fault.SIDES): details.duty_bearers + details.civil_society > details.total,
        ("follow_ups", Fault.DONE_TOO_EARLY): any(day < details.held_on for day in done),
        ("follow_ups", Fault.DONE_IN_FUTURE): any(day > today for day in done),
        ("follow_ups", Fault.ACTION_TOO_LONG): any(len(action.text) > LONGEST_ACTION for action in actions),
        ("follow_ups", Fault.TOO_MANY_ACTIONS): len(actions) > MOST_ACTIONS,
    }
    return [key for key, holds in found.items() if holds]
