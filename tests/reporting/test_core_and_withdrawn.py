"""What was reported stays: a withdrawn module keeps its line, an elective counts, a module never counts otherwise."""

import pytest

from lms.authoring.checking import problems_in
from lms.catalogue.errors import CountsOtherwise
from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock
from lms.reporting import filters
from lms.reporting.participation import participation
from lms.reporting.reports.base import Audience
from lms.reporting.reports.table_a import table_a
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person
from tests.support.packs import small_module

ALL = ("lesson:first", "lesson:second", "scenario", "final")


@pytest.fixture
def three(session, frozen):
    """Two core modules and an elective, one person trained in each; the elective serves an output of its own."""
    first = make_edition(small_module(outputs=["O2"]))
    second = make_edition(small_module("second-practice", "M92", outputs=["O2", "O3"]))
    elective = make_edition(small_module("an-elective", "M93", outputs=["O1"], core=False))
    for edition in (first, second, elective):
        make_enrolment(edition, make_person(), done=ALL)
    return first, second, elective


def asked(**values):
    return filters.read(values, today=clock.local_day(clock.now()))


def lines(rows, **values):
    """Line to enrolments, completions and people; the last is the total."""
    table = participation(asked(**values), rows)
    return {
        row["row"].partition(". ")[0]: (row["enrolments"], row["completions"], row["total"])
        for row in [*table.rows, table.total]
    }


def test_a_withdrawn_module_keeps_what_was_reported(three):
    before = table_a(asked().choice(), Audience.TEAM).total, lines("module"), lines("output"), lines("region")

    withdraw_edition(three[0], reason="A wrong article was cited.", at=clock.now())

    assert (table_a(asked().choice(), Audience.TEAM).total, lines("module"), lines("output"), lines("region")) == before


def test_lines_add_up_after_a_withdrawal(three):
    withdraw_edition(three[0], reason="A wrong article was cited.", at=clock.now())

    for rows in ("module", "region", "profession"):
        found = list(lines(rows).values())
        assert [sum(column) for column in zip(*found[:-1], strict=True)] == list(found[-1]), rows
    assert lines("output")["Total"] == lines("region")["Total"]


def test_an_elective_counts_but_trains_nobody(three):
    assert lines("module")["M93"] == (1, 1, 0)
    assert lines("module")["Total"] == (3, 3, 2)
    assert lines("output")["O1"] == (1, 1, 0)
    assert lines("output")["Total"] == (3, 3, 2)
    assert "People are counted by core modules only." in participation(asked(), "region").notes


def test_whoever_asks_for_the_elective_is_told_its_people(three):
    assert lines("region", module="an-elective")["Total"] == (1, 1, 1)
    assert lines("region", output="O1")["Total"] == (1, 1, 0)


def test_nothing_is_said_of_core_where_every_module_is(session, frozen):
    make_edition(small_module())

    assert "People are counted by core modules only." not in participation(asked(), "region").notes


def test_the_record_shows_a_withdrawn_module(three, browser, session):
    court = make_institution("Naryn Court", region="KG-N")
    make_enrolment(three[0], make_person(institution=court), done=ALL)
    withdraw_edition(three[0], reason="A wrong article was cited.", at=clock.now())
    session.commit()

    page = browser(make_account("coordinator")).visit(f"/en/reports/institutions/{court.id}")

    assert "M91. " in page.text


@pytest.mark.parametrize("change", [{"outputs": ["O3"]}, {"core": False}])
def test_a_module_never_counts_otherwise(session, frozen, change):
    edition = make_edition(small_module())
    document = small_module(level="advanced", **change)

    with pytest.raises(CountsOtherwise):
        publish_edition(
            edition.module, document, change=EditionChange.CONTENT, review=ReviewFacts(False), by=None, at=frozen
        )
    assert [p.text for p in problems_in(document) if p.place == ("outputs",) and "first edition" in p.text]
    assert not [p for p in problems_in(small_module(level="advanced")) if "first edition" in p.text]
