"""Table D: events and dialogues, a row for each. No row adds up others, so that nothing follows by subtraction.

For everybody the numbers of people in one event are hidden where they or what remains are few. What is hidden of an
event depends on that event alone: no filter and no period shows more of it than another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.gatherings import queries, words
from lms.gatherings.models import Gathering
from lms.gatherings.queries import Wanted
from lms.institutions import queries as directory
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.dimensions import SEXES
from lms.reporting.reports.base import K_PUBLIC, Audience, Table
from lms.sheets import Column, Kind

PARTS = ("youth", "duty_bearers", "civil_society")
TOTAL = "total"


def table_d(choice: Choice, audience: Audience) -> Table:
    """Of the filters period and region choose events; the others are about people."""
    period = choice.period
    events = queries.events(Wanted(start=period.start, end=period.end, regions=choice.regions))
    labels = _Labels(directory.region_names(), words.kinds(), words.speeches())
    rows = [_row(event, labels, audience) for event in events]
    return Table(
        slug="d",
        title=_("Table D. Events and dialogues"),
        columns=_columns(),
        rows=rows,
        notes=[
            _("Only the filters of period and region choose events."),
            _("Done within 90 days: actions done at most 90 days after the first day of the event."),
        ],
        definitions=_definitions(),
        has_hidden=any(SIGN in row.values() for row in rows),
        length=len(rows),
    )


@dataclass(frozen=True)
class _Labels:
    regions: Mapping[str, str]
    kinds: Mapping[str, str]
    speeches: Mapping[str, str]


def _row(event: Gathering, labels: _Labels, audience: Audience) -> dict[str, Any]:
    people = {"female": event.female, "male": event.male, "other": event.other, "not_stated": event.not_stated}
    counts = people | {TOTAL: event.total} | {name: getattr(event, name) for name in PARTS}
    hidden = hidden_counts(counts) if audience is Audience.PUBLIC else frozenset()
    return {
        "_code": str(event.id),
        "held_on": event.held_on,
        "title": event.title,
        "kind": labels.kinds[event.kind.value],
        "region": labels.regions[event.region_code],
        "output": event.output,
        **{name: SIGN if name in hidden else count for name, count in counts.items()},
        "days": event.days,
        "language": labels.speeches[event.language.value],
        "agreed": event.agreed,
        "done": event.done_in_time,
    }


def hidden_counts(counts: Mapping[str, int], k: int = K_PUBLIC) -> frozenset[str]:
    """Which numbers of one event nobody outside may see: those of few people, and those that would tell of few."""

    def is_small(count: int) -> bool:
        return 0 < count < k

    everybody = counts[TOTAL]
    if is_small(everybody):
        return frozenset(counts)
    hidden: set[str] = set()
    if any(is_small(counts[sex]) for sex in SEXES):
        hidden |= set(SEXES)  # one alone would follow from the total
    hidden |= {name for name in PARTS if is_small(counts[name]) or is_small(everybody - counts[name])}
    sides = {"duty_bearers", "civil_society"}
    if is_small(everybody - counts["duty_bearers"] - counts["civil_society"]):
        hidden |= sides  # those who are of neither side
    return frozenset(hidden)


def _columns() -> list[Column]:
    titles = words.labels()
    return [
        Column("held_on", titles["held_on"], Kind.DATE),
        Column("title", titles["title"]),
        Column("kind", titles["kind"]),
        Column("region", titles["region_code"]),
        Column("output", titles["output"]),
        *(Column(sex, dimensions.sex_label(sex), Kind.INTEGER) for sex in SEXES),
        Column(TOTAL, _("Total"), Kind.INTEGER),
        *(Column(name, titles[name], Kind.INTEGER) for name in (*PARTS, "days")),
        Column("language", titles["language"]),
        Column("agreed", titles["follow_ups"], Kind.INTEGER),
        Column("done", _("Done within 90 days"), Kind.INTEGER),
    ]


def _definitions() -> list[tuple[str, str]]:
    titles = words.labels()
    return [
        (_("Event"), _("A training, dialogue, hearing or monitoring visit that the coordinator has entered.")),
        (_("Participants"), _("People at the event, each counted once, however many days they came. Nobody is named.")),
        (titles["youth"], _("Among all participants, by the definition of the project.")),
        (titles["duty_bearers"], _("Participants from state bodies and local self-government.")),
        (titles["civil_society"], _("Participants from organisations, media and academia.")),
        (SIGN, _("Hidden to protect people.")),
    ]
