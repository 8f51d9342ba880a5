"""A person is found by the name as others type it, not only as it is on record."""

import importlib.util
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select

from lms.people import services
from lms.people.models import Person, Script
from lms.people.searching import has_in_name
from tests.support.factories import make_person

MIGRATION = Path("migrations/versions/20261127_0630_find_names_by_how_they_sound.py")


def found(session, word):
    return set(session.scalars(select(Person.id).where(has_in_name(word))))


@pytest.mark.parametrize("typed", ["Айгүл", "айгуль", "AIGUL", "Aygul", "Асан", "asanova"])
def test_a_name_is_found_in_every_spelling(session, typed):
    judge = make_person("Асанова Айгүл Бакытовна")
    make_person("Бакиров Бакыт")

    assert found(session, typed) == {judge.id}


def test_a_name_on_record_in_latin_letters_is_found_in_cyrillic(session):
    person = make_person("Zhumabekov Kanat")

    assert found(session, "Жумабеков") == {person.id}


def test_a_sign_that_has_no_sound_finds_nobody_by_it(session):
    make_person("Асанова Айгүл")

    assert found(session, "ьъ") == set()


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(session):
    person = make_person("Осмонова Айгүл")

    services.spell(person, {Script.KYRGYZ: "Асанова Айгүл"})
    session.commit()

    assert found(session, "Asanova") == {person.id}
    assert found(session, "Osmonova") == set()


def test_people_from_before_are_found_by_the_sound_too(session):
    person = make_person("Асанова Айгүл")
    person.search_text = "асанова аигул"
    session.commit()
    assert found(session, "Aigul") == set()
    specification = importlib.util.spec_from_file_location("migration", MIGRATION)
    migration = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(migration)

    with Operations.context(MigrationContext.configure(session.connection())):
        migration.upgrade()

    assert found(session, "Aigul") == {person.id}
