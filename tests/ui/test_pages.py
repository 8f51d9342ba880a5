"""Layouts and components on real pages."""

import pytest

from lms.core.i18n import LANGUAGES
from lms.ui.pages import with_query

BROKEN = (403, 404, 409, 413, 422, 429, 500, 503)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_stands_on_the_page_of_samples(browser, language):
    page = browser().visit(f"/{language}/design")

    assert page.status == 200
    assert page.all("//html/@lang") == [language]
    assert len(page.all("//*[contains(@class,'error-summary')]")) == 1


def test_each_error_leads_to_a_control_of_the_page(browser):
    page = browser().visit("/en/design")
    targets = [href[1:] for href in page.all("//*[contains(@class,'error-summary')]//a/@href")]

    assert targets
    assert set(targets) <= set(page.all("//input/@id|//select/@id|//textarea/@id"))


def test_what_describes_a_control_exists(browser):
    page = browser().visit("/en/design")
    named = {name for value in page.all("//@aria-describedby|//@aria-labelledby") for name in value.split()}

    assert named <= set(page.all("//@id"))


def test_the_page_changes_language_in_place(browser):
    page = browser().visit("/ky/design?place=3")

    assert page.all("//ul[@class='languages']//a/@href") == ["/ru/design?place=3", "/en/design?place=3"]


@pytest.mark.parametrize("status", BROKEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_speaks_each_language(app, status, language):
    with app.test_request_context(f"/{language}/nowhere"):
        app.preprocess_request()
        html = app.jinja_env.get_template(f"ui/errors/{status}.html").render(request_id="7f", current_account=None)

    assert f'<html lang="{language}"' in html
    assert "7f" in html


def test_the_data_saver_takes_the_typeface_away(browser):
    visitor = browser()
    before = visitor.visit("/en/data-saver")
    assert before.all("//link[@rel='preload']")

    after = before.submit("Switch the data saver on")

    assert after.notice == "The data saver is on."
    assert after.all("//html/@class") == ["lite"]
    assert not after.all("//link[@rel='preload']")


def test_a_browser_that_asks_for_fewer_bytes_gets_them(app):
    response = app.test_client().get("/en/data-saver", headers={"Save-Data": "on"})

    assert b'class="lite"' in response.data
    assert "Save-Data" in response.headers["Vary"]


def test_a_query_is_changed_without_losing_the_rest(app):
    with app.test_request_context("/en/modules?for=judge&page=3&theme=a&theme=b"):
        assert with_query(page=None) == "/en/modules?for=judge&theme=a&theme=b"
        assert with_query(page=4, theme=["c"]) == "/en/modules?for=judge&page=4&theme=c"
