"""The tables of the follow-ups: who answered, and what two coders found applied (I-8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN
from lms.evaluations.application import Application
from lms.evaluations.follow_up_queries import application_in
from lms.evaluations.occasions import FOLLOW_UPS, Months, Occasion
from lms.evaluations.results import THOUSANDTH, Desk, digits, name_of, share_text, told_in_steps
from lms.sheets import Column, Kind
from lms.ui.filters import number


@dataclass(frozen=True)
class FollowUpTable:
    """One occasion: lines for the page, the same for a file; the last is that of all modules."""

    caption: str
    rows: list[dict[str, object]]
    values: list[dict[str, object]]
    notes: list[str]
    has_hidden: bool


def tables(desks: Sequence[Desk], months: Months, today: date) -> list[FollowUpTable]:
    """After three months and after six."""
    return [_table(desks, months, occasion, today) for occasion in FOLLOW_UPS]


def _table(desks: Sequence[Desk], months: Months, occasion: Occasion, today: date) -> FollowUpTable:
    found = application_in(months, occasion, today, {desk.id for desk in desks})
    lines = [*((name_of(desk), found.get(desk.id, Application())) for desk in desks), (_("All"), found[None])]
    caption = _caption(occasion)
    return FollowUpTable(
        caption,
        [_cells(name, figures) for name, figures in lines],
        [{"occasion": caption, **_values(name, figures)} for name, figures in lines],
        [_agreement(found[None]), *_notes()],
        any(figures.is_hidden for _name, figures in lines),
    )


def _caption(occasion: Occasion) -> str:
    return _("After three months") if occasion is Occasion.THREE_MONTHS else _("After six months")


def _cells(name: str, figures: Application) -> dict[str, object]:
    return {
        "module": name,
        "replies": number(figures.replies),
        "rate": share_text(figures.response.rate),
        "applied": SIGN if figures.is_hidden else share_text(figures.share),
        "waiting": SIGN if figures.is_hidden else number(figures.waiting),
    }


def _values(name: str, figures: Application) -> dict[str, object]:
    return {
        "module": name,
        "asked": figures.response.asked,
        "answered": figures.response.answered,
        "rate": digits(figures.response.rate, THOUSANDTH),
        "replies": figures.replies,
        "applied": SIGN if figures.is_hidden else digits(figures.share, THOUSANDTH),
        "waiting": SIGN if figures.is_hidden else figures.waiting,
    }


def _agreement(everything: Application) -> str:
    if everything.kappa is None:
        return _("Agreement of the two coders (Cohen's kappa): not enough examples yet.")
    return _("Agreement of the two coders (Cohen's kappa): %(kappa)s.", kappa=number(everything.kappa, 2))


def _notes() -> list[str]:
    return [
        _("Applied: respondents whose example both coders found applied, of all respondents (indicator I-8)."),
        _("While examples wait for a coder, the share can only rise."),
        _("Response rate: of the people who completed the module so many months before, the share that has answered."),
        told_in_steps(),
        _("The last line is of all replies whose figures are told."),
    ]


def page_columns() -> list[dict[str, str]]:
    return [
        {"key": "module", "title": _("Module")},
        {"key": "replies", "title": _("Replies"), "kind": "number"},
        {"key": "rate", "title": _("Response rate"), "kind": "number"},
        {"key": "applied", "title": _("Applied"), "kind": "number"},
        {"key": "waiting", "title": _("Examples to judge"), "kind": "number"},
    ]


def file_columns() -> list[Column]:
    return [
        Column("occasion", _("Follow-up")),
        Column("module", _("Module")),
        Column("asked", _("Asked"), Kind.INTEGER),
        Column("answered", _("Answered"), Kind.INTEGER),
        Column("rate", _("Response rate"), Kind.PERCENT),
        Column("replies", _("Replies"), Kind.INTEGER),
        Column("applied", _("Applied"), Kind.PERCENT),
        Column("waiting", _("Examples to judge"), Kind.INTEGER),
    ]
