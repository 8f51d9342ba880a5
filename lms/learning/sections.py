"""Sections of "My learning" that rooms above fill: certificates know enrolments, and learning does not know them.

A section is a template of the other room and a function that gives it its ``facts``, or None where there is nothing:

    sections.add("certificates", "certificates/_section.html", facts_of)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.accounts.models import Account

Facts = Callable[[Account], Any]


@dataclass(frozen=True)
class Section:
    """A template, which finds what it shows under the name ``facts``."""

    template: str
    facts: Any


_sections: dict[str, tuple[str, Facts]] = {}


def add(name: str, template: str, facts: Facts) -> None:
    """Show this section on "My learning", in the order of adding; adding a name again replaces it."""
    _sections[name] = (template, facts)


def sections_of(account: Account) -> list[Section]:
    """What the rooms above have to show to this person."""
    found = [Section(template, facts(account)) for template, facts in _sections.values()]
    return [section for section in found if section.facts]
