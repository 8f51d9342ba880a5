"""Years and quarters as an address asks for them and a form offers them."""

import re
from collections.abc import Iterable, Mapping, Sequence

from lms.core.i18n import _
from lms.reporting.forms import FIRST_YEAR
from lms.reporting.standing import Span
from lms.reporting.trees import YEAR
from lms.ui.forms import Option


def read_span(asked: Mapping[str, str], this_year: int) -> Span:
    """This year, if nothing sensible is asked."""
    year, quarter = asked.get("year", ""), asked.get("quarter", "")
    is_known = re.fullmatch(r"[0-9]{4}", year) and FIRST_YEAR <= int(year) <= this_year
    return Span(int(year) if is_known else this_year, int(quarter) if quarter in {"1", "2", "3", "4"} else YEAR)


def years_until(this_year: int) -> Sequence[int]:
    return range(this_year, FIRST_YEAR - 1, -1)


def year_options(years: Iterable[int]) -> list[Option]:
    return [Option(str(year), str(year)) for year in years]


def quarter_options() -> list[Option]:
    return [Option("0", _("Whole year")), *(Option(str(n), _("Quarter %(number)s", number=n)) for n in (1, 2, 3, 4))]
