"""The rows and columns of tables: their codes, their order and their names in three languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from lms.catalogue.models import TrainingModule
from lms.catalogue.queries import document_of, edition_texts
from lms.core.extensions import db
from lms.core.i18n import _, language, p_
from lms.institutions.models import InstitutionGroup, InstitutionType, Region
from lms.people.models import Profession
from lms.reporting.consents import WITHHELD

SEXES = ("female", "male", "other", "not_stated")

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
    types: dict[str, set[str | None]] = {}
    for code, group in db.session.execute(select(InstitutionType.code, InstitutionType.group_code)):
        types.setdefault(group, set()).add(code)
    rows = db.session.scalars(select(InstitutionGroup).order_by(InstitutionGroup.position)).all()
    lines = [Line(row.code, named(row), frozenset(types.get(row.code, set()))) for row in rows]
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


def modules() -> list[tuple[TrainingModule, str]]:
    """Modules that have or had an edition, by code, with code and title in the language of the page."""
    query = select(TrainingModule).where(TrainingModule.current_edition_id.is_not(None))
    found = sorted(db.session.scalars(query), key=lambda module: (len(module.code), module.code))
    texts = edition_texts([m.current_edition_id for m in found if m.current_edition_id], language())
    return [
        (module, f"{module.code}. {texts[module.current_edition_id].title}")
        if module.current_edition_id in texts
        else (module, module.code)
        for module in found
    ]


def outputs() -> dict[str, frozenset[UUID]]:
    """Output code to the ids of the modules that serve it; a module may serve several."""
    found: dict[str, set[UUID]] = {}
    for module, _label in modules():
        if module.current_edition_id:
            for code in document_of(module.current_edition_id).outputs:
                found.setdefault(code, set()).add(module.id)
    return {code: frozenset(found[code]) for code in sorted(found)}


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


def rounded(value: Fraction, places: Decimal) -> Decimal:
    """Half up, exactly: the fraction is never turned into a binary number on the way."""
    steps = value / Fraction(places)
    whole = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
    return (Decimal(whole) * places).quantize(places, rounding=ROUND_HALF_UP) * (1 if value >= 0 else -1)
