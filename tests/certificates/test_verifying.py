"""Anybody with the code learns whether a certificate stands, and hardly anything else."""

from datetime import datetime, timedelta

import pytest

from lms.certificates import services
from lms.certificates.codes import SAMPLE, grouped, new_code
from lms.certificates.models import Certificate, CertificateLookup
from lms.core import clock
from lms.reporting.seed import seed_population
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_certificate, make_edition, make_institution
from tests.support.packs import small_module

NAME = "Асанова Айгүл Бакытовна"
HEADINGS = {
    "valid": {
        "ky": "Сертификат жарактуу",
        "ru": "Сертификат действителен",
        "en": "This certificate is valid",
    },
    "unknown": {
        "ky": "Мындай коддуу сертификат жок",
        "ru": "Сертификата с таким кодом нет",
        "en": "There is no certificate with this code",
    },
}


@pytest.fixture
def judge(session):
    court = make_institution("Talas District Court")
    return make_account(institution=court)


def page_of(browser, certificate, language="en"):
    return browser().visit(f"/verify/{certificate.code}", query={"language": language})


def test_a_valid_certificate_is_said_to_be_valid_first(session, browser, judge):
    certificate = make_certificate(judge)

    page = page_of(browser, certificate)

    assert page.status == 200
    assert page.heading == "This certificate is valid"
    for words in ("Title of practice", "20 min", "16 November 2026", "А. А. Б.", grouped(certificate.code)):
        assert words in page.text.replace("\u00a0", " ")
    assert page.all("//dt[.='Issued by']/following-sibling::dd/text()") == ["Not stated"]
    assert "Demonstration data" in page.text


def test_it_tells_no_name_no_workplace_no_contact_and_no_score(session, browser, judge):
    certificate = make_certificate(judge)

    html = page_of(browser, certificate).html

    for secret in ("Асанова", "Айгүл", "Talas", judge.email, str(judge.person_id), "female"):
        assert secret not in html


def test_the_page_is_for_people_not_for_search_engines_or_caches(session, browser, judge):
    certificate = make_certificate(judge)

    for answer in (page_of(browser, certificate), browser().visit("/verify"), browser().visit(f"/verify/{new_code()}")):
        assert answer.response.headers["X-Robots-Tag"].startswith("noindex")
        assert answer.response.headers["Cache-Control"] == "no-store"
        assert answer.all("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("state", ["valid", "unknown"])
def test_the_page_speaks_the_language_of_the_browser(session, browser, judge, state, language):
    code = make_certificate(judge).code if state == "valid" else new_code()

    visitor = browser()
    answer = visitor.client.get(f"/verify/{code}", headers={"Accept-Language": language})
    page = visitor.visit(f"/verify/{code}", query={"language": language})

    assert f'<html lang="{language}"' in answer.get_data(as_text=True)
    assert page.heading == HEADINGS[state][language]
    assert len([url for url in page.links().values() if url and "language=" in url]) >= 2


def test_an_expired_certificate_says_until_when_it_was_valid(session, browser, judge, frozen):
    certificate = make_certificate(judge, make_edition(small_module(validity_months=12)))
    clock.freeze(frozen.replace(year=2027))
    assert page_of(browser, certificate).heading == "This certificate is valid"

    clock.freeze(frozen.replace(year=2027) + timedelta(days=1))
    page = page_of(browser, certificate)

    assert page.heading == "This certificate has expired"
    assert "It was valid until 16 November 2027." in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("moment", "heading"),
    [
        ("2027-11-16T17:59:59+00:00", "This certificate is valid"),
        ("2027-11-16T18:00:00+00:00", "This certificate has expired"),
    ],
)
def test_the_last_day_ends_at_midnight_in_bishkek(session, browser, judge, moment, heading):
    certificate = make_certificate(judge, make_edition(small_module(validity_months=12)))
    clock.freeze(datetime.fromisoformat(moment))

    assert page_of(browser, certificate).heading == heading


def test_a_revoked_certificate_says_when_but_not_why_and_shows_no_name(session, browser, judge, frozen):
    certificate = make_certificate(judge, is_name_public=True)
    services.revoke_certificate(
        certificate,
        code="other-person",
        reason="Issued to the wrong person.",
        by=judge.id,
        at=frozen + timedelta(days=3),
    )
    session.commit()

    page = page_of(browser, certificate)

    assert page.heading == "This certificate was revoked"
    assert "Revoked on 19 November 2026. It is not valid." in page.text.replace("\u00a0", " ")
    assert "wrong person" not in page.text
    assert NAME not in page.text


