"""The navigation shows one area, marks the page, and offers a way to the other areas."""

import pytest

from lms.ui.navigation import Area, Link, leads_here, work_out

HOME = Link("Data saver", "ui.show_data_saver")
SAMPLES = Link("Samples", "ui.show_design")


@pytest.fixture
def areas(app, monkeypatch):
    """Two areas, each with one link to a page of this room."""
    chosen = [Area("one", "Switch to one", (HOME,)), Area("two", "Switch to two", (SAMPLES,))]
    monkeypatch.setitem(app.extensions, "ui_areas", chosen)
    with app.test_request_context("/en/design"):
        app.preprocess_request()
        yield chosen


def test_the_page_decides_which_area_is_shown(areas):
    shown = work_out("/en/design", "/en/")

    assert [(item.label, item.url, item.is_current) for item in shown.items] == [("Samples", "/en/design", True)]
    assert [(item.label, item.url) for item in shown.switches] == [("Switch to one", "/en/data-saver")]


def test_a_page_of_no_area_shows_the_first_without_a_mark(areas):
    shown = work_out("/en/help", "/en/")

    assert [(item.label, item.is_current) for item in shown.items] == [("Data saver", False)]


def test_a_page_below_a_link_belongs_to_it():
    assert leads_here("/en/modules", "/en/modules/foundations", "/en/") > 0
    assert leads_here("/en/modules", "/en/modules-old", "/en/") == 0
    assert leads_here("/en/", "/en/modules", "/en/") == 0
    assert leads_here("/en/", "/en/", "/en/") > 0


def test_six_links_are_one_too_many():
    with pytest.raises(ValueError, match="more than 5"):
        Area("many", "Switch", (HOME,) * 6)
