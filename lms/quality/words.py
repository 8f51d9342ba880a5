"""Kinds of lines and acts in the words of the page."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.accounts.words import sex_in_words
from lms.core.i18n import _
from lms.enrolments.models import Corrected
from lms.people.models import Person, Script
from lms.quality.matching import Reason
from lms.ui.filters import number, table_date

NAMES, DUPLICATES = "names", "duplicates"


def kinds() -> dict[str, str]:
    """In the order of the page."""
    return {
        "sex": _("Sex not stated"),
        "age": _("Year of birth not stated"),
        "agency": _("Institution not stated"),
        NAMES: _("Institutions not in the list"),
        DUPLICATES: _("Records that may be one person’s"),
        "completions": _("Completions without all parts"),
    }


def what_it_means() -> dict[str, str]:
    return {
        "sex": _("People who take part and whose sex is not stated, in the profile or on an enrolment."),
        "age": _("People who take part and whose year of birth is not stated, in the profile or on an enrolment."),
        "agency": _("People who take part and name no institution, in the profile or on an enrolment."),
        NAMES: _("Names that people typed because they did not find their workplace."),
        DUPLICATES: _("Names that sound alike in any spelling, with the year of birth, phone, e-mail or institution."),
        "completions": _("Modules that count as completed although a required part is not on record."),
    }


def corrected() -> dict[str, str]:
    return {
        Corrected.SEX: _("Sex"),
        Corrected.AGE: _("Year of birth"),
        Corrected.AGENCY: _("Institution"),
        Corrected.STEPS: _("Parts of a completion"),
        Corrected.COMPLETION: _("Completion taken back"),
    }


def reasons() -> dict[str, str]:
    """Why two records may be one person's."""
    return {
        Reason.NAME: _("the names sound alike"),
        Reason.PATRONYMIC: _("with the patronymic"),
        Reason.SPELLING: _("spelt differently"),
        Reason.YEAR: _("born in the same year"),
        Reason.YEAR_MISSING: _("one year of birth is missing"),
        Reason.YEAR_NEAR: _("years of birth next to each other"),
        Reason.PHONE: _("the phones end alike"),
        Reason.EMAIL: _("the e-mail addresses begin alike"),
        Reason.AGENCY: _("the same institution"),
    }


@dataclass(frozen=True)
class About:
    """What is told of one of two records."""

    person: Person
    profession: str | None
    institution: str | None
    email: str | None
    phone: str | None
    begun: int
    completed: int

    def name(self, script: Script) -> str | None:
        return next((name.full_name for name in self.person.names if name.script is script), None)


def beside(one: About, other: About) -> list[dict[str, str | None]]:
    """Lines of the table in which two records stand beside each other."""
    lines: list[tuple[str, Callable[[About], str | None]]] = [
        (_("Name in Kyrgyz"), lambda about: about.name(Script.KYRGYZ)),
        (_("Name in Russian"), lambda about: about.name(Script.RUSSIAN)),
        (_("Name in Latin letters"), lambda about: about.name(Script.LATIN)),
        (_("Sex"), lambda about: sex_in_words(about.person.sex)),
        (_("Year of birth"), lambda about: str(about.person.birth_year) if about.person.birth_year else None),
        (_("Institution"), lambda about: about.institution),
        (_("Profession"), lambda about: about.profession),
        (_("E-mail"), lambda about: masked_email(about.email)),
        (_("Phone"), lambda about: masked_phone(about.phone)),
        (_("Enrolments"), lambda about: number(about.begun)),
        (_("Completed"), lambda about: number(about.completed)),
        (_("Record made on"), lambda about: table_date(about.person.created_at)),
    ]
    return [{"what": what, "one": told(one), "other": told(other)} for what, told in lines]


def masked_email(email: str | None) -> str | None:
    """The beginning and the place: enough to recognise one's own, not enough to write to."""
    if not email:
        return None
    address, _at, place = email.partition("@")
    return f"{address[:2]}…@{place}"


def masked_phone(phone: str | None) -> str | None:
    """The last two digits."""
    return f"… {phone[-2:]}" if phone else None


def name_and_day(person: Person, language: str) -> str:
    """Two records with one name differ by the day on which they were made."""
    return f"{person.full_name(language) or '–'} · {table_date(person.created_at)}"
