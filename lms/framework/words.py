"""Units, sources and frequencies in words, and numbers with their units, in the language of the page."""

from decimal import Decimal

from lms.core.i18n import _, n_, p_
from lms.ui.filters import number, percent

#: Counted one by one.
WHOLE = frozenset({"people", "documents", "events"})
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def units() -> dict[str, str]:
    return {
        "people": p_("indicator", "People"),
        "per-cent": p_("indicator", "Per cent"),
        "points": p_("indicator", "Points"),
        "percentage-points": p_("indicator", "Percentage points"),
        "mean": _("Mean from 1 to 5"),
        "documents": p_("indicator", "Documents"),
        "events": p_("indicator", "Events"),
    }


def means() -> dict[str, str]:
    return {
        "log": _("Log of the platform"),
        "tests": _("Log of tests"),
        "survey": _("Anonymous survey"),
        "follow-up": _("Follow-up survey and coding"),
        "review": _("External review"),
        "documents": _("Checklist of documents"),
        "events": _("Record of events"),
        "orders": _("Signed orders"),
    }


def frequencies() -> dict[str, str]:
    return {
        "quarter": p_("indicator", "Quarterly"),
        "half-year": p_("indicator", "Half-yearly"),
        "year": p_("indicator", "Yearly"),
    }


def levels() -> dict[str, str]:
    """Where a document was adopted."""
    return {"national": p_("indicator", "National level"), "local": p_("indicator", "Local level")}


def exact(value: Decimal, unit: str) -> int | Decimal:
    """Counts are whole, a mean has two decimals, everything else one, or two where the value has them."""
    if unit in WHOLE and value == int(value):
        return int(value)
    return value.quantize(HUNDREDTH if unit == "mean" or value * 10 != int(value * 10) else TENTH)


def plain(value: Decimal, unit: str) -> str:
    """The number alone, as a table shows it."""
    known = exact(value, unit)
    return number(float(known), _places(known))


def amount(value: Decimal, unit: str) -> str:
    """The number with its unit."""
    told, whole = plain(value, unit), int(value)
    return {
        "people": n_("%(num)s person", "%(num)s people", whole, num=told),
        "per-cent": percent(float(value) / 100, _places(exact(value, unit))),
        "points": _("%(value)s points", value=told),
        "percentage-points": _("%(value)s percentage points", value=told),
        "mean": _("%(value)s on the scale from 1 to 5", value=told),
        "documents": n_("%(num)s document", "%(num)s documents", whole, num=told),
        "events": n_("%(num)s event", "%(num)s events", whole, num=told),
    }[unit]


def _places(value: int | Decimal) -> int:
    return -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
