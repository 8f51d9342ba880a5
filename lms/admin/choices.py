"""What can be chosen on these pages, in the language of the page."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from lms.core.i18n import _
from lms.institutions import queries as directory
from lms.institutions.models import NATIONAL, Institution
from lms.institutions.queries import Choice
from lms.people.queries import current_workplace
from lms.ui.forms import Option

#: A longer list is not read; a longer word finds less.
MOST_FOUND = 20


def places(words: str, suggested: Collection[Choice], day: date, *, chosen: str | None = None) -> list[Option]:
    """What was found; before anything was searched, what is likely. What was chosen stays in sight."""
    found = list(directory.listed(words, day=day)[:MOST_FOUND] if words else suggested)
    if chosen and chosen not in {str(choice.id) for choice in found}:
        found = [choice for choice in directory.listed(day=day) if str(choice.id) == chosen] + found
    regions = directory.region_names()
    return [Option(str(choice.id), choice.name, regions.get(choice.region_code)) for choice in found]


def around_workplace(person_id: UUID, day: date) -> list[Choice]:
    """Where the person works, and everything above it."""
    workplace = current_workplace(person_id)
    if workplace is None or workplace.institution_id is None:
        return []
    above = directory.ancestors_of(workplace.institution_id)
    found = {choice.id: choice for choice in directory.listed(day=day)}
    return [found[place] for place in above if place in found]


def around_kind(institution: Institution, day: date) -> list[Choice]:
    """Institutions of the same kind that stand above rayons, in the region and the country: where it may belong."""
    return [
        choice
        for choice in directory.listed(day=day)
        if choice.type_code == institution.type_code
        and choice.region_code in (institution.region_code, NATIONAL)
        and choice.district_code is None
        and choice.id != institution.id
    ]


def kinds() -> list[Option]:
    return [Option(kind.code, directory.name_of(kind)) for kind in directory.types()]


def regions() -> list[Option]:
    return [Option(region.code, directory.name_of(region)) for region in directory.regions(to_choose=True)]


def districts() -> list[Option]:
    """Every rayon and city with its region before it, and none."""
    names = directory.region_names()
    found = [Option(row.code, f"{names[row.region_code]}: {directory.name_of(row)}") for row in directory.districts()]
    return [Option("", _("None")), *found]


def regions_of_districts() -> dict[str, str]:
    return {row.code: row.region_code for row in directory.districts()}
