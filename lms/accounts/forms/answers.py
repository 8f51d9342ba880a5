"""Lists to choose from, and checks, that registration and profile share."""

from collections.abc import Sequence
from datetime import date

from lms.accounts.services import normal_contact
from lms.core.i18n import _, _l
from lms.institutions import queries as directory
from lms.institutions.models import NATIONAL, DistrictKind
from lms.institutions.queries import Choice
from lms.people import queries as people
from lms.people import spelling
from lms.people.models import Sex
from lms.ui.forms import Form, Group, Option, TextField, ValidationError

NOT_LISTED = "not-listed"
LONGEST_NAME = 120
#: Professions named first for a kind of institution; all others follow.
USUAL = {
    "court": ("judge", "court-staff"),
    "prosecution": ("prosecutor", "investigator"),
    "police": ("police", "investigator"),
    "security": ("investigator",),
    "penitentiary": ("penitentiary",),
    "probation": ("probation",),
    "forensic": ("forensic",),
    "bar": ("lawyer",),
    "ombudsman-npm": ("ombudsman",),
    "parliament": ("mp",),
    "president-cabinet": ("gov",),
    "ministries-agencies": ("gov",),
    "lsg-executive": ("lsg",),
    "lsg-council": ("lsg",),
    "local-state-admin": ("gov", "lsg"),
    "cso-women": ("cso", "women-leader"),
    "cso-youth": ("cso", "youth"),
    "cso-human-rights-other": ("cso", "lawyer"),
    "religious": ("theologian",),
    "academia": ("teacher", "forensic"),
    "media": ("journalist",),
}

SEX_LABEL = _l("Sex")
SEX_MISSING = _l("Choose one of the three answers about your sex.")
SEX_OPTIONS = (
    Option(Sex.FEMALE.value, _l("Woman")),
    Option(Sex.MALE.value, _l("Man")),
    Option(Sex.OTHER.value, _l("Prefer not to say")),
)


def check_contact(form: Form, field: TextField) -> None:
    """An e-mail address or a phone number in any of the usual forms."""
    if normal_contact(field.data) is None:
        raise ValidationError(_("Enter an e-mail address like name@example.org, or a phone number like 0555 123 456."))


def check_name(form: Form, field: TextField) -> None:
    if not spelling.has_only_letters(field.data):
        raise ValidationError(_("Use letters only. Digits and signs cannot be printed on a certificate."))
    if not spelling.is_long_enough(field.data):
        raise ValidationError(_("Enter your full name."))


def check_latin(form: Form, field: TextField) -> None:
    check_name(form, field)
    if not spelling.is_latin(field.data):
        raise ValidationError(_("Use Latin letters here, as in a passport for travelling."))


def kind_groups() -> Sequence[Group]:
    return [Group("", [Option(row.code, directory.name_of(row)) for row in directory.groups()])]


def region_options() -> Sequence[Option]:
    """The nine regions, and bodies of the whole country as the tenth place."""
    return [Option(row.code, directory.name_of(row)) for row in directory.regions(to_choose=True)]


def institution_groups(kind: str, region: str, day: date) -> Sequence[Group]:
    """What is listed of this kind in this region and for the whole country, and the way out of the list."""
    here = directory.institutions_in(kind, region, day=day) if region != NATIONAL else []
    national = directory.institutions_in(kind, NATIONAL, day=day)
    lists = [*_by_district(region, here), _group(_("Bodies of the whole country"), national)]
    filled = [group for group in lists if group.options]
    return [*filled, Group("", [Option(NOT_LISTED, _("It is not in the list"))])]


def _by_district(region: str, here: Sequence[Choice]) -> list[Group]:
    """Bodies of the whole region first, then by rayon and city.

    Where no rayon has more than one, a heading above each would only say its name again: rayons and cities then stand
    under one heading each.
    """
    places: dict[str | None, list[Choice]] = {}
    for choice in here:
        places.setdefault(choice.district_code, []).append(choice)
    whole = _group(directory.region_names().get(region, ""), places.pop(None, []))
    districts = [row for row in directory.districts() if row.code in places]
    if any(len(places[row.code]) > 1 for row in districts):
        return [whole, *(_group(directory.name_of(row), places[row.code]) for row in districts)]
    cities = {row.code for row in districts if row.kind is DistrictKind.CITY}
    local = [choice for choice in here if choice.district_code]
    return [
        whole,
        _group(_("Rayons"), [choice for choice in local if choice.district_code not in cities]),
        _group(_("Cities"), [choice for choice in local if choice.district_code in cities]),
    ]


def _group(label: str, choices: Sequence[Choice]) -> Group:
    return Group(label, [Option(str(choice.id), choice.name) for choice in choices])


def type_options(kind: str) -> Sequence[Option]:
    return [Option(row.code, directory.name_of(row)) for row in directory.types(kind)]


def profession_groups(kind: str | None) -> Sequence[Group]:
    """Professions usual at such an institution first, so that most people need not search."""
    rows = {row.code: Option(row.code, directory.name_of(row)) for row in people.professions()}
    usual = [rows.pop(code) for code in USUAL.get(kind or "", ()) if code in rows]
    if not usual:
        return [Group("", list(rows.values()))]
    return [Group(_("Often at such an institution"), usual), Group(_("All others"), list(rows.values()))]
