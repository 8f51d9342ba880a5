"""Units, sources and frequencies in words, in the language of the page."""

from lms.core.i18n import _, p_


def units() -> dict[str, str]:
    return {
        "people": p_("indicator", "People"),
        "per-cent": p_("indicator", "Per cent"),
        "points": p_("indicator", "Points"),
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
