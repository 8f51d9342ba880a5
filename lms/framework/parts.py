"""What an indicator is divided by: its parts in words, each with the code that numbers are set under.

A code is the dimension and the line of it: ``sex:female``, ``group:court``, ``region:KG-O``. Everybody is an empty one.
"""

from collections.abc import Callable, Mapping

from lms.core.i18n import p_
from lms.framework.indicators import Indicator
from lms.framework.words import levels
from lms.gatherings.words import kinds
from lms.reporting import dimensions
from lms.reporting.consents import WITHHELD
from lms.reporting.dimensions import NOT_STATED, Line

WHOLE = ""
#: What people are divided by to its lines.
LINES: Mapping[str, Callable[[], list[Line]]] = {
    "sex": dimensions.sexes,
    "band": dimensions.bands,
    "group": dimensions.groups,
    "profession": dimensions.professions,
    "region": dimensions.regions,
}


def parts_of(indicator: Indicator) -> dict[str, str]:
    """Code to words, everybody first."""
    found = {WHOLE: p_("indicator", "Everybody")}
    for dimension in indicator.parts:
        found |= {f"{dimension}:{code}": label for code, label in _lines(dimension).items()}
    return found


def _lines(dimension: str) -> dict[str, str]:
    if dimension == "module":
        return {module.code: title for module, title in dimensions.modules()}
    if dimension == "kind":
        return kinds()
    if dimension == "level":
        return levels()
    lines = LINES[dimension]()
    return {line.code: line.label for line in lines if line.code not in {NOT_STATED, WITHHELD}}


def split(part: str) -> tuple[str, str]:
    """Dimension and line."""
    dimension, _colon, code = part.partition(":")
    return dimension, code
