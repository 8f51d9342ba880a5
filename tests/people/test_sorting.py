"""People stand in the same order on every database: that of the Kyrgyz alphabet, then whatever else is typed."""

from sqlalchemy import select

from lms.accounts.models import Role
from lms.core.folding import sort_key
from lms.people.models import Person
from tests.support.factories import make_account, make_institution, make_person

#: The order of ICU, without regard to signs between words, would be another one in each of these places.
IN_ORDER = [
    "Aibek uulu Nur",
    "Zhumabekov Kanat",
    "Азиз-уулу Нур",
    "Азиз Эрмек",
    "Азизов Эрмек",
    "Еленова Анна",
    "Ёлкина Анна",
    "Жаныл Мырза",
    "Нурланов Бек",
    "Ңомотов Бек",
    "Омуров Бек",
    "Өмүров Бек",
    "Улан Бек",
    "Үсөнов Бек",
]


def test_the_database_sorts_as_the_alphabet_does(session):
    for name in sorted(IN_ORDER, key=lambda name: name[::-1]):
        make_person(name)

    people = session.scalars(select(Person).order_by(Person.sort_key)).unique().all()

    assert [person.full_name() for person in people] == IN_ORDER
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER


def test_a_page_lists_people_in_that_order(browser, session):
    court = make_institution("Talas Court")
    for name in reversed(IN_ORDER):
        make_person(name, institution=court)

    page = browser(make_account(Role.FOCAL_POINT, place=court)).visit(f"/en/reports/institutions/{court.id}/workplaces")

    assert [name for name in sorted(IN_ORDER, key=page.text.index) if name in page.text] == IN_ORDER
