"""The brief for the head of an institution: one page, read by machines, with the scope of the record."""

from datetime import UTC, date, datetime

import pytest

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.models import Sex
from lms.reporting import services
from lms.reporting.brief import LONGEST_NAME, MOST_MODULES, Reader, brief_of
from lms.reporting.records import record_of
from lms.reporting.standing import Span
from tests.reporting.conftest import complete
from tests.support.factories import make_account, make_edition, make_institution
from tests.support.packs import small_module
from tests.support.pdf import about, page_sizes, tags_of, text_of

MAY = datetime(2025, 5, 12, 5, tzinfo=UTC)
NAME = "Court in Talas"
LONG = "Республиканский центр судебно-медицинской экспертизы и организации деятельности " * 5
HEADINGS = {
    "ky": "Мекеменин жетекчиси үчүн кыскача маалымат",
    "ru": "Краткая справка для руководителя учреждения",
    "en": "Brief for the head of the institution",
}


@pytest.fixture
def court(session):
    return make_institution(NAME)


@pytest.fixture
def world(court, editions):
    """Nine women and three men of the court; a target."""
    for sex in [Sex.FEMALE] * 9 + [Sex.MALE] * 3:
        complete(editions[0], make_account(institution=court, sex=sex).person, MAY)
    clerk = make_account(Role.COORDINATOR)
    services.set_target(court.id, 2025, people=15, completion=None, women=60, note="Order 5", by=clerk.id, at=MAY)
    db.session.commit()


@pytest.fixture
def coordinator(browser, session):
    return browser(make_account(Role.COORDINATOR))


def brief(own, place, language="en", year=2025, quarter=0):
    address = f"/en/reports/institutions/{place.id}/brief-{language}.pdf?year={year}&quarter={quarter}"
    answer = own.visit(address)
    assert (answer.status, answer.response.mimetype) == (200, "application/pdf")
    return answer.response.data


@pytest.mark.parametrize("language", HEADINGS)
def test_one_tagged_page_in_each_language(coordinator, court, world, language):
    document = brief(coordinator, court, language)

    assert page_sizes(document) == [(210, 297)]
    told = about(document)
    assert told.language.startswith(language)
    assert told.title.startswith(HEADINGS[language])
    names = [tag.name for tag in tags_of(document)]
    assert names.count("H1") == 1
    assert (names.count("H2"), names.count("Table")) == (3, 3)
    assert names.count("TH") >= 6 + 6 + 4
    assert HEADINGS[language] in text_of(document)


def test_its_numbers_are_those_of_the_record(coordinator, court, world):
    words = text_of(brief(coordinator, court))

    assert "2025: 12 people completed a module." in words
    assert "People who completed a module 12 0 +12, more 15 −3, below" in words
    assert "% women 75.0% – – 60.0% +15.0, reached" in words
    assert "M91. Title of practice 12 12 0" in words


def test_a_focal_point_reads_what_the_own_record_shows(browser, court, world):
    """Three men are few, so no share of women is said; the counts are told in full."""
    own = browser(make_account(Role.FOCAL_POINT, place=court))

    words = text_of(brief(own, court))

    assert "% women · – – 60.0% ·" in words
    assert "75.0" not in words
    assert "hidden to protect people" in words
    assert "M91. Title of practice 12 12 0" in words
    page = own.visit(f"/en/reports/institutions/{court.id}?year=2025&quarter=0")
    assert {"Кыргызча", "Русский", "English"} <= page.links().keys()


def test_nobody_has_the_brief_of_a_foreign_place(browser, court, world):
    beside = make_institution("Court beside")
    actors = [
        make_account(Role.FOCAL_POINT, place=beside),
        make_account(Role.TRAINER),
        make_account(Role.ADMINISTRATOR),
        make_account(),
    ]
    for account in actors:
        address = f"/en/reports/institutions/{court.id}/brief-en.pdf?year=2025"
        assert browser(account).visit(address).status == 404
    assert db.session.query(AuditRecord).filter_by(act="reporting.brief.exported").count() == 0


def test_every_download_is_recorded(coordinator, court, world):
    brief(coordinator, court, "ru", quarter=2)

    [row] = db.session.query(AuditRecord).filter_by(act="reporting.brief.exported").all()
    assert row.subject_id == str(court.id) or row.subject_id == court.id
    assert (row.facts["language"], row.facts["year"], row.facts["quarter"]) == ("ru", 2025, 2)


@pytest.mark.parametrize("language", HEADINGS)
def test_long_names_and_many_modules_stay_on_one_page(coordinator, session, language):
    court = make_institution(LONG.strip())
    for number in range(MOST_MODULES + 3):
        edition = make_edition(small_module(f"practice-of-a-very-long-name-of-work-{number}", f"M{number + 50}"))
        complete(edition, make_account(institution=court).person, MAY)
    db.session.commit()

    document = brief(coordinator, court, language)

    assert page_sizes(document) == [(210, 297)]
    words = text_of(document)
    assert "…" in words
    assert LONG[: LONGEST_NAME // 2].split()[3] in words


def test_a_demonstration_says_so_on_the_paper_and_nothing_else_does(app, english, court, world, monkeypatch):
    today = date(2026, 11, 16)
    for is_one in (True, False):
        monkeypatch.setitem(app.extensions, "sabak_is_demonstration", is_one)
        paper = brief_of(record_of(court.id, today), Span(2025, 0), Reader(False, True), at=MAY, today=today)
        assert ("Demonstration data" in text_of(paper)) is is_one


def test_letters_that_cannot_be_printed_are_told(coordinator, session):
    court = make_institution("Court 𓀀")

    page = coordinator.visit(f"/en/reports/institutions/{court.id}/brief-en.pdf")

    assert "cannot be printed" in page.text
