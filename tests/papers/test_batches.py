"""Batches of sheets: made, found, seen by their trainer alone, and what is refused of a sheet."""

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.papers import services
from lms.papers.errors import SheetOver
from lms.quizzes.models import Attempt, Response
from tests.papers.typing_in import (
    BY_PROGRAM,
    address,
    claim,
    printed,
    sheet_address,
    type_in,
)
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import edition_of_every_kind, make_author, make_batch, sheets

KINDS = BY_PROGRAM


@pytest.mark.parametrize("who", ["trainer", "coordinator", "administrator", None])
def test_others_see_no_paper(browser, at, who):
    """A trainer who does not write the module is as far from its bank of questions as anybody."""
    visitor = browser(make_account(*([who] if who else [])))
    one = sheets(at)[0]

    paths = [
        f"/en/studio/modules/{at.slug}/paper",
        address(at),
        address(at, "/sheets-1.pdf"),
        address(at, "/key-1.pdf"),
        sheet_address(one),
        sheet_address(one, "/again"),
        sheet_address(one, "/end"),
    ]
    assert {visitor.visit(path).status for path in paths} == {404}


def test_a_batch_is_made_printed_and_recorded(browser, edition, trainer, session):
    page = browser(trainer).visit("/en/studio/modules/practice").click("Tests on paper")
    page = page.submit("Make the sheets", kind="final", language="ky", count="21", is_large="y")

    assert "21 sheets" in page.text
    assert "large print" in page.text
    links = [href for href in page.links().values() if href.endswith(".pdf")]
    assert len(links) == 4
    for link in links:
        assert page.browser.client.get(link).get_data().startswith(b"%PDF-")
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("papers.%"))).all()
    assert sorted(acts) == ["papers.batch.made", *["papers.batch.printed"] * 2, *["papers.key.printed"] * 2]
    assert page.browser.visit(links[0].replace("-1.pdf", "-3.pdf")).status == 404


@pytest.mark.parametrize("count", ["0", "101", "many"])
def test_a_batch_has_one_to_a_hundred_sheets(browser, trainer, edition, count):
    page = browser(trainer).visit("/en/studio/modules/practice/paper")

    assert page.submit("Make the sheets", kind="final", language="ky", count=count).status == 422


def test_a_sheet_is_found_by_its_code(browser, trainer, at):
    one = sheets(at)[0]
    page = browser(trainer).visit(address(at))

    found = page.submit("Open the sheet", code=printed(one).lower())
    assert found.heading == f"Sheet {printed(one)}"
    lost = page.submit("Open the sheet", code="0000")
    assert lost.status == 404
    assert "Check each group" in lost.text


def test_an_essay_on_paper_waits_for_people(browser, session):
    edition = edition_of_every_kind(("essay",))
    trainer, judge = make_author(edition), make_account()
    make_enrolment(edition, judge.person, done=READY)
    one = sheets(make_batch(edition, trainer))[0]
    claim(browser, judge, one)
    key = one.asked[0].question.key

    type_in(browser(trainer), one, **{f"q-{key}": "Решение не мотивировано.\nПоэтому отказ."})

    attempt = session.scalars(select(Attempt)).one()
    assert attempt.handed_in_at is not None
    assert attempt.marked_at is None
    assert session.scalars(select(Response.chosen)).one() == ["Решение не мотивировано.\nПоэтому отказ."]


def test_services_refuse_what_is_over(at, trainer, session):
    one = sheets(at)[0]
    services.end_sheet(one.sheet, reason="Lost.", by=trainer.id, at=clock.now())

    for act in (
        lambda: services.save_typed(one, {}, base=0, by=trainer.id, at=clock.now()),
        lambda: services.finish_sheet(one, by=trainer.id, at=clock.now()),
        lambda: services.end_sheet(one.sheet, reason="Again.", by=trainer.id, at=clock.now()),
        lambda: services.note_comparison(one.sheet, by=trainer.id, at=clock.now()),
    ):
        with pytest.raises(SheetOver):
            act()
