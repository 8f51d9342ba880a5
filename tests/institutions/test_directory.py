"""The directory: what there is to choose, names on a day, who stands below whom."""

from datetime import date

import pytest

from lms.institutions import queries
from lms.institutions.models import InstitutionName, InstitutionState
from lms.institutions.queries import institution_by_key
from tests.support.databases import count_queries
from tests.support.factories import make_institution

DAY = date(2026, 11, 16)


def test_only_listed_institutions_of_the_kind_and_place_are_offered(session):
    wanted = make_institution("Second Talas court", region="KG-T")
    make_institution("Waiting", region="KG-T", state=InstitutionState.PROPOSED)
    make_institution("Closed court", region="KG-T", state=InstitutionState.CLOSED)
    make_institution("Elsewhere", region="KG-N")
    make_institution("A police station", type_code="police", region="KG-T")

    offered = [choice.name for choice in queries.institutions_in("court", "KG-T", day=DAY, code="en")]

    real = ["Bakay-Ata Rayon Court", "Kara-Buura Rayon Court", "Manas Rayon Court"]
    real += ["Talas City Court", "Talas Oblast Court", "Talas Rayon Court"]
    assert sorted(offered) == sorted([*real, "Second Talas court"])
    assert wanted.id in {choice.id for choice in queries.institutions_in("court", "KG-T", day=DAY, code="ky")}


def test_a_name_is_the_one_valid_on_the_day(session):
    body = make_institution("New name")
    body.names[0].valid_from = date(2021, 2, 1)
    body.names.append(
        InstitutionName(
            valid_to=date(2021, 1, 31), name_ky="Эски", name_ru="Старое", name_en="Old name", search_text="old name"
        )
    )
    session.commit()

    assert queries.name_on(body, date(2020, 5, 5), "en") == "Old name"
    assert queries.name_on(body, DAY, "en") == "New name"
    assert queries.names_on([body.id], date(2020, 5, 5), "en") == {body.id: "Old name"}
    assert queries.names_on([body.id], DAY, "en") == {body.id: "New name"}


def test_a_body_whose_last_name_has_ended_is_still_called_by_it(session):
    body = make_institution("First name")
    body.names[0].valid_to = date(2010, 12, 31)
    body.names.append(
        InstitutionName(
            valid_from=date(2011, 1, 1), valid_to=date(2020, 12, 31),
            name_ky="Акыркы", name_ru="Последнее", name_en="Last name", search_text="last name",
        )
    )  # fmt: skip
    session.commit()
    session.expire_all()

    assert queries.name_on(body, DAY, "en") == "Last name"


@pytest.mark.parametrize("typed", ["Көкбөрү", "кокбору", "КОКБОРУ СОТ", "сот көкб"])
def test_a_search_forgives_missing_kyrgyz_letters(session, typed):
    make_institution("Көкбөрү райондук соту")
    make_institution("Ноокат райондук соту")

    found = queries.institutions_found(typed, 1)

    assert [queries.name_on(row, DAY, "en") for row in found.rows] == ["Көкбөрү райондук соту"]


def test_percent_signs_find_nothing(session):
    assert queries.institutions_found("%", 1).total == 0


def test_a_subtree_holds_everything_below_and_nothing_beside(session):
    top = make_institution("Top")
    middle = make_institution("Middle", parent=top)
    leaf = make_institution("Leaf", parent=middle)
    beside = make_institution("Beside")

    assert queries.subtree_ids([top.id]) == {top.id, middle.id, leaf.id}
    assert queries.ancestors_of(leaf.id) == [leaf.id, middle.id, top.id]
    assert queries.is_below(leaf.id, [middle.id])
    assert not queries.is_below(beside.id, [top.id])
    assert not queries.is_below(top.id, [leaf.id])


def test_the_oblast_courts_stand_below_the_supreme_court(session):
    supreme, talas = institution_by_key("supreme-court"), institution_by_key("talas-oblast-court")

    assert talas.id in queries.subtree_ids([supreme.id])


def test_a_search_asks_a_bounded_number_of_questions(app, session):
    for number in range(30):
        make_institution(f"Court {number}")

    with count_queries(app) as statements:
        queries.institutions_found("court", 1)

    assert len(statements) <= 3


def test_people_are_not_asked_to_choose_not_stated(session):
    codes = [row.code for row in queries.regions(to_choose=True)]

    assert codes[:9] == ["KG-GB", "KG-GO", "KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y"]
    assert "KG-XX-UNK" not in codes
