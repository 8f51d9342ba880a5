"""The tables of this room: satisfaction by module, and one module statement by statement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from lms.accounts.models import Account, Role
from lms.catalogue.models import TrainingModule
from lms.catalogue.queries import documents_of, is_author, modules_written_by
from lms.core.i18n import _
from lms.core.paging import Page
from lms.core.rounding import rounded
from lms.disclosure.suppression import SIGN
from lms.evaluations import queries
from lms.evaluations.figures import COMMENTS_FROM, Satisfaction
from lms.evaluations.forms import SEXES, STATEMENTS
from lms.evaluations.models import ITEMS
from lms.evaluations.occasions import Months
from lms.evaluations.offers import title_in
from lms.sheets import Column, Kind
from lms.ui.filters import number, percent

HUNDREDTH, THOUSANDTH = Decimal("0.01"), Decimal("0.001")


@dataclass(frozen=True)
class Desk:
    """A module with what it is to the person who asks."""

    module: TrainingModule
    title: str
    lang: str | None
    is_author: bool

    @property
    def id(self) -> UUID:
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug


def desk_of(slug: str, actor: Account) -> Desk:
    """Raises NoResultFound."""
    module = queries.module_of(slug)
    named = [desk for desk in all_desks(actor) if desk.id == module.id]
    return named[0] if named else Desk(module, module.code, None, is_author(module.id, actor.id))


def all_desks(actor: Account) -> list[Desk]:
    """Every module that was ever published, by code."""
    rows = queries.newest_editions()
    documents = documents_of([edition_id for _module, edition_id in rows])
    own = modules_written_by(actor.id)
    desks = [Desk(module, *title_in(documents[edition_id]), module.id in own) for module, edition_id in rows]
    return sorted(desks, key=lambda desk: (len(desk.module.code), desk.module.code))


def desks_of(actor: Account) -> list[Desk]:
    """Those whose results this person may see."""
    desks = all_desks(actor)
    if actor.holds(Role.COORDINATOR):
        return desks
    return [desk for desk in desks if desk.is_author and actor.holds_for(desk.slug, Role.TRAINER)]


def name_of(desk: Desk) -> str:
    return f"{desk.module.code}. {desk.title}"


def titles(actor: Account) -> dict[UUID, str]:
    """Module to what it is called."""
    return {desk.id: name_of(desk) for desk in all_desks(actor)}


@dataclass(frozen=True)
class Line:
    """A row of the table. ``desk`` is None in the line of all modules."""

    desk: Desk | None
    figures: Satisfaction

    def cells(self) -> dict[str, object]:
        """For the page."""
        return {
            "module": name_of(self.desk) if self.desk else _("All"),
            "replies": number(self.figures.replies),
            "rate": share_text(self.figures.response.rate),
            "mean": _shown(self.figures, mean_text(self.figures.mean)),
            "share": _shown(self.figures, share_text(self.figures.share)),
        }

    def values(self) -> dict[str, object]:
        """For a file."""
        response = self.figures.response
        return {
            "module": name_of(self.desk) if self.desk else _("All"),
            "asked": response.asked,
            "answered": response.answered,
            "rate": digits(response.rate, THOUSANDTH),
            "replies": self.figures.replies,
            "mean": _shown(self.figures, digits(self.figures.mean, HUNDREDTH)),
            "share": _shown(self.figures, digits(self.figures.share, THOUSANDTH)),
        }


def mean_text(value: Fraction | None) -> str:
    return "–" if value is None else number(float(rounded(value, HUNDREDTH)), 2)


def share_text(value: Fraction | None) -> str:
    return "–" if value is None else percent(float(rounded(value, THOUSANDTH)), 1)


def digits(value: Fraction | None, places: Decimal) -> Decimal | None:
    return None if value is None else rounded(value, places)


def _shown(figures: Satisfaction, value: object) -> object:
    return SIGN if figures.is_hidden else value


def lines_of(desks: Sequence[Desk], months: Months, today: date) -> list[Line]:
    """One line for each module, and the last for all of them."""
    found = queries.satisfaction_in(months, today, {desk.id for desk in desks})
    return [*(Line(desk, found.get(desk.id, Satisfaction())) for desk in desks), Line(None, found[None])]


def page_columns() -> list[dict[str, str]]:
    return [
        {"key": "module", "title": _("Module")},
        {"key": "replies", "title": _("Replies"), "kind": "number"},
        {"key": "rate", "title": _("Response rate"), "kind": "number"},
        {"key": "mean", "title": _("Mean of 5 statements (1–5)"), "kind": "number"},
        {"key": "share", "title": _("Ratings 4 and 5"), "kind": "number"},
    ]


def file_columns() -> list[Column]:
    return [
        Column("module", _("Module")),
        Column("asked", _("Asked"), Kind.INTEGER),
        Column("answered", _("Answered"), Kind.INTEGER),
        Column("rate", _("Response rate"), Kind.PERCENT),
        Column("replies", _("Replies"), Kind.INTEGER),
        Column("mean", _("Mean of 5 statements (1–5)"), Kind.DECIMAL),
        Column("share", _("Ratings 4 and 5"), Kind.PERCENT),
    ]


def notes() -> list[str]:
    return [
        _("Replies count in the month in which they were given; they leave their box, five together, in the night."),
        _("Response rate: of the people who completed the module in the period, the share that has answered so far."),
        told_in_steps(),
        _("The last line is of all replies whose figures are told."),
    ]


def told_in_steps() -> str:
    return _(
        "Figures are told by closed quarters and from ten replies of a module on. Fewer than ten wait and count in a "
        "later quarter, so that no difference of two figures tells of a few people."
    )


@dataclass(frozen=True)
class Module:
    """The page of one module."""

    figures: Satisfaction
    rate: str
    mean: object
    share: object
    items: list[dict[str, str]]
    by_sex: list[dict[str, str]]
    comments: Page[str] | None


def module_page(desk: Desk, months: Months, today: date, *, comments: int | None) -> Module:
    """With this page of the comments, if they may be read."""
    line = lines_of([desk], months, today)[0]
    figures, cells = line.figures, line.cells()
    written = comments_of(desk, months, comments) if comments is not None else None
    told = str(cells["rate"]), cells["mean"], cells["share"]
    return Module(figures, *told, _items(desk, figures), _by_sex(figures), written)


def comments_of(desk: Desk, months: Months, number: int) -> Page[str] | None:
    """None while there are fewer than five replies."""
    if queries.number_of_replies(months, desk.id) < COMMENTS_FROM:
        return None
    return queries.comments_in(months, desk.id, number)


def _items(desk: Desk, figures: Satisfaction) -> list[dict[str, str]]:
    if figures.items is None:
        return []
    rows = []
    columns = zip(*queries.ratings_in(figures.months, desk.id), strict=True)
    for item, mean, ratings in zip(ITEMS, figures.items, columns, strict=True):
        given = Counter(ratings)
        marks = {f"n{mark}": number(given[mark]) for mark in range(1, 6)}
        rows.append({"statement": str(STATEMENTS[item]), "mean": mean_text(mean), **marks})
    return rows


def item_columns() -> list[dict[str, str]]:
    marks = [{"key": f"n{mark}", "title": str(mark), "kind": "number"} for mark in range(1, 6)]
    return [
        {"key": "statement", "title": _("Statement")},
        {"key": "mean", "title": _("Mean"), "kind": "number"},
        *marks,
    ]


def _by_sex(figures: Satisfaction) -> list[dict[str, str]]:
    labels = {option.value: str(option.label) for option in SEXES} | {None: _("Not stated")}
    parts = figures.by_sex
    return [
        {
            "sex": label,
            "replies": number(parts[sex].replies),
            "mean": mean_text(parts[sex].mean),
            "share": share_text(parts[sex].share),
        }
        for sex, label in labels.items()
        if sex in parts
    ]


def sex_columns() -> list[dict[str, str]]:
    return [
        {"key": "sex", "title": _("Sex")},
        {"key": "replies", "title": _("Replies"), "kind": "number"},
        {"key": "mean", "title": _("Mean of 5 statements (1–5)"), "kind": "number"},
        {"key": "share", "title": _("Ratings 4 and 5"), "kind": "number"},
    ]
