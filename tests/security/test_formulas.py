"""A name like a formula stays text in every file, and a file is saved, never shown."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import msgspec
import pytest

from lms.accounts.models import Role
from lms.catalogue.documents import ModuleDocument
from tests.authoring.documents import sound_pack
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK('https://evil.example')", "\t=1", "=cmd|' /C calc'!A0")


@pytest.fixture
def formulas(session):
    """Modules and institutions called like formulas, with a learner in each."""
    for number, formula in enumerate(FORMULAS):
        raw = sound_pack(slug=f"m{number}", code=f"M{number + 60}")
        raw["title"] = dict.fromkeys(("ky", "ru", "en"), formula)
        edition = make_edition(msgspec.convert(raw, ModuleDocument))
        place = make_institution(formula)
        make_enrolment(edition, make_account(name=f"{formula} Ысым", institution=place).person, done=(*READY, "final"))
    return place


@pytest.mark.parametrize(("slug", "query"), [("participation", {"rows": "module"}), ("a", {}), ("b", {}), ("long", {})])
def test_a_name_like_a_formula_is_text_in_every_file(browser, formulas, slug, query):
    visitor = browser(make_account(Role.COORDINATOR))
    query = {**query, "institution": str(formulas.id)} if slug == "a" else query

    table = visitor.visit(f"/en/reports/files/{slug}.csv", query=query).response
    rows = list(csv.reader(StringIO(table.get_data(as_text=True).removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []
    assert [cell for cell in cells if re.match(r"-(?![\d.]+$)", cell)] == []
    if query.get("rows") == "module":
        assert any("=1+1" in cell for cell in cells)

    book = ZipFile(BytesIO(visitor.visit(f"/en/reports/files/{slug}.xlsx", query=query).response.data))
    assert not [n for n in book.namelist() if "externalLink" in n or "vba" in n.lower() or "hyperlink" in n.lower()]
    sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet]


def test_a_file_is_saved_and_never_shown(browser, formulas):
    visitor = browser(make_account(Role.COORDINATOR))

    for ending in ("csv", "xlsx", "json"):
        answer = visitor.visit(f"/en/reports/files/a.{ending}").response
        answer.close()
        head = answer.headers
        assert head["Content-Disposition"].startswith("attachment")
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Cache-Control"] == "no-store"
    own = visitor.visit("/en/profile/data").response.headers
    assert own["Content-Disposition"].startswith("attachment")
    assert own["Cache-Control"] == "no-store"
