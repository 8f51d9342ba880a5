"""Events in words, in the language of the page."""

from collections.abc import Mapping
from datetime import date

from lms.core.i18n import _, p_
from lms.gatherings.models import Act
from lms.gatherings.values import LONGEST_ACTION, MOST_ACTIONS, Fault, Kind, Speech
from lms.ui.filters import table_date


def kinds() -> dict[str, str]:
    return {
        Kind.TRAINING.value: p_("event", "Training"),
        Kind.DIALOGUE.value: p_("event", "Dialogue"),
        Kind.HEARING.value: p_("event", "Hearing"),
        Kind.MONITORING.value: p_("event", "Monitoring"),
    }


def speeches() -> dict[str, str]:
    return {
        Speech.KYRGYZ.value: p_("event", "Kyrgyz"),
        Speech.RUSSIAN.value: p_("event", "Russian"),
        Speech.BOTH.value: p_("event", "Kyrgyz and Russian"),
        Speech.ENGLISH.value: p_("event", "English"),
        Speech.OTHER.value: p_("event", "Another language"),
    }


def labels() -> dict[str, str]:
    """What each value of an event is called: in forms, in the history, above the columns of a list."""
    return {
        "held_on": p_("event", "Date"),
        "title": p_("event", "Title"),
        "kind": p_("event", "Type"),
        "region_code": _("Region"),
        "output": _("Output"),
        "female": _("Participants, female"),
        "male": _("Participants, male"),
        "other": _("Participants, other or prefer not to say"),
        "not_stated": _("Participants, sex not stated"),
        "youth": _("Youth"),
        "duty_bearers": _("Duty bearers"),
        "civil_society": _("Civil society"),
        "days": _("Days"),
        "language": p_("event", "Language"),
        "follow_ups": _("Follow-up actions agreed"),
    }


def value_in_words(name: str, value: object, regions: Mapping[str, str]) -> str:
    """A value as the history keeps it: a code by its name, a day as people write it."""
    if name == "held_on":
        return table_date(date.fromisoformat(str(value)))
    names = {"kind": kinds(), "language": speeches(), "region_code": regions}.get(name, {})
    return names.get(str(value), str(value)) or "–"


def acts() -> dict[str, str]:
    return {
        Act.ADDED.value: p_("event", "Entered"),
        Act.CHANGED.value: p_("event", "Changed"),
        Act.DELETED.value: p_("event", "Deleted"),
        Act.RESTORED.value: p_("event", "Brought back"),
        Act.EVIDENCE.value: p_("event", "Evidence attached"),
    }


def fault_words(fault: Fault) -> str:
    return {
        Fault.FUTURE: _("The day is in the future. An event is entered when it has been held."),
        Fault.NOBODY: _("Nobody took part. Enter how many people were there."),
        Fault.YOUTH: _("There are more young people than participants."),
        Fault.SIDES: _("Duty bearers and civil society together are more than all participants."),
        Fault.DONE_TOO_EARLY: _("An action was done before the event. Check the days in brackets."),
        Fault.DONE_IN_FUTURE: _("An action is done on a day in the future. Check the days in brackets."),
        Fault.ACTION_TOO_LONG: _("An action has more than %(most)s characters. Shorten it.", most=LONGEST_ACTION),
        Fault.TOO_MANY_ACTIONS: _("There are more than %(most)s actions.", most=MOST_ACTIONS),
    }[fault]
