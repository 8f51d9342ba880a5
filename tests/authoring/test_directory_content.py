"""The directory in the content folder: checked line by line, loaded in few statements, never against an editor."""

import shutil
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.authoring.site_check import check_site
from lms.authoring.site_data import load_reference_data
from lms.institutions import queries, services
from lms.institutions.models import District, DistrictKind, Institution, InstitutionLink, InstitutionName
from tests.support.databases import count_queries
from tests.support.factories import make_account
from tests.support.shipped import SHIPPED

DAY = date(2026, 11, 16)


@pytest.fixture
def content(app, tmp_path):
    """A copy of the site data that a test may spoil."""
    copy = tmp_path / "content"
    shutil.copytree(app.config["CONTENT"], copy, ignore=shutil.ignore_patterns(*SHIPPED))
    return copy


def spoil(content, name, before, after):
    path = content / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def problems_of(app, content):
    with app.app_context():
        return [str(problem) for problem in check_site(content).sorted()]


def test_the_territories_are_those_of_the_classifier(session):
    counted = Counter(row.kind for row in queries.districts())

    assert counted == {DistrictKind.RAYON: 40, DistrictKind.CITY: 12, DistrictKind.CITY_DISTRICT: 4}


@pytest.mark.parametrize("ending", ["court", "prosecution", "police", "probation"])
def test_every_rayon_and_city_has_one_body_of_each_kind_below_the_national_one(session, ending):
    top = {
        "court": "supreme-court",
        "prosecution": "prosecutor-general",
        "police": "ministry-of-internal-affairs",
        "probation": "probation-department",
    }[ending]
    made = session.scalars(
        select(Institution).where(Institution.district_code.is_not(None), Institution.key.endswith(f"-{ending}"))
    ).all()

    assert sorted(row.district_code for row in made) == sorted(row.code for row in queries.districts())
    assert {row.id for row in made} <= queries.subtree_ids([queries.institution_by_key(top).id])
    assert not any(row.names_confirmed for row in made)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("aksy-rayon-court", ["jalal-abad-oblast-court", "supreme-court"]),
        ("bishkek-lenin-court", ["bishkek-city-court", "supreme-court"]),
        ("karakol-city-police", ["issyk-kul-oblast-police", "ministry-of-internal-affairs"]),
        ("talas-rayon-administration", ["talas-oblast-representation", "presidential-administration"]),
        ("uzgen-rayon-probation", ["probation-department", "ministry-of-justice"]),
        ("tokmok-city-mayor", []),
    ],
)
def test_local_bodies_stand_where_they_belong(session, key, path):
    above = queries.ancestors_of(queries.institution_by_key(key).id)[1:]

    keys = queries.institutions_by_ids(above)
    assert [keys[place].key for place in above] == path


def test_names_follow_the_official_pattern_in_three_languages(session):
    row = queries.institution_by_key("kara-suu-rayon-administration")

    assert [queries.name_on(row, DAY, code) for code in ("ky", "ru", "en")] == [
        "Кара-Суу райондук мамлекеттик администрациясы",
        "Кара-Сууская районная государственная администрация",
        "Kara-Suu Rayon State Administration",
    ]


def test_loading_again_changes_nothing_and_asks_little(app, session):
    tables = (Institution, InstitutionName, InstitutionLink, District)
    before = [session.scalar(select(func.count()).select_from(table)) for table in tables]

    with count_queries(app) as statements:
        loaded = load_reference_data()

    assert loaded.changed == {}
    assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before
    assert len(statements) < 15


def test_an_institution_that_the_file_changes_is_corrected(session):
    court = queries.institution_by_key("aksy-rayon-court")
    court.names[0].name_en, court.type_code = "Aksi Court", "police"
    services.hang_below(court, None)
    session.commit()

    loaded = load_reference_data()

    above = queries.ancestors_of(court.id)
    assert loaded.changed == {"institutions.yaml": 1}
    assert (queries.name_on(court, DAY, "en"), court.type_code) == ("Aksy Rayon Court", "court")
    assert queries.institution_by_key("supreme-court").id in above


def test_what_an_editor_has_changed_stays(session, frozen):
    court = queries.institution_by_key("aksy-rayon-court")
    names = {"ky": "Аксы району соту", "ru": "Аксыйский суд", "en": "Court of Aksy"}
    services.confirm_names(court, names, reason="As on the sign.", by=make_account("coordinator").id, at=frozen)
    session.commit()

    assert load_reference_data().changed == {}
    assert (queries.name_on(court, DAY, "en"), court.names_confirmed) == ("Court of Aksy", True)


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("territories.yaml", "adjective: Лейлекский", "adjective: Лейлекск", "must end in “ский”"),
        ("territories.yaml", "key: leilek-rayon", "key: batken-rayon", "“batken-rayon” stands here more than once"),
        ("territories.yaml", '"41705236"', '"41705214"', "“41705214” stands here more than once"),
        ("territories.yaml", "region: KG-T", "region: KG-Q", "“KG-Q” is not known"),
        ("local-bodies.yaml", '"{ky} райондук соту"', '"{kg} райондук соту"', "“kg” is not known"),
    ],
)
def test_slips_in_the_tables_are_named_with_their_line(app, content, name, before, after, said):
    line = spoil(content, name, before, after)

    assert any(found.startswith(f"{name}:{line}: error: ") and said in found for found in problems_of(app, content))


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("local-bodies.yaml", "type: probation", "type: palace", "“palace” is not known"),
        ("local-bodies.yaml", "parent: probation-department", "parent: nowhere", "“nowhere”, which is not in"),
        ("local-bodies.yaml", "{en} Rayon Court", "{en} Cуд", "mixes two alphabets"),
        ("local-bodies.yaml", "Probation Unit of {en} Rayon", "{en} Rayon Court", "are called “Batken Rayon Court”"),
    ],
)
def test_what_the_tables_make_is_checked_too(app, content, name, before, after, said):
    spoil(content, name, before, after)

    assert [found for found in problems_of(app, content) if said in found]
