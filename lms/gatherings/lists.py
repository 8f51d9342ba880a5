"""Lists of events as files: the template, its headings in three languages, and what each line means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.core.folding import fold
from lms.core.i18n import LANGUAGES, _, speaking
from lms.gatherings import queries, words
from lms.gatherings.forms import COUNTS
from lms.gatherings.models import GatheringImport
from lms.gatherings.values import (
    LONGEST_TITLE,
    MOST_DAYS,
    MOST_PEOPLE,
    OUTPUTS,
    Details,
    FollowUp,
    Kind,
    Speech,
    actions_of,
    faults_of,
)
from lms.institutions import queries as directory
from lms.sheets import Column, Sheet
from lms.sheets.uploads import Entry, Limits, empty_list, headings_of, read_table, under_headings

LIMITS = Limits(rows=500, cell=5_000, lines=True)
OPTIONAL = {"other", "not_stated", "youth", "duty_bearers", "civil_society", "days", "language", "follow_ups"}
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class PlannedLine:
    """What a line of a list means: an event, one that stands already, or what is wrong with it."""

    line: int
    values: Mapping[str, str]
    details: Details | None
    problems: Sequence[str]
    is_there: bool

    @property
    def is_new(self) -> bool:
        return self.details is not None and not self.is_there


def read_list(content: bytes) -> list[Entry]:
    """The lines of a filled template, in whichever language its headings are. Raises TableRefused."""
    return under_headings(read_table(content, LIMITS), headings_of(words.labels, optional=OPTIONAL))


def template_file(ending: str) -> tuple[bytes, str]:
    """An empty list to fill in and its media type; the workbook says on further sheets what may be written."""
    allowed = {
        "kind": words.kinds().values(),
        "region_code": directory.region_names().values(),
        "language": words.speeches().values(),
        "output": OUTPUTS,
    }
    titles = words.labels()
    sheets = [
        Sheet(titles[key], [Column("name", titles[key])], [[name] for name in names]) for key, names in allowed.items()
    ]
    return empty_list(_("Events"), titles, ending, allowed=sheets)


def plan(upload: GatheringImport, today: date) -> list[PlannedLine]:
    """Each line as it would be added now."""
    reader = _Reader()
    read = [(entry, *reader.read(entry["values"], today)) for entry in upload.entries]
    known = queries.known_among({details.held_on for _entry, details, _problems in read if details})
    lines = []
    for entry, details, problems in read:
        key = (details.held_on, details.title, details.region_code) if details else None
        lines.append(PlannedLine(entry["line"], entry["values"], details, problems, is_there=key in known))
        if key:
            known.add(key)
    return lines


class _Reader:
    """Names of types, regions and languages in all three languages of the platform, and their codes."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {"kind": {}, "region_code": {}, "language": {}}
        for code in LANGUAGES:
            with speaking(code):
                known = {
                    "kind": words.kinds(),
                    "language": words.speeches(),
                    "region_code": directory.region_names(code),
                }
                for key, names in known.items():
                    self.codes[key] |= {fold(name): value for value, name in names.items()}
                    self.codes[key] |= {fold(value): value for value in names}

    def read(self, values: Mapping[str, str], today: date) -> tuple[Details | None, list[str]]:
        problems: list[str] = []
        found: dict[str, Any] = {"held_on": _day(values["held_on"], problems), "title": _title(values, problems)}
        found |= {key: self._code(key, values[key], problems) for key in ("kind", "region_code", "language")}
        found["output"] = _output(values["output"], problems)
        found |= {name: _number(name, values[name], 0, MOST_PEOPLE, problems) for name in COUNTS}
        found["days"] = _number("days", values["days"] or "1", 1, MOST_DAYS, problems)
        found["follow_ups"] = _actions(values["follow_ups"], problems)
        if problems:
            return None, problems
        details = Details(**{**found, "kind": Kind(found["kind"]), "language": Speech(found["language"])})
        faults = faults_of(details, today)
        return (None if faults else details), [words.fault_words(fault) for _name, fault in faults]

    def _code(self, key: str, text: str, problems: list[str]) -> str | None:
        if key == "language" and not text:
            return Speech.OTHER.value
        code = self.codes[key].get(fold(text))
        if code is None:
            problems.append(_("%(column)s is not known: “%(text)s”.", column=words.labels()[key], text=text))
        return code


def _day(text: str, problems: list[str]) -> date | None:
    try:
        dotted = _DAY.fullmatch(text.strip())
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else date.fromisoformat(text.strip()[:10])
    except ValueError:
        problems.append(_("The day cannot be read: “%(text)s”. Write it as 2026-01-31 or 31.01.2026.", text=text))
        return None


def _title(values: Mapping[str, str], problems: list[str]) -> str:
    title = " ".join(values["title"].split())
    if not title:
        problems.append(_("The title is missing."))
    if len(title) > LONGEST_TITLE:
        problems.append(_("The title has more than %(most)s characters.", most=LONGEST_TITLE))
    return title


def _output(text: str, problems: list[str]) -> str:
    code = text.strip().upper().replace("О", "O")  # a Cyrillic letter that looks the same
    code = f"O{code}" if code in {"1", "2", "3"} else code
    if code not in OUTPUTS:
        problems.append(_("The output is not known: “%(text)s”. Known are O1, O2 and O3.", text=text))
    return code


def _number(name: str, text: str, least: int, most: int, problems: list[str]) -> int:
    plain = re.sub(r"\s", "", text)
    value = int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else (0 if not plain else -1)
    if not least <= value <= most:
        column = words.labels()[name]
        problems.append(
            _("%(column)s: “%(text)s” is no number between %(least)s and %(most)s.", column=column, text=text,
              least=least, most=most)
        )  # fmt: skip
    return value


def _actions(text: str, problems: list[str]) -> tuple[FollowUp, ...]:
    try:
        return actions_of(text)
    except ValueError as unread:
        problems.append(_("There is no such day: “%(text)s”.", text=str(unread)))
        return ()