def test_a_corrected_certificate_leads_to_the_one_that_is_valid(session, browser, judge, frozen):
    certificate = make_certificate(judge)
    services.correct_certificate(certificate, name="Асанова Айгүл", reason="A letter.", by=judge.id, at=frozen)
    session.commit()

    page = page_of(browser, certificate)
    assert page.heading == "This certificate was corrected"
    page = page.click("See the certificate that took its place")

    assert page.heading == "This certificate is valid"


def test_a_sample_is_no_certificate(session, browser):
    page = browser().visit(f"/verify/{SAMPLE}", query={"language": "en"})

    assert page.heading == "This is the code of a sample"


def test_an_unknown_code_says_how_codes_look(session, browser):
    page = browser().visit(f"/verify/{new_code()}", query={"language": "en"})

    assert page.status == 404
    assert page.heading == "There is no certificate with this code"
    assert "never has the letters I, L, O or U" in page.text


def test_a_code_is_typed_on_a_page(session, browser, judge):
    certificate = make_certificate(judge)

    page = browser().visit("/verify", query={"language": "en"})
    page = page.submit("Check", code=f" {grouped(certificate.code).lower()} ")

    assert page.heading == "This certificate is valid"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the code"),
        ("7M4K-Q2Z9", "A code has 26 letters and digits; this one has 8."),
        ("U" * 26, "A code has only digits and Latin letters"),
    ],
)
def test_what_is_no_code_is_said_and_kept(session, browser, typed, sentence):
    page = browser().visit("/verify", query={"language": "en"}).submit("Check", code=typed)

    assert page.status == 422
    assert sentence in page.text
    assert page.all("//input[@name='code']/@value") == [typed]


@pytest.mark.parametrize("latin", ["ABEKMHPCTYX"])
def test_cyrillic_letters_that_look_the_same_are_read(session, browser, judge, latin):
    certificate = make_certificate(judge)
    certificate.code = f"{latin}10{certificate.code}"[:26]
    session.commit()
    alike = certificate.code.translate(str.maketrans("ABEKMHPCTYX10", "АВЕКМНРСТУХIO"))

    page = browser().visit(f"/verify/{alike.lower()}", query={"language": "en"})

    assert page.heading == "This certificate is valid"


def test_a_name_is_compared_without_being_shown(session, browser, judge):
    certificate = make_certificate(judge)
    page = page_of(browser, certificate)

    right = page.submit("Compare", name_printed="асанова айгул бакытовна")
    wrong = page.submit("Compare", name_printed="Асанов Айбек")
    empty = page.submit("Compare", name_printed="")

    assert right.notice.startswith("The name matches.")
    assert wrong.notice.startswith("The name does not match.")
    assert NAME not in right.text + wrong.text
    assert empty.status == 422


def test_names_cannot_be_tried_in_a_row(session, browser, judge):
    certificate = make_certificate(judge)
    page = page_of(browser, certificate)

    answers = [page.submit("Compare", name_printed=f"Асанов {letter}") for letter in "абвгдежз"]

    assert [answer.status for answer in answers][:5] == [200] * 5
    assert answers[-1].status == 429
    assert int(answers[-1].response.headers["Retry-After"]) >= 1
    assert answers[-1].heading == "Wait a moment"
    other = make_certificate(judge, make_edition(slug="second", code="M92"))
    assert page_of(browser, other).submit("Compare", name_printed=NAME).notice.startswith("The name matches.")


def test_many_unknown_codes_from_one_address_are_slowed_but_true_ones_are_not(session, browser, judge):
    certificate = make_certificate(judge)
    visitor = browser()

    statuses = [visitor.client.get(f"/verify/{new_code()}").status_code for _ in range(45)]

    assert set(statuses[:30]) == {404}
    assert statuses[-1] == 429
    assert page_of(browser, certificate).heading == "This certificate is valid"


def test_looks_are_counted_by_day_and_nothing_else_is_kept(session, browser, judge, frozen):
    certificate = make_certificate(judge)
    page_of(browser, certificate)
    page_of(browser, certificate)
    clock.freeze(frozen + timedelta(days=1))
    page_of(browser, certificate)

    rows = session.query(CertificateLookup).order_by(CertificateLookup.day).all()

    assert [(row.day.isoformat(), row.count) for row in rows] == [("2026-11-16", 2), ("2026-11-17", 1)]
    assert {column.name for column in CertificateLookup.__table__.columns} == {"certificate_id", "day", "count"}


def test_the_page_takes_few_statements(app, session, browser, judge):
    certificate = make_certificate(judge)
    visitor = browser()

    with count_queries(app) as statements:
        visitor.visit(f"/verify/{certificate.code}")

    assert len(statements) <= 4, statements


def test_a_certificate_of_the_synthetic_population_can_be_checked_too(session, browser, frozen):
    make_edition()
    seed_population(30, 7, at=clock.now())
    session.commit()

    for certificate in session.query(Certificate).limit(5):
        assert "Title of practice" in page_of(browser, certificate).text
