"""Nine people to try the platform with, one for each role. Only ever in a demonstration database."""

from dataclasses import dataclass
from datetime import datetime

from lms.accounts import passwords
from lms.accounts.consents import agreements_to
from lms.accounts.models import Account, Role
from lms.accounts.queries import account_by_login
from lms.accounts.scopes import Scope
from lms.accounts.services import Contact, give_role, open_account
from lms.accounts.words import FOR_DEMONSTRATION
from lms.core.installation import DEMONSTRATION, kind_of_database
from lms.institutions.queries import institution_by_key
from lms.institutions.services import propose_institution
from lms.people.models import Person, Purpose, Script, Sex, WorkplaceState
from lms.people.services import PersonFacts, add_person, agree, take_workplace


class NotADemonstration(RuntimeError):
    """The database holds real people; demo accounts would be doors with a known key."""


@dataclass(frozen=True)
class DemoPerson:
    """``institution`` and ``place`` are keys of the content folder; None: a name typed, for the coordinator's queue."""

    login: str
    kyrgyz: str
    russian: str
    latin: str
    sex: Sex
    birth_year: int
    profession: str
    institution: str | None
    region: str
    language: str
    role: Role | None = None
    place: str | None = None

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"


UNLISTED = "Общественное объединение «Пример»"

PEOPLE = (
    DemoPerson(
        "judge", "Асанова Айгүл Бакытовна", "Асанова Айгуль Бакытовна", "Asanova Aigul",
        Sex.FEMALE, 1984, "judge", "naryn-oblast-court", "KG-N", "ky",
    ),
    DemoPerson(
        "police", "Токтогулов Өмүрбек Жумабекович", "Токтогулов Омурбек Жумабекович", "Toktogulov Omurbek",
        Sex.MALE, 1991, "police", "osh-city-police", "KG-GO", "ky",
    ),
    DemoPerson(
        "cso", "Эргешова Нургүл Таалайбековна", "Эргешова Нургуль Таалайбековна", "Ergeshova Nurgul",
        Sex.FEMALE, 1998, "cso", None, "KG-GB", "ru",
    ),
    DemoPerson(
        "trainer", "Сыдыков Бакыт Асанбекович", "Сыдыков Бакыт Асанбекович", "Sydykov Bakyt",
        Sex.MALE, 1979, "teacher", "higher-school-of-justice", "KG-GB", "ru", Role.TRAINER,
    ),
    DemoPerson(
        "gender-reviewer", "Мамбетова Гүлзат Эсенкуловна", "Мамбетова Гульзат Эсенкуловна", "Mambetova Gulzat",
        Sex.FEMALE, 1982, "other", "academy-public-administration", "KG-GB", "ru", Role.GENDER_REVIEWER,
    ),
    DemoPerson(
        "rights-reviewer", "Абдырахманов Нурлан Кубатович", "Абдырахманов Нурлан Кубатович", "Abdyrakhmanov Nurlan",
        Sex.MALE, 1975, "ombudsman", "ombudsman", "KG-GB", "ru", Role.RIGHTS_REVIEWER,
    ),
    DemoPerson(
        "focal", "Жакыпова Чынара Маратовна", "Жакыпова Чынара Маратовна", "Zhakypova Chynara",
        Sex.FEMALE, 1987, "court-staff", "naryn-oblast-court", "KG-N", "ky", Role.FOCAL_POINT, "naryn-oblast-court",
    ),
    DemoPerson(
        "coordinator", "Бейшеналиева Жылдыз Сапарбековна", "Бейшеналиева Жылдыз Сапарбековна", "Beishenalieva Zhyldyz",
        Sex.FEMALE, 1980, "other", "academy-public-administration", "KG-GB", "en", Role.COORDINATOR,
    ),
    DemoPerson(
        "admin", "Осмонов Тилек Рыспекович", "Осмонов Тилек Рыспекович", "Osmonov Tilek",
        Sex.MALE, 1993, "other", "academy-public-administration", "KG-GB", "ru", Role.ADMINISTRATOR,
    ),
)  # fmt: skip


def make_demo_accounts(password: str, *, at: datetime) -> list[Account]:
    """Those of the nine that are missing; what somebody has changed about the others stays. Needs the site data."""
    if kind_of_database() != DEMONSTRATION:
        message = "This database is a real one; demo accounts are only made in a demonstration."
        raise NotADemonstration(message)
    missing = [person for person in PEOPLE if account_by_login(person.email) is None]
    if not missing:
        return []
    password_hash = passwords.hash_password(password)
    return [_make(person, password_hash, at=at) for person in missing]


def _make(about: DemoPerson, password_hash: str, *, at: datetime) -> Account:
    facts = PersonFacts(
        names={Script.KYRGYZ: about.kyrgyz, Script.RUSSIAN: about.russian, Script.LATIN: about.latin},
        sex=about.sex,
        birth_year=about.birth_year,
        profession_code=about.profession,
        region_code=about.region,
        language=about.language,
    )
    person = add_person(facts, at=at)
    agree(person, agreements_to([Purpose.STUDY], about.language), at=at)
    _settle(person, about, at=at)
    account = open_account(person, Contact(about.email, is_email=True), password_hash, at=at)
    account.is_demo, account.email_verified_at = True, at
    if about.role is not None:
        place = institution_by_key(about.place).id if about.place else None
        give_role(account, about.role, by=None, reason=FOR_DEMONSTRATION, at=at, scope=Scope(place))
    return account


def _settle(person: Person, about: DemoPerson, *, at: datetime) -> None:
    if about.institution is not None:
        institution = institution_by_key(about.institution)
        take_workplace(person, institution.id, at=at, state=WorkplaceState.CONFIRMED)
        return
    proposed = propose_institution(
        UNLISTED, type_code="cso-human-rights", region_code=about.region, by=person.id, at=at
    )
    take_workplace(person, proposed.id, at=at)
