"""Count every table of a report once more and make its two documents.

Each language is a pass of its own over all tables. On a database where others write meanwhile a pass could see what
the one before did not; so the numbers of the three passes are compared, and counted again if they differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import current_app

from lms.core import clock
from lms.core.i18n import LANGUAGES, _, speaking
from lms.core.installation import is_demonstration
from lms.disclosure.suppression import SIGN
from lms.releases import state, words
from lms.releases.comparing import Place, places_against, without
from lms.releases.errors import DataMoved
from lms.releases.frozen import FORMAT, Document, FrozenTable, canonical, digest_of, tables_of
from lms.releases.held import TABLES, with_framework_alike
from lms.releases.models import Span
from lms.releases.naming import Handed
from lms.releases.subtraction import Earlier, protected
from lms.reporting import filters
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import About
from lms.reporting.reports import Audience, Table, build
from lms.reporting.reports.base import behind_share, hidden_note
from lms.sheets import Column

NEVER = Period(date(2000, 1, 1), date(2000, 1, 1))


@dataclass(frozen=True)
class Predecessor:
    """The version whose place is taken."""

    id: UUID
    number: str
    version: int
    digest: str


@dataclass(frozen=True)
class Order:
    """What is to be frozen, taken from a draft before the long read begins."""

    number: str
    version: int
    span: Span
    period: Period
    tables: Sequence[str]
    texts: Mapping[str, Mapping[str, str]]
    supersedes: Predecessor | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Frozen:
    """The two documents and the digest that covers both."""

    team: str
    donor: str

    @property
    def digest(self) -> str:
        return digest_of(self.team)


#: Language to the tables for one reader.
Tables = Mapping[str, Sequence[FrozenTable]]
#: Language to the tables that were handed out before.
EarlierTables = Mapping[str, Sequence[Handed]]


def nobody_waits(done: int, steps: int) -> None:
    """To be told of progress where nobody wants to know."""


def freeze(
    order: Order, earlier: EarlierTables, *, at: datetime, told: Callable[[int, int], None] = nobody_waits
) -> Frozen:
    """Count and make the documents. ``earlier``: language to what was released before. Raises ``DataMoved``.

    ``told`` hears how many steps are done and how many there are.
    """
    team: dict[str, list[FrozenTable]] = {}
    donor: dict[str, list[FrozenTable]] = {}
    places: frozenset[Place] | None = None
    for step, code in enumerate(LANGUAGES):
        told(step + (places is not None), len(LANGUAGES) + 1)
        with speaking(code):
            made = counted(order.tables, order.period, Audience.PUBLIC, at=at)
            own = counted(order.tables, order.period, Audience.TEAM, at=at)
            team[code] = [table.drawn() for table in _with_bodies(own, made)]
            donor[code] = protected(made, order.period, _shown(earlier.get(code, ())))
            if places is None:  # the same in every language
                told(1, len(LANGUAGES) + 1)
                whole = Handed(order.period, team[code], donor[code], clock.local_day(at))
                places = places_against(whole, earlier.get(code, ()))
            donor[code] = _finished(without(donor[code], places))
    for found in (team, donor):
        if len({_numbers(tables) for tables in found.values()}) > 1:
            raise DataMoved
    head = _head(order, at)
    donor_text = canonical({**head, "audience": "donor", "tables": _as_json(donor)})
    team_text = canonical(
        {
            **head,
            "audience": "team",
            "tables": _as_json(team),
            "data": state.of(order.period),
            "donor_digest": digest_of(donor_text),
        }
    )
    return Frozen(team_text, donor_text)


def counted(slugs: Sequence[str], period: Period, audience: Audience, *, at: datetime) -> list[FrozenTable]:
    """The tables of a period as the live data has them, in the language that is spoken."""
    choice = choice_of(period)
    about = About(choice, audience, at)
    return [frozen_table(build(slug, choice, audience, key=b""), about) for slug in slugs if slug in TABLES]


def for_donor(slugs: Sequence[str], period: Period, *, at: datetime) -> list[FrozenTable]:
    """The tables of a first report as they may be handed out: hidden in themselves, there is nothing to compare."""
    return _finished(protected(counted(slugs, period, Audience.PUBLIC, at=at), period, ()))


def _with_bodies(team: Sequence[FrozenTable], made: Sequence[FrozenTable]) -> list[FrozenTable]:
    """The team's tables, which say what the donor's do not: which rows are nearly all one institution."""
    return [replace(own, of_one_body=sorted(others.of_one_body)) for own, others in zip(team, made, strict=True)]


def _shown(earlier: Sequence[Handed]) -> list[Earlier]:
    return [Earlier(each.period, table) for each in earlier for table in each.shown]


def titles() -> dict[str, str]:
    """Letter of a table to its title, in the language that is spoken; asked of a day on which nothing happened."""
    return {table.slug: table.title for table in counted(TABLES, NEVER, Audience.TEAM, at=clock.now())}


def choice_of(period: Period) -> Choice:
    asked = {"from": period.start.isoformat(), "to": period.end.isoformat()}
    return filters.read(asked, today=clock.local_day(clock.now())).choice()


def frozen_table(table: Table, about: About) -> FrozenTable:
    keys, filled = [column.key for column in table.columns], list(table.rows)
    rows = [[row.get(key) for key in keys] for row in filled]
    return FrozenTable(
        slug=table.slug,
        title=table.title,
        sheet=_("Table %(name)s", name=table.slug.upper()),
        heading=about.lines(table),
        columns=table.columns,
        codes=_named_once([str(row.get("_code", row[keys[0]])) for row in filled]),
        rows=rows,  # type: ignore[arg-type]
        total=None if table.total is None else [table.total.get(key) for key in keys],
        notes=[*table.footnotes, *([hidden_note()] if table.has_hidden else [])],
        facts=about.facts(table),
        of_one_body=sorted(table.of_one_body),
        behind=_behind(table.columns, filled if table.total is None else [*filled, table.total]),
    )


def _behind(columns: Sequence[Column], lines: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """The numbers behind percentages, and behind what is too few to be told, where every line has them."""
    return {
        key: [line[behind_share(key)] for line in lines]
        for key in (column.key for column in columns)
        if lines and all(behind_share(key) in line for line in lines)
    }


def _named_once(codes: Sequence[str]) -> list[str]:
    """Two rows may be called the same, as two events of one day may."""
    found: list[str] = []
    for code in codes:
        times = sum(each == code or each.startswith(f"{code}#") for each in found)
        found.append(f"{code}#{times + 1}" if times else code)
    return found


def _finished(tables: Sequence[FrozenTable]) -> list[FrozenTable]:
    """After everything is hidden: what the sign means, and a chart that shows no more than the table."""
    return [replace(_with_sign(table).drawn(), of_one_body=()) for table in with_framework_alike(tables)]


def _with_sign(table: FrozenTable) -> FrozenTable:
    """Say what the sign means wherever it stands."""
    has_sign = any(SIGN in cells for _code, cells in table.lines())
    return (
        replace(table, notes=[*table.notes, hidden_note()]) if has_sign and hidden_note() not in table.notes else table
    )


def _numbers(tables: Sequence[FrozenTable]) -> str:
    """Everything in the tables that is the same in every language."""
    return canonical(
        [
            [
                table.slug,
                len(table.rows),
                [[str(cell) for cell in cells[1:] if not _is_word(cell)] for _c, cells in table.lines()],
            ]
            for table in tables
        ]
    )


def _is_word(cell: object) -> bool:
    return isinstance(cell, str) and cell != SIGN


def _as_json(tables: Tables) -> dict[str, Any]:
    return {code: [table.as_json() for table in found] for code, found in tables.items()}


def _head(order: Order, at: datetime) -> dict[str, Any]:
    labels = {}
    for code in LANGUAGES:
        with speaking(code):
            labels[code] = words.labels(order.number, order.version, order.span, order.period, at=at)
    before = order.supersedes
    return {
        "format": FORMAT,
        "number": order.number,
        "version": order.version,
        "supersedes": None
        if before is None
        else {"number": before.number, "version": before.version, "digest": before.digest},
        "reason": order.reason,
        "span": order.span.value,
        "period": {"from": order.period.start.isoformat(), "to": order.period.end.isoformat()},
        "as_of": at.isoformat(timespec="seconds"),
        "demonstration": is_demonstration(current_app),
        "labels": labels,
        "narrative": {code: dict(fields) for code, fields in order.texts.items()},
    }


def earlier_tables(documents: Sequence[tuple[Period, Document, Document]]) -> dict[str, list[Handed]]:
    """Language to what was handed out before. ``documents``: period, the team's document, the donor's."""
    return {
        code: [
            Handed(period, tables_of(team, code), tables_of(donor, code), _day_of(team))
            for period, team, donor in documents
        ]
        for code in LANGUAGES
    }


def _day_of(document: Document) -> date:
    return clock.local_day(datetime.fromisoformat(document["as_of"]))
