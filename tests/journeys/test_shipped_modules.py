"""Modules of the platform are studied to a certificate without script: wrong turns, a failed quiz, a passed one."""

import pytest

from lms.certificates.models import Certificate
from lms.core import jobs
from tests.journeys.test_trainee import NAME, primary, read_lessons, take
from tests.support import pdf
from tests.support.factories import make_account
from tests.support.learning import choice_text, load_module
from tests.support.words import said_in

WORST = ("violated", "at-risk", "protected")

#: One module per language, for a whole way takes two seconds; the first module is walked in each language beside this.
WALKED = (("gender-justice", "ky"), ("prisons-probation", "ru"), ("media-language", "en"))


def go_astray(page, document, language):
    """Through the scenario to its end, each time with the worst choice that is offered."""
    while words := next(filter(None, (choice_text(document, page, language, one) for one in WORST)), None):
        page = page.submit(words)
    return page


def unspaced(text):
    """Without what a line break adds: a long title is broken over lines, after a hyphen too."""
    return "".join(text.split())


@pytest.mark.parametrize(("slug", "language"), WALKED)
def test_a_shipped_module_is_studied_from_start_to_certificate(app, browser, session, slug, language):
    say, document = said_in(language), load_module(app, slug)
    learner = browser(make_account(name=NAME, language=language, agrees=True))

    page = learner.visit(f"/{language}/modules").click(document.title[language]).submit(say("Start module"))
    page = primary(take(page, say, document, "Start the pre-test", right=3))
    page = primary(go_astray(read_lessons(page, say, document), document, language))
    page = take(page, say, document, "Start the quiz", right=0)
    assert page.heading == say("Not enough yet")
    page = take(page.click(say("Final quiz")), say, document, "Start the quiz", right=99)
    assert page.heading == say("Passed")

    page = primary(page).submit(say("Check the name"), line=NAME).submit(say("Issue the certificate"))
    jobs.work_off()
    paper = page.click(say("See whether it is ready")).click(say("Download certificate")).response.get_data()
    assert unspaced(document.title[language]) in unspaced(pdf.text_of(paper))
    code = session.query(Certificate).one().code
    assert document.title[language] in browser().visit(f"/verify/{code}", query={"language": language}).text
