"""A coordinator's whole way: an unlisted workplace is put right, participation is read and exported."""

import io
from contextlib import closing

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.institutions.models import Institution, InstitutionState
from lms.people.models import Sex
from tests.support.factories import make_account, make_completion, make_edition, make_enrolment, make_institution
from tests.support.words import said_in

LANGUAGES = ("ky", "ru", "en")
PASSWORD = "тоодо өскөн арча дарагы"
UNLISTED = "Аялдар демилгеси «Үмүт»"


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def participation(session):
    """Three people of a court have completed a module, a fourth has begun it."""
    court, edition = make_institution("Practice Court"), make_edition()
    for sex in (Sex.FEMALE, Sex.FEMALE, Sex.MALE):
        make_completion(make_account(sex=sex, institution=court), edition)
    make_enrolment(edition, make_account(sex=Sex.MALE, institution=court).person)
    return court


def register_with_unlisted_workplace(browser, language):
    say = said_in(language)
    go_on = say("Continue")
    page = browser().visit(f"/{language}/register").submit(go_on, login="umut@example.org", password=PASSWORD)
    page = page.submit(go_on, kind="cso-women", region="KG-T")
    page = page.submit(go_on, institution="not-listed", unlisted=UNLISTED, profession="cso")
    page = page.submit(go_on, name="Үмүтова Гүлнара", latin="", sex="female", birth_year="1990")
    assert page.submit(say("Create my account"), study="y").heading == say("Your account is ready")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workplace_that_was_typed_becomes_one_of_the_list(browser, session, coordinator, language):
    say = said_in(language)
    register_with_unlisted_workplace(browser, language)

    page = browser(coordinator).visit(f"/{language}/reports").click(say("Directory"))
    page = page.click(UNLISTED).click(say("Add it as a new institution"))
    names = dict.fromkeys(page.all("//input[contains(@name,'-ky') or contains(@name,'-ru')]/@name"), UNLISTED)
    english = dict.fromkeys(page.all("//input[contains(@name,'-en')]/@name"), "Women's initiative Umut")
    stands_alone = page.all("//input[@name='parent']/@value")[0]
    page = page.submit(say("Add to the list"), **names, **english, parent=stands_alone)

    assert page.status == 200, page.text
    assert session.scalars(select(Institution).where(Institution.state == InstitutionState.PROPOSED)).all() == []
    assert UNLISTED not in browser(coordinator).visit(f"/{language}/admin/institutions").text


def rows_of(sheet):
    return {row[0]: row for row in sheet.iter_rows(values_only=True) if row and row[0]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_participation_is_read_on_the_page_and_is_the_same_in_the_file(
    browser, session, coordinator, participation, language
):
    say = said_in(language)

    page = browser(coordinator).visit(f"/{language}/reports")
    assert page.heading == say("Participation")
    page = page.click(say("Table B. Persons trained by region and sex"))
    shown = ["".join(cell.itertext()).strip() for cell in page.all("//tfoot/tr[1]/*")]
    with closing(page.click("XLSX").response) as answer:
        assert "spreadsheetml" in answer.mimetype
        sheets = openpyxl.load_workbook(io.BytesIO(answer.get_data()))

    exported = rows_of(sheets.worksheets[0])[shown[0]]
    assert [str(value) for value in exported[1:6]] == shown[1:6]
    assert "3" in shown
    assert session.scalars(select(AuditRecord).where(AuditRecord.actor_id == coordinator.id)).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_institution_has_its_record_and_its_focal_point_sees_only_that(
    browser, session, coordinator, participation, language
):
    say = said_in(language)
    name = {"ky": "Practice Court (ky)", "ru": "Practice Court (ru)", "en": "Practice Court"}[language]
    foreign = make_institution("Another Court")
    focal = make_account(Role.FOCAL_POINT, place=participation)

    page = browser(coordinator).visit(f"/{language}/reports").click(say("Institutions beside each other"))
    while name not in page.links():
        page = page.click(say("Next page"))
    page = page.click(name)
    assert page.heading == name
    own = browser(focal).visit(f"/{language}/reports")

    assert own.heading == name
    assert own.path == page.path
    assert own.browser.visit(f"/{language}/reports/institutions/{foreign.id}").status == 404
