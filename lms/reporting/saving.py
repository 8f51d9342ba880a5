"""What a saved table holds: the choice of a cross-table as the words of an address."""

from collections.abc import Mapping
from datetime import date

from lms.reporting import filters
from lms.reporting.crossing import Crossing
from lms.reporting.filters import Filters
from lms.reporting.models import SavedTable
from lms.reporting.stretches import Stretch, moving_days

DAYS = ("from", "to")


def kept_choice(asked: Filters, crossed: Crossing, stretch: Stretch) -> dict[str, str]:
    """What is kept of it; days only where they do not move with the calendar."""
    whole = {**asked.query(), **crossed.query()}
    return {name: text for name, text in whole.items() if stretch is Stretch.FIXED or name not in DAYS}


def query_of(saved: SavedTable, today: date) -> dict[str, str]:
    """The parameters of an address that lead to the table, with the days it means today."""
    period = moving_days(saved.stretch, today)
    days = {"from": period.start.isoformat(), "to": period.end.isoformat()} if period else {}
    return {**saved.asked, **days}


def lost_filters(query: Mapping[str, str], asked: Filters) -> list[str]:
    """Filters of the saved choice that name nothing any more: without them the table would hold more than was meant."""
    wanted = (*filters.NAMES, "institution")
    return [name for name in wanted if name in query and name not in asked.query()]
