"""A judge's whole way, through links and forms only: from the front page to a certificate that a stranger checks."""

import pytest

from lms.accounts.models import Role
from lms.certificates.models import Certificate
from lms.core import jobs
from lms.institutions.queries import institution_by_key
from tests.support import pdf
from tests.support.factories import make_account
from tests.support.learning import answers, choice_text, load_module, questions_on
from tests.support.words import said_in

NAME = "Асанова Айгүл Бакытовна"
PASSWORD = "тоодо өскөн арча дарагы"
LANGUAGES = ("ky", "ru", "en")


@pytest.fixture
def foundations(app, session):
    return load_module(app)


def register(page, say):
    """From the sign-in page through the four steps."""
    go_on = say("Continue")
    court = institution_by_key("talas-oblast-court")
    page = page.click(say("Create my account")).submit(go_on, login="0555 123 456", password=PASSWORD)
    page = page.submit(go_on, kind="court", region="KG-T")
    page = page.submit(go_on, institution=str(court.id), profession="judge")
    page = page.submit(go_on, name=NAME, latin="Asanova Aigul", sex="female", birth_year="1988")
    return page.submit(say("Create my account"), study="y")


def take(page, say, document, start, right):
    """Start a test, answer everything, so many right, and hand in."""
    page = page.submit(say(start))
    page = page.submit(say("Check all answers"), **answers(document, page, right))
    return page.submit(say("Finish and hand in"))


def read_lessons(page, say, document):
    """Every lesson: answer its checks wrongly, then rightly, and go on."""
    for _lesson in document.lessons:
        for key in questions_on(page):
            page = page.submit(say("Check"), check=key, **answers(document, page, 0, [key]))
            page = page.submit(say("Check again"), check=key, **answers(document, page, 1, [key]))
        page = page.submit(say("Save and continue"))
    return page


def walk(page, document, language):
    """Through the scenario, protecting rights where one can."""
    while (choice := choice_text(document, page, language)) is not None:
        page = page.submit(choice)
    return page


def primary(page):
    """Follow the page's one filled link."""
    addresses = page.all("//main//a[contains(concat(' ',@class,' '),' button--primary ')]/@href")
    assert len(addresses) == 1, f"{page.path}: {page.text}"
    return page.browser.visit(addresses[0])


def handed_over(browser, language):
    """The code that the focal point of the court makes for the judge, who has no e-mail."""
    say, court = said_in(language), institution_by_key("talas-oblast-court")
    focal = browser(make_account(Role.FOCAL_POINT, place=court))
    page = focal.visit(f"/{language}/reports/institutions/{court.id}/workplaces").click(say("Open"))
    page = page.submit(say("Make a code"))
    return page.all("//input[@name='code']/@value")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_front_page_to_a_certificate_that_a_stranger_checks(browser, session, foundations, language):
    say, title = said_in(language), foundations.title[language]
    visitor = browser()

    page = visitor.visit(f"/{language}/").click(say("Sign in"))
    page = register(page, say)
    assert page.heading == say("Your account is ready")
    page = page.click(say("See modules")).click(title).submit(say("Start module"))
    page = take(page, say, foundations, "Start the pre-test", right=3)
    page = primary(page)
    assert page.heading == foundations.lessons[0].texts[language].title
    page = read_lessons(page, say, foundations)
    page = walk(page, foundations, language)
    page = primary(page)
    assert page.heading == say("Final quiz")

    page = take(page, say, foundations, "Start the quiz", right=6)
    assert page.heading == say("Not enough yet")
    assert session.query(Certificate).count() == 0
    page = page.click(say("Final quiz"))
    page = take(page, say, foundations, "Start the quiz", right=11)
    assert page.heading == say("Passed")

    page = primary(page)
    assert page.heading == say("Your certificate is waiting")
    code = handed_over(browser, language)
    page = page.click(say("Confirm how I can be reached")).submit(say("Confirm"), code=code.lower())
    page = page.submit(say("Check the name"), line=NAME).submit(say("Issue the certificate"))
    jobs.work_off()
    page = page.click(say("See whether it is ready"))
    assert page.heading == say("Your certificate is ready")
    paper = page.click(say("Download certificate")).response.get_data()
    certificate = session.query(Certificate).one()
    assert NAME in pdf.text_of(paper)
    assert title in pdf.text_of(paper)

    stranger = browser().visit("/verify", query={"language": language})
    answer = stranger.submit(say("Check"), code=certificate.code.lower())
    assert answer.heading == say("This certificate is valid")
    assert title in answer.text
    assert NAME not in answer.html
    assert answer.submit(say("Compare"), name_printed=NAME).notice == say(
        "The name matches. Compare it with the document of the person who shows you the certificate."
    )


def test_the_language_is_switched_on_the_way_and_nothing_is_lost(browser, session, foundations):
    visitor = browser()
    say = said_in("ky")
    page = register(visitor.visit("/ky/").click(say("Sign in")), say)
    page = page.click(say("See modules")).click(foundations.title["ky"]).submit(say("Start module"))
    page = take(page, say, foundations, "Start the pre-test", right=3)
    page = primary(page).submit(say("Save and continue"))
    here = page.path

    page = page.click("Русский")
    assert page.path == here.replace("/ky/", "/ru/")
    assert page.heading == foundations.lessons[1].texts["ru"].title
    home = page.click(said_in("ru")("My learning"))
    assert foundations.lessons[1].texts["ru"].title in home.text
    page = home.click("English")

    assert foundations.lessons[1].texts["en"].title in page.text


def test_coming_back_is_one_click_from_where_one_stopped(browser, session, foundations):
    visitor = browser()
    say = said_in("en")
    page = register(visitor.visit("/en/").click("Sign in"), say)
    page = page.click("See modules").click(foundations.title["en"]).submit("Start module")
    page = take(page, say, foundations, "Start the pre-test", right=0)
    page = primary(page).submit("Save and continue").submit("Save and continue")
    stopped_at = page.heading
    page.submit("Sign out")

    page = browser().visit("/en/sign-in").submit("Sign in", login="0555123456", password=PASSWORD)
    assert page.heading == "My learning"

    assert primary(page).heading == stopped_at
