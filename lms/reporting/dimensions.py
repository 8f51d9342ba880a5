"""The rows and columns of tables: their codes, their order and their names in three languages."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import document_of, edition_texts
from lms.core.extensions import db
from lms.core.i18n import _, language, p_
from lms.core.rounding import rounded as rounded  # noqa: PLC0414  (tables round like shares)
from lms.institutions.models import InstitutionGroup, InstitutionType, Region
from lms.people.models import Profession
from lms.reporting.consents import WITHHELD

SEXES = ("female", "male", "other", "not_stated")
#: Those that tables of three columns name; all others stand in the total only.
WOMEN_AND_MEN = ("female", "male")

#: Code of a shown age band to the atomic bands it adds up.
BANDS: Mapping[str, tuple[str, ...]] = {
    "under-18": ("under-14", "14", "15-17"),
    "18-28": ("18-24", "25-28"),
    "29-35": ("29", "30-35"),
    "36-45": ("36-45",),
    "46-59": ("46-59",),
    "60+": ("60+",),
    "not-stated": ("not-stated",),
}
#: Definitions of youth as sums of atomic bands. Accounts begin at 18, so 18-28 is what Law No. 256 of 2009 gives here.
YOUTH: Mapping[str, frozenset[str]] = {
    "18-28": frozenset({"18-24", "25-28"}),
    "14-35": frozenset({"14", "15-17", "18-24", "25-28", "29", "30-35"}),
}
NOT_STATED = "not-stated"
PLACES_OF_A_SHARE = Decimal("0.001")


@dataclass(frozen=True)
class Line:
    """A value of a dimension: its code, what stands in the table, and the stored values it adds up."""

    code: str
    label: str
    values: frozenset[str | None]


def shown_band(atomic: str) -> str:
    """The shown band that an atomic one belongs to."""
    return next(code for code, atoms in BANDS.items() if atomic in atoms)


def sex_label(code: str) -> str:
    return {
        "female": p_("reports", "Female"),
        "male": p_("reports", "Male"),
        "other": p_("reports", "Other or prefer not to say"),
        "not_stated": p_("reports", "Not stated"),
    }[code]


def band_label(code: str) -> str:
    if code == NOT_STATED:
        return _("Age not stated")
    return {"under-18": "<18", "60+": "60+"}.get(code, code.replace("-", "–"))


def sexes() -> list[Line]:
    return [Line(code, sex_label(code), frozenset({code})) for code in SEXES]


def bands() -> list[Line]:
    return [Line(code, band_label(code), frozenset(atoms)) for code, atoms in BANDS.items()]


def groups() -> list[Line]:
    """The 22 rows of the table by institution type, then those without an institution and the withheld."""
    types: dict[InstitutionGroup, set[str | None]] = {}
    query = select(InstitutionGroup, InstitutionType.code).outerjoin(InstitutionType)
    for group, code in db.session.execute(query.order_by(InstitutionGroup.position)):
        types.setdefault(group, set()).update({code} if code else ())
    lines = [Line(group.code, named(group), frozenset(codes)) for group, codes in types.items()]
    return [*lines, Line(NOT_STATED, _("Institution not stated"), frozenset({None})), withheld()]


def regions() -> list[Line]:
    """The nine regions, the national level and not stated, in the fixed order; then the withheld."""
    rows = db.session.scalars(select(Region).order_by(Region.position)).all()
    return [*(Line(row.code, named(row), frozenset({row.code})) for row in rows), withheld()]


def professions() -> list[Line]:
    rows = db.session.scalars(select(Profession).order_by(Profession.position)).all()
    lines = [Line(row.code, named(row), frozenset({row.code})) for row in rows]
    return [*lines, Line(NOT_STATED, p_("reports", "Not stated"), frozenset({None})), withheld()]


def withheld() -> Line:
    return Line(WITHHELD, _("Not disaggregated"), frozenset({WITHHELD}))


def modules(chosen: Collection[UUID] | None = None) -> list[tuple[TrainingModule, str]]:
    """Modules that have or had an edition, by code, with code and title in the language of the page.

    Of these the chosen ones; None: all.
    """
    editions = _editions_told()
    texts = edition_texts(list(editions.values()), language())
    return [
        (module, f"{module.code}. {texts[edition].title}" if edition in texts else module.code)
        for module, edition in editions.items()
        if chosen is None or module.id in chosen
    ]


def outputs() -> dict[str, frozenset[UUID]]:
    """Output code to the ids of the modules that serve it; a module may serve several."""
    found: dict[str, set[UUID]] = {}
    for module, edition in _editions_told().items():
        for code in document_of(edition).outputs:
            found.setdefault(code, set()).add(module.id)
    return {code: frozenset(found[code]) for code in sorted(found)}


def core_modules() -> frozenset[UUID]:
    """Those that count as training in the sense of the project."""
    return frozenset(module.id for module, edition in _editions_told().items() if document_of(edition).core)


def _editions_told() -> dict[TrainingModule, UUID]:
    """Each module that ever had an edition with the newest that stands, else the newest, by code.

    Where all were withdrawn, what people did stays in the reports. What a module counts for (its outputs,
    core or not) is the same in all its editions, so that a new one changes no number of the past.
    """
    query = select(TrainingModule, Edition.id).join(Edition, Edition.module_id == TrainingModule.id)
    in_turn = query.order_by(Edition.withdrawn_at.is_(None), Edition.number)
    newest: dict[TrainingModule, UUID] = dict(db.session.execute(in_turn).all())  # the last of a module stays
    return dict(sorted(newest.items(), key=lambda pair: (len(pair[0].code), pair[0].code)))


def named(row: InstitutionGroup | InstitutionType | Region | Profession) -> str:
    """The name of a listed thing in the language of the page."""
    return str(getattr(row, f"name_{language()}"))


def by_line(lines: Iterable[Line]) -> dict[str | None, str]:
    """Stored value to the code of the line it is counted in."""
    return {value: line.code for line in lines for value in line.values}


def share(part: int, whole: int) -> Decimal | None:
    """A share with three digits, rounded half up from the counts themselves; None of nothing."""
    if whole == 0:
        return None
    return rounded(Fraction(part, whole), PLACES_OF_A_SHARE)
