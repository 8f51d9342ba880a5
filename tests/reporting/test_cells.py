"""Tables A and B, all their cells: counted by hand from ages in years, and added up from the long table."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from lms.core.extensions import db
from lms.institutions.models import InstitutionGroup, Region
from lms.people.models import Sex
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import About, csv_text
from lms.reporting.reports import Audience, build
from tests.reporting.conftest import complete
from tests.reporting.reference import Reference, share
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


# ── From the long table ──────────────────────────────────────────────────────

ATOMS = {
    "under-18": {"under-14", "14", "15-17"},
    "18-28": {"18-24", "25-28"},
    "29-35": {"29", "30-35"},
    "36-45": {"36-45"},
    "46-59": {"46-59"},
    "60+": {"60+"},
    "not-stated": {"not-stated"},
}
YOUNG = ATOMS["18-28"]
UNTIL_35 = {"14", "15-17"} | YOUNG | ATOMS["29-35"]
SEXES = {"female", "male", "other", "not_stated"}


class Added:
    """The long table as a program reads it from its file: sums of the rows that are chosen."""

    def __init__(self, choice):
        text = "".join(csv_text(build("long", choice, Audience.TEAM, key=b""), About(choice, Audience.TEAM, ONE_DAY)))
        self.rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))

    def __call__(self, measure="people", **chosen):
        return sum(
            int(row["value"])
            for row in self.rows
            if row["measure"] == measure and all(row[name] in values for name, values in chosen.items())
        )

    def lines(self, name, names, *measures):
        """Line to the values that are in it; all of them are in the total. Some lines are there for people only."""
        extra = {"not-stated": "Institution not stated", "not-disaggregated": "Not disaggregated"}
        stated = {row[name] for row in self.rows if row["measure"] in measures}
        codes = {**names, **{code: title for code, title in extra.items() if code in stated and code not in names}}
        return {**{title: {code} for code, title in codes.items()}, "Total": stated}

    def sexes(self, **line):
        return {**{sex: self(sex={sex}, **line) for sex in SEXES}, "total": self(**line)}

    def confirmed(self, **line):
        return share(self(workplace_confirmed={"true"}, **line), self(**line))

    def table_a(self):
        groups = dict(db.session.execute(select(InstitutionGroup.code, InstitutionGroup.name_en)).all())
        found = {}
        for title, codes in self.lines("institution_type", groups, "people").items():
            line = {"institution_type": codes}
            known = self(**line) - self(age_band={"not-stated"}, **line)
            found[title] = {
                **self.sexes(**line),
                **{band: self(age_band=atoms, **line) for band, atoms in ATOMS.items()},
                "women": share(self(sex={"female"}, **line), self(sex={"female", "male"}, **line)),
                "youth-18-28": share(self(age_band=YOUNG, **line), known),
                "youth-14-35": share(self(age_band=UNTIL_35, **line), known),
                "confirmed": self.confirmed(**line),
            }
        return found

    def table_b(self):
        regions = dict(db.session.execute(select(Region.code, Region.name_en)).all())
        found = {}
        for title, codes in self.lines("region_iso", regions, "people", "people_cumulative").items():
            line = {"region_iso": codes}
            found[title] = {
                **self.sexes(**line),
                "youth-female": self(sex={"female"}, age_band=YOUNG, **line),
                "youth-male": self(sex={"male"}, age_band=YOUNG, **line),
                "new": self("people_new", **line),
                "cumulative": self("people_cumulative", **line),
                "confirmed": self.confirmed(**line),
            }
        return found


@pytest.mark.parametrize("slug", ["a", "b"])
def test_every_cell_can_be_made_from_the_long_table(every_age, english, slug):
    for period in (PERIOD, LATER):
        added = Added(Choice(period))

        assert cells(getattr(added, f"table_{slug}")()) == printed(slug, Choice(period))


def test_people_stand_in_the_long_table_without_a_module_and_all_else_with_one(every_age, english, editions):
    found = {(row["measure"].startswith("people"), row["module"]) for row in Added(Choice(PERIOD)).rows}

    assert found == {(True, ""), (False, "M91"), (False, "M92")}
