"""What every report is: columns, rows, a total, and the words that say what was counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.reporting.choices import Choice
from lms.reporting.dimensions import share
from lms.sheets import Column, Kind
from lms.ui.filters import table_date

Value = str | int | Decimal | None

K_PUBLIC = 10
#: Everybody by sex or age, no finer.
K_NATIONAL = 5
K_OWN_STAFF = 5
#: Public percentages need at least so many people beneath them: shares have one decimal.
LEAST_FOR_A_SHARE = 20


#: Keys of columns with whole numbers that count no people, so that a small one tells nothing of anybody.
NO_PEOPLE = frozenset({"cohorts", "lookups", "days", "agreed", "done"})


#: Where a row keeps the conditions of the list behind its numbers, if its code does not say them.
BEHIND = "_behind"


class Audience(StrEnum):
    """For whom a table is made: the project team sees every number, everybody else protected ones."""

    TEAM = "team"
    PUBLIC = "public"


@dataclass(frozen=True)
class Table:
    """A finished table. ``rows`` may be read once only when the table is long."""

    slug: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, object]]
    total: Mapping[str, Value] | None = None
    notes: Sequence[str] = ()
    #: (term, meaning): the sheet of definitions.
    definitions: Sequence[tuple[str, str]] = ()
    has_hidden: bool = False
    #: Headed by columns alone, read by programs: nothing else may stand in the file.
    is_data: bool = False
    #: How many rows there are, if that is known beforehand.
    length: int | None = None
    #: The lines of its CSV, some thousand at once, where they can be had faster than by its rows: for a delimiter and
    #: the text of a last column, if there is one.
    lines: Callable[[str, str | None], Iterator[bytes]] | None = None
    #: Codes of rows that are nearly all one institution, where it matters: in tables for everybody.
    of_one_body: frozenset[str] = frozenset()
    #: Keys that link rows to what is behind them, for pages.
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def footnotes(self) -> list[str]:
        """Its notes, and how percentages were rounded wherever there are any."""
        has_shares = any(column.kind is Kind.PERCENT for column in self.columns)
        return [*self.notes, *([rounding_rule()] if has_shares else [])]


def period_words(choice: Choice) -> str:
    return _(
        "From %(start)s to %(end)s, both days included, Bishkek time",
        start=table_date(choice.period.start),
        end=table_date(choice.period.end),
    )


def counting_rule() -> str:
    return _(
        "Each person is counted once in the period, in the row of the module completed first, with the workplace, "
        "region and age as they were at that enrolment."
    )


def core_rule(choice: Choice) -> list[str]:
    """Said only where some module is not core."""
    return [] if choice.trained_by is None else [_("People are counted by core modules only.")]


def counting_rules(choice: Choice) -> list[str]:
    return [counting_rule(), *core_rule(choice)]


def rounding_rule() -> str:
    return _("Percentages are worked out from the counts and rounded to one decimal, so they may not add up to 100.")


def hidden_note() -> str:
    return _("· hidden to protect people")


def common_definitions() -> list[tuple[str, str]]:
    """Terms that every table uses, in the words of the reporting method."""
    return [
        (_("Person"), _("One individual, known by the account or the import. Two accounts of one person are merged.")),
        (_("Enrolled"), _("Pressed “Start module”.")),
        (_("Completed"), _("Every lesson finished, the scenario finished and the final quiz passed.")),
        (_("Trained"), _("Completed at least one core module.")),
        (_("Counted once"), counting_rule()),
        (_("Day that counts"), _("The day of completion in Bishkek. Both days are included.")),
        (_("Sex"), _("As stated by the person at enrolment.")),
        (_("Age"), _("Calendar year of the enrolment minus the year of birth.")),
        (
            confirmed_title(),
            _(
                "People whose workplace the institution or the coordinator had confirmed by the first day of the "
                "enrolment, among all people of the line. A later confirmation changes nothing that is recorded."
            ),
        ),
        (
            _("%(sign)s women", sign="%"),
            _("Women among people whose sex is stated as female or male. One decimal, rounded half up."),
        ),
        (
            _("%(sign)s youth", sign="%"),
            _("People in the age range among people whose age is known. One decimal, rounded half up."),
        ),
        (
            _("Not disaggregated"),
            _("People who withdrew the consent to the study record. They are counted in the total only."),
        ),
        (SIGN, _("Hidden to protect people.")),
    ]


def confirmed_title() -> str:
    return _("%(sign)s workplace confirmed", sign="%")


def behind_share(key: str) -> str:
    """Where a row for the project team keeps how many people a percentage stands for."""
    return f"_{key}"


def conditions(*pairs: tuple[str, str]) -> str:
    """As an address of the list behind a number says them."""
    return " ".join(f"{name}:{code}" for name, code in pairs)


def share_or_sign(part: int, whole: int, audience: Audience, *, is_hidden: bool) -> Value:
    """A percentage, unless one of the numbers behind it is hidden or too few people stand beneath it."""
    if audience is Audience.PUBLIC and (is_hidden or 0 < whole < LEAST_FOR_A_SHARE):
        return SIGN
    return share(part, whole)
