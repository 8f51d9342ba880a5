"""What is known of a person: spellings, age, workplaces, consents."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.people import exports
from lms.people.errors import NoName, TooYoung
from lms.people.models import Consent, Purpose, Script, Workplace
from lms.people.queries import consent_in_force
from lms.people.services import (
    Agreement,
    agree,
    refuse_minors,
    script_of,
    spell,
    take_workplace,
    withdraw,
)
from tests.support.factories import make_institution, make_person

STUDY = Agreement(Purpose.STUDY, "2026-11", "hash of the text", "ky")


@pytest.mark.parametrize(
    ("name", "language", "script"),
    [
        ("Asanova Aigul", "ky", Script.LATIN),
        ("Müller Zoë", "ru", Script.LATIN),
        ("Асанова Айгүл", "ru", Script.KYRGYZ),
        ("Асанов Бакыт", "ky", Script.KYRGYZ),
        ("Асанов Бакыт", "ru", Script.RUSSIAN),
        ("Асанов Бакыт", "en", Script.RUSSIAN),
    ],
)
def test_the_spelling_is_recognised(name, language, script):
    assert script_of(name, language) is script


def test_hidden_characters_are_taken_out_of_names(session):
    person = make_person()

    spell(person, {Script.KYRGYZ: "  Асанова\u202e \u200b Айгүл "})

    assert person.full_name() == "Асанова Айгүл"


def test_a_person_keeps_at_least_one_spelling(session):
    with pytest.raises(NoName):
        spell(make_person(), {Script.KYRGYZ: " ", Script.LATIN: ""})


def test_age_is_the_year_minus_the_year_of_birth(frozen):
    refuse_minors(2008, at=frozen)
    refuse_minors(None, at=frozen)
    with pytest.raises(TooYoung):
        refuse_minors(2009, at=frozen)


def test_the_year_is_that_of_bishkek(frozen):
    new_year_in_bishkek = frozen.replace(year=2026, month=12, day=31, hour=19)

    refuse_minors(2009, at=new_year_in_bishkek)


def test_a_person_works_at_one_place_at_a_time(session, frozen):
    first, second = make_institution("First"), make_institution("Second")
    person = make_person(institution=first)

    take_workplace(person, second.id, at=frozen + timedelta(days=1))
    take_workplace(person, second.id, at=frozen + timedelta(days=2))

    rows = session.scalars(select(Workplace).order_by(Workplace.since)).all()
    assert [(row.institution_id, row.until) for row in rows] == [
        (first.id, frozen + timedelta(days=1)),
        (second.id, None),
    ]


def test_a_consent_is_given_to_one_text(session, frozen):
    person = make_person()

    agree(person, [STUDY], at=frozen)
    agree(person, [STUDY], at=frozen)
    agree(person, [Agreement(Purpose.STUDY, "2027-01", "hash of another text", "ky")], at=frozen)

    rows = session.scalars(select(Consent).order_by(Consent.text_version)).all()
    assert [(row.text_version, row.withdrawn_at) for row in rows] == [("2026-11", frozen), ("2027-01", None)]


def test_a_withdrawn_consent_stays_on_record(session, frozen):
    person, other = make_person(), make_person()
    agree(person, [STUDY], at=frozen)
    agree(other, [STUDY], at=frozen)

    withdraw(person, Purpose.STUDY, at=frozen)
    withdraw(person, Purpose.STUDY, at=frozen)

    assert consent_in_force(person.id, Purpose.STUDY) is None
    assert consent_in_force(other.id, Purpose.STUDY) is not None
    assert len(session.scalars(select(Consent)).all()) == 2


def test_a_consent_can_be_given_again(session, frozen):
    person = make_person()
    agree(person, [STUDY], at=frozen)
    withdraw(person, Purpose.STUDY, at=frozen)

    agree(person, [STUDY], at=frozen + timedelta(days=1))

    assert consent_in_force(person.id, Purpose.STUDY) is not None


def test_the_log_knows_a_person_by_several_ids(session):
    person = make_person()

    assert exports.subjects_of(person.id)["Person"] == {str(person.id)}
