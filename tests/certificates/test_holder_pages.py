"""The holder confirms the name, takes the paper and decides what strangers see."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from lms.certificates import services, tasks
from lms.certificates.models import Certificate
from lms.core import clock, jobs
from lms.documents import DocumentRefused
from lms.people import exports
from lms.people.models import PersonName, Script
from lms.upkeep.retention import FAILED_KEPT, remove_ended_work
from tests.support import pdf
from tests.support.csrf import token_of
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_certificate, make_completion, make_edition, make_enrolment

LIST = "/en/my-learning/certificates"
PAGE = f"{LIST}/practice"
NAME = "Асанова Айгүл Бакытовна"


@pytest.fixture
def judge(session):
    return make_account()


def issue_through_pages(browser, account, line=NAME, **values):
    page = browser(account).visit(PAGE).submit("Check the name", line=line, **values)
    return page.submit("Issue the certificate")


def test_the_name_is_confirmed_and_the_certificate_downloaded(session, browser, judge):
    make_completion(judge)

    page = browser(judge).visit(PAGE)
    assert page.heading == "Your certificate"
    page = page.submit("Check the name", line="Айгүл Бакытовна Асанова")
    assert page.heading == "Is the name right?"
    assert "Айгүл Бакытовна Асанова" in page.text
    page = page.submit("Issue the certificate")
    assert page.heading == "Your certificate is being made"
    jobs.work_off()
    page = page.click("See whether it is ready")
    assert page.heading == "Your certificate is ready"
    link = next(words for words in page.links() if words.startswith("Download certificate (PDF, "))
    answer = page.click(link).response

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Айгүл Бакытовна Асанова" in pdf.text_of(answer.get_data())


def test_the_file_has_a_name_in_the_letters_of_the_certificate(session, browser, judge):
    certificate = make_certificate(judge)
    jobs.work_off()

    answer = browser(judge).visit(f"{LIST}/{certificate.id}/certificate.pdf").response

    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=\"certificate-M91.pdf\"; filename*=UTF-8''")
    assert quote(NAME) in said
    assert said.isascii()


def test_every_spelling_of_the_person_is_offered(session, browser, judge):
    judge.person.names.append(PersonName(script=Script.LATIN, full_name="Asanova Aigul Bakytovna"))
    session.commit()
    make_completion(judge)

    offered = browser(judge).visit(PAGE).all("//input[@name='line']/@value")

    assert NAME in offered
    assert "Aigul Bakytovna Asanova" in offered
    assert offered[-1] == "typed"


def test_another_spelling_may_be_typed(session, browser, judge):
    make_completion(judge)

    issue_through_pages(browser, judge, line="typed", typed="Асан кызы  Айгүл")

    assert session.query(Certificate).one().name_printed == "Асан кызы Айгүл"


def test_going_back_keeps_what_was_chosen(session, browser, judge):
    make_completion(judge)
    page = browser(judge).visit(PAGE)

    page = page.submit("Check the name", line="typed", typed="Асан кызы Айгүл", languages="ru+en").submit("Change")

    assert page.heading == "Your certificate"
    assert page.all("//input[@name='typed']/@value") == ["Асан кызы Айгүл"]
    assert page.all("//input[@name='languages'][@checked]/@value") == ["ru+en"]
    assert session.query(Certificate).count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter your full name"),
        ("아산 Айгүл", "These letters cannot be printed: 아 (U+C544), 산 (U+C0B0)."),
        ("Асанова\u202e Айгүл", "The name holds invisible characters."),
        ("Г?лнара Асанова", "This character cannot stand in a name: ? (U+003F)."),
        ("А" * 101, "Use no more than 100 characters for the name."),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_in_words(session, browser, judge, typed, sentence):
    make_completion(judge)

    page = browser(judge).visit(PAGE).submit("Check the name", line="typed", typed=typed)

    assert page.status == 422
    assert sentence in page.text
    assert page.all("//input[@name='typed']/@value") == [typed]
    assert session.query(Certificate).count() == 0


def test_a_line_that_was_not_offered_is_refused(session, browser, judge):
    make_completion(judge)

    page = browser(judge).visit(PAGE).submit("Check the name", line="Somebody Else")

    assert page.status == 422


def test_issuing_again_shows_the_one_there_is(session, browser, judge):
    make_completion(judge)
    visitor = browser(judge)
    check = visitor.visit(PAGE).submit("Check the name", line=NAME)

    check.submit("Issue the certificate")
    page = check.submit("Issue the certificate")

    assert page.heading == "Your certificate is being made"
    assert session.query(Certificate).count() == 1


def test_no_certificate_without_completion(session, browser, judge):
    make_enrolment(make_edition(), judge.person, done=("lesson:first",))

    assert browser(judge).visit(PAGE).status == 404
    assert browser(judge).visit(LIST).text.count("You get a certificate after the final quiz.") == 1


@pytest.mark.parametrize("later", [timedelta(), FAILED_KEPT + timedelta(days=1)], ids=["at once", "when forgotten"])
def test_when_the_paper_cannot_be_made_the_page_says_so_and_offers_to_try_again(
    session, browser, judge, frozen, monkeypatch, later
):
    def refuse(*args, **values):
        raise DocumentRefused("The typesetter ended with 1")

    make_certificate(judge)
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "pdf_of", refuse)
        for hours in range(3):
            clock.freeze(frozen + timedelta(hours=hours))
            jobs.work_off()
    clock.freeze(clock.now() + later)
    remove_ended_work(clock.now())
    session.commit()

    page = browser(judge).visit(PAGE)
    assert page.heading == "The PDF could not be made"
    assert "typesetter" not in page.text
    page = page.submit("Make the PDF again")
    assert page.heading == "Your certificate is being made"
    jobs.work_off()

    assert page.click("See whether it is ready").heading == "Your certificate is ready"


def test_the_list_shows_what_there_is_and_what_waits(session, browser, judge):
    certificate = make_certificate(judge)
    jobs.work_off()
    other = make_edition(slug="second", code="M92")
    make_completion(judge, other)

    page = browser(judge).visit(LIST)

    assert page.heading == "Certificates"
    assert "Title of practice" in page.text
    assert page.links()["Title of second"] == f"{LIST}/second"
    assert f"/verify/{certificate.code}" in page.links().values()
    assert f"{LIST}/{certificate.id}/certificate.pdf" in page.links().values()


def test_the_holder_shows_the_name_and_hides_it_again(session, browser, judge):
    certificate = make_certificate(judge)
    page = browser(judge).visit(LIST)

    page = page.submit("Show my full name")
    assert page.notice == "Your full name is now shown to people who check the certificate."
    assert NAME in browser().visit(f"/verify/{certificate.code}").text
    page = page.submit("Show only my initials")

    assert NAME not in browser().visit(f"/verify/{certificate.code}").text


@pytest.mark.parametrize("path", ["certificate.pdf", "name"])
def test_somebody_elses_certificate_is_absent(session, browser, judge, path):
    certificate = make_certificate(judge)
    jobs.work_off()
    address = f"{LIST}/{certificate.id}/{path}"
    roles = [(), ("coordinator",), ("administrator",), ("trainer",)]
    others = [make_account(*role, name="Осмонов Тилек") for role in roles]

    for other in others:
        visitor = browser(other)
        form = {"state": "on", "csrf_token": token_of(visitor)}
        answer = visitor.visit(address) if path == "certificate.pdf" else visitor.post(address, form)
        assert answer.status == 404
        assert NAME not in answer.html
    assert certificate.is_name_public is False


def test_a_stranger_cannot_have_somebody_elses_certificate_issued(session, browser, judge):
    make_completion(judge)

    assert browser(make_account()).visit(PAGE).status == 404


def test_a_visitor_is_asked_to_sign_in(session, browser, judge):
    certificate = make_certificate(judge)

    answer = browser().visit(f"{LIST}/{certificate.id}/certificate.pdf", follow=False)

    assert answer.status in (302, 303, 401)


def test_a_revoked_certificate_says_so_to_its_holder(session, browser, judge, frozen):
    certificate = make_certificate(judge)
    services.revoke_certificate(
        certificate, code="issued-in-error", reason="Issued by mistake.", by=judge.id, at=frozen
    )
    session.commit()

    page = browser(judge).visit(PAGE)

    assert page.heading == "This certificate was revoked"
    assert "Issued by mistake." in page.text


def test_my_learning_and_the_list_take_few_statements(app, session, browser, judge):
    make_certificate(judge)
    jobs.work_off()
    visitor = browser(judge)
    visitor.visit(LIST)

    for path in (LIST, PAGE):
        session.expire_all()
        with few_queries(app):
            visitor.visit(path)


def test_my_learning_leads_to_the_certificate(session, browser, judge):
    make_completion(judge)

    page = browser(judge).visit("/en/my-learning").click("Get the certificate")

    assert page.heading == "Your certificate"


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(session, browser, judge, language):
    make_certificate(judge)
    other = make_edition(slug="second", code="M92")
    make_completion(judge, other)
    visitor = browser(judge)

    for path in ("", "/practice", "/second"):
        page = visitor.visit(f"/{language}/my-learning/certificates{path}")
        assert page.status == 200
        assert page.tree.getroot().get("lang") == language


def test_the_copy_of_a_persons_data_holds_the_certificates_and_nobody_elses(session, judge):
    edition = make_edition()
    certificate = make_certificate(judge, edition)
    make_certificate(make_account(), edition, name="Башка Ысым")

    held = exports.collect(judge.person_id)["certificates"]

    assert [entry["code"] for entry in held] == [certificate.code]
    assert held[0]["name_printed"] == NAME
    assert held[0]["studied"]["module_code"] == "M91"
