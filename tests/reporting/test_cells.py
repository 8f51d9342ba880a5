"""Tables A and B, all their cells, against the same tables counted by hand from ages in years."""

from datetime import UTC, date, datetime

import pytest

from lms.people.models import Sex
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience, build
from tests.reporting.conftest import complete
from tests.reporting.reference import Reference
from tests.support.factories import make_institution, make_person

PERIOD = Period(date(2024, 1, 1), date(2025, 12, 31))
LATER = Period(date(2025, 7, 1), date(2025, 12, 31))
ONE_DAY = datetime(2025, 8, 20, 5, tzinfo=UTC)
#: First and last year of every band and of both definitions of youth.
EDGES = (13, 14, 17, 18, 24, 25, 28, 29, 30, 35, 36, 45, 46, 59, 60, None)


@pytest.fixture
def every_age(marred, editions):
    """The population, and in one court people of every sex and of every age at which something changes."""
    court = make_institution("Court of all ages")
    for age in EDGES:
        for sex in (Sex.FEMALE, Sex.MALE, Sex.FEMALE, Sex.OTHER):
            born = None if age is None else ONE_DAY.year - age
            complete(editions[0], make_person(sex=sex, birth_year=born, institution=court), ONE_DAY)


def choices(editions):
    yield Choice(PERIOD)
    yield Choice(LATER)
    yield Choice(LATER).of_module(editions[1].module_id)
    yield Choice(PERIOD, sexes=frozenset({"female"}), regions=frozenset({"KG-GB", "KG-O", "KG-T"}))
    yield Choice(PERIOD, types=frozenset({None, "court"}), professions=frozenset({"judge", "court-staff"}))
    yield Choice(PERIOD, is_confirmed=True)


def cells(lines):
    return {(line, column): value for line, row in lines.items() for column, value in row.items()}


def printed(slug, choice):
    table = build(slug, choice, Audience.TEAM, key=b"")
    keys = [column.key for column in table.columns[1:]]
    lines = {row["row"]: {key: row[key] for key in keys} for row in [*table.rows, table.total]}
    assert len(lines) == len(list(table.rows)) + 1
    return cells(lines)


@pytest.mark.parametrize("slug", ["a", "b"])
def test_every_cell_is_what_is_counted_by_hand(every_age, english, editions, slug):
    reference = Reference()

    for choice in choices(editions):
        found, expected = printed(slug, choice), cells(getattr(reference, f"table_{slug}")(choice))
        differences = {cell: (found[cell], expected[cell]) for cell in found if found[cell] != expected.get(cell)}
        assert differences == {}, choice
        assert found.keys() == expected.keys()


def test_the_world_has_somebody_in_every_column(every_age, english):
    """So that no column is right because it is empty."""
    for slug in ("a", "b"):
        total = {column: value for (line, column), value in printed(slug, Choice(PERIOD)).items() if line == "Total"}
        assert [column for column, value in total.items() if not value] == []


def test_all_22_institution_types_and_12_regions_are_printed_and_no_line_for_nobody_else(editions, english):
    lines = {slug: {line for line, _column in printed(slug, Choice(PERIOD))} for slug in ("a", "b")}

    assert {slug: len(found) for slug, found in lines.items()} == {"a": 23, "b": 12}
    assert not {"Institution not stated", "Not disaggregated"} & (lines["a"] | lines["b"])
