"""What the pages show equals what the formulas say, and is nothing about a person."""

from lms.insight.answers import answers_of


def test_smoke(browser, edition, trainer, sixty):
    assert answers_of(edition.module_id).number == 60
    page = browser(trainer).get("/en/studio/modules/asked/statistics")
    assert page.status_code == 200, page.text
    page = browser(trainer).get("/en/studio/modules/asked/questions/q1/statistics")
    assert page.status_code == 200
    print(page.text)
    for path in ("statistics.xlsx","statistics.csv"):
        r = browser(trainer).get(f"/en/studio/modules/asked/{path}")
        assert r.status_code == 200
    print(r.text)
    assert browser(trainer).get("/en/studio/statistics/explained").status_code == 200
