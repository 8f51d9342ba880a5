"""What leaves the team with small numbers hidden leaves in a submitted report; every other door is shut."""

import pytest

from lms.reporting.reports import PUBLIC_TABLES

DAYS = "from=2025-01-01&to=2025-12-31"


@pytest.mark.parametrize("asked", ["", "&sex=female", "&region=KG-C&age=18-28", "&module=practice"])
def test_no_table_with_hidden_numbers_leaves_as_a_file_of_its_own(own, population, asked):
    """Of two such files with other filters one could be subtracted from the other, and the four women are found."""
    for slug in PUBLIC_TABLES:
        for ending in ("xlsx", "csv", "json", "pdf"):
            answer = own.visit(f"/en/reports/files/{slug}.{ending}?{DAYS}{asked}&audience=public", follow=False)
            assert answer.status == 303
            assert "Content-Disposition" not in answer.response.headers
    page = own.visit(f"/en/reports/files/a.csv?{DAYS}&audience=public")
    assert page.path.startswith("/en/reports/tables/a")
    assert "What leaves the team leaves in a submitted report" in page.notice
    assert not page.all("//a[contains(@href, '/files/')]")


def test_the_page_says_how_it_leaves(own, population):
    team = own.visit(f"/en/reports/tables/a?{DAYS}")
    assert team.all("//a[contains(@href, '/files/a.xlsx')]")

    preview = team.click("Show with small numbers hidden")

    assert "This is a preview" in preview.text
    assert not preview.all("//a[contains(@href, '/files/')]")
