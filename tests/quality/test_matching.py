"""Records of one person are found in any spelling, without comparing everybody with everybody."""

from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.core.extensions import db
from lms.people.likeness import stems
from lms.people.models import Person, PersonName, Script, Sex
from lms.quality import blocks, matching, pairs
from lms.quality.matching import Known, Reason, matches
from lms.quality.models import LikelyPair
from tests.quality.desk import look
from tests.support.databases import count_queries
from tests.support.factories import (
    make_account,
    make_person,
)

_numbers = count(1)


def known(name, *, year=1988, sex=Sex.FEMALE, phone="", email=""):
    person = UUID(int=next(_numbers))
    return Known(person, person, (stems(name),), sex, year, None, phone, email)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (("Асанова Айгүл Бакытовна",), ("Asanova Aigul",), True),
        (("Асанова Айгүл Бакытовна",), ("Асанова Айгуль Бакыт кызы",), True),
        (("Жээнбеков Бакыт",), ("Jeenbekov Bakyt Sooronbai uulu",), True),
        (("Айгүл Асанова",), ("Асанова Айгуль",), True),
        (("Асанова Айгүл Бакытовна",), ("Асанова Айгүл Маратовна",), False),
        (("Асанова Айгүл",), ("Асанова Бермет",), False),
        (("Асанова Айгүл", {"year": 1988}), ("Асанова Айгүл", {"year": 1960}), False),
        (("Асанова Айгүл", {"year": 1988}), ("Асанова Айгүл", {"year": 1989}), False),
        (("Асанова Айгүл Бакытовна", {"year": 1988}), ("Асанова Айгүл Бакытовна", {"year": 1989}), True),
        (("Асанова Айгүл", {"year": None}), ("Асанова Айгүл",), True),
        (("Асанова Айгүл", {"sex": Sex.NOT_STATED}), ("Асанова Айгүл",), True),
        (("Асанов Эркин", {"sex": Sex.MALE}), ("Асанов Эркин",), False),
        (
            ("Асанова Айгүл", {"phone": "+996555123456", "year": 1960}),
            ("Асанова Айгуль", {"phone": "+996705987654"}),
            False,
        ),
        (
            ("Асанова Айгүл", {"phone": "+996555123456", "year": 1960}),
            ("Асанова Айгуль", {"phone": "+7555123456"}),
            True,
        ),
        (
            ("Асанова Айгүл", {"email": "aigul.a@mail.ru", "year": 1960}),
            ("Aigul Asanova", {"email": "aigul.a@gmail.com"}),
            True,
        ),
        (("Асанова Айгүл", {"phone": "+996555123456"}), ("Бекова Нурзат", {"phone": "+7555123456"}), False),
    ],
)
def test_who_may_be_one_person(one, other, are):
    first, second = (known(about[0], **(about[1] if len(about) > 1 else {})) for about in (one, other))

    found = matches([first, second])

    assert bool(found) is are
    assert [(match.one, match.other) for match in found] == ([(first.id, second.id)] if are else [])


def test_of_a_merged_record_the_likest_spelling_counts():
    root = known("Асанова Айгүл", year=None)
    merged = replace(known("Асанова Айгуль Бакытовна"), counts_as=root.id)
    third = known("Asanova Aigul Bakytovna")

    for people in ([root, merged, third], [merged, root, third]):
        [match] = matches(people)
        assert (match.one, match.other) == (root.id, third.id)
        assert {Reason.PATRONYMIC, Reason.YEAR} <= set(match.reasons)


def test_many_people_are_never_compared_each_with_each(monkeypatch):
    """Four thousand with names of their own and forty twins: the twins are found in a few comparisons for each."""
    letters = "бвгджзклмнпрст"
    names = [f"{a}а{b}{c}анов {c}а{a}ы{d}" for a in letters for b in letters for c in letters for d in letters][:4000]
    people = [known(name, year=1960 + place % 40) for place, name in enumerate(names)]
    twins = [known(names[place], year=1960 + place % 40) for place in range(0, 4000, 100)]
    asked = []
    alike = matching.are_alike
    monkeypatch.setattr(matching, "are_alike", lambda a, b: asked.append(1) or alike(a, b))

    found = {(match.one, match.other) for match in matches([*people, *twins])}

    assert {(people[place * 100].id, twin.id) for place, twin in enumerate(twins)} <= found
    assert len(asked) < 4 * len(people)


def test_a_common_name_hides_nobody_who_shares_more(monkeypatch):
    """Two who are not compared for a name that very many have, are compared for the patronymic they share besides."""
    monkeypatch.setattr(blocks, "LARGEST", 4)
    crowd = [known("Асанова Айгүл", year=1930 + 3 * number) for number in range(6)]
    one, other = (known("Асанова Айгүл Бакытовна", year=year) for year in (1988, 1989))

    assert [(match.one, match.other) for match in matches([*crowd, one, other])] == [(one.id, other.id)]


def test_those_of_one_year_meet_even_in_a_crowd_and_no_pair_twice(monkeypatch):
    monkeypatch.setattr(blocks, "LARGEST", 4)
    people = [known("Асанова Айгүл Бакытовна", year=1980 + number // 2) for number in range(10)]

    found = list(blocks.together(people, lambda done, of: None))

    assert sorted(found) == [(place, place + 1) for place in range(0, 10, 2)]


def test_all_people_are_compared_in_few_statements(app, session):
    for _number in range(3):
        make_account(name="Асанова Айгүл")
    with count_queries(app) as few:
        pairs.known_people()
    for place in range(30):
        make_account(name=f"Бекова Нурзат{'абвгдежзик'[place % 10]}")
    with count_queries(app) as many:
        pairs.known_people()

    assert len(few) == len(many) <= 5


def test_of_very_many_pairs_the_likeliest_are_kept():
    likely = [known("Асанова Айгүл Бакытовна") for _number in range(4)]
    less = [known("Бекова Нурзат", year=None) for _number in range(10)]

    found = matches([*less, *likely], 6)

    assert {match.score for match in found} == {90}
    assert {one for match in found for one in (match.one, match.other)} == {one.id for one in likely}
    assert len(matches([*less, *likely])) == 6 + 45


def test_every_spelling_on_record_counts(session):
    one, other = make_person("Жээнбеков Бакыт"), make_person("Сыдыков Эркин")
    other.names.append(PersonName(script=Script.LATIN, full_name="Jeenbekov Bakyt"))
    db.session.commit()
    look()
    row = db.session.scalars(select(LikelyPair)).one()

    assert {row.person_id, row.other_id} == {one.id, other.id}
    assert Reason.NAME in row.reasons
    assert db.session.get_one(Person, one.id).merged_into_id is None
