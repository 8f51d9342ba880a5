"""Two releases are subtracted by somebody who knows both: no difference is about one to nine people."""

import json
import random
from datetime import date, timedelta

from lms.core import clock
from lms.disclosure.suppression import SIGN, grid_of, suppress
from lms.releases import queries
from lms.releases.frozen import FrozenTable
from lms.releases.subtraction import Earlier, overlap, protected
from lms.reporting.choices import Period
from lms.sheets import Column, Kind
from tests.releases.conftest import begin, newest, submit
from tests.reporting.conftest import complete
from tests.support.factories import make_person
from tests.support.factories.releases import make_frozen_report

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
HALF = Period(date(2025, 1, 1), date(2025, 6, 30))
LATER = Period(date(2025, 7, 1), date(2025, 9, 30))
SEXES = ("female", "male")


def released(inner, rows, slug="x"):
    """A table as it is handed out: small numbers hidden in itself."""
    grid = grid_of(rows, SEXES, inner)
    hidden = suppress([grid], k=10)
    keys = (*SEXES, "total")
    lines = {
        row: [row, *(SIGN if (row, key) in hidden else grid.values[row, key] for key in keys)]
        for row in (*rows, "total")
    }
    columns = [Column("row", "Row"), *(Column(key, key, Kind.INTEGER) for key in keys)]
    return FrozenTable(slug, "T", "T", [], columns, rows, [lines[row] for row in rows], lines["total"], [], [])


def known(table):
    """What a reader knows: what is shown, and what follows from one line with one number missing, again and again."""
    keys = [column.key for column in table.columns][1:]
    found = {(code, key): cell for code, cells in table.lines() for key, cell in zip(keys, cells[1:], strict=True)}
    found = {place: value for place, value in found.items() if isinstance(value, int)}
    rows = [*table.codes, "total"]
    lines = [((row, "total"), [(row, sex) for sex in SEXES]) for row in rows]
    lines += [(("total", key), [(row, key) for row in table.codes]) for key in keys]
    is_new = True
    while is_new:
        is_new = False
        for total, parts in lines:
            missing = [place for place in (total, *parts) if place not in found]
            if len(missing) == 1:
                inner = sum(found[place] for place in parts if place in found)
                found[missing[0]] = inner if missing[0] == total else found[total] - inner
                is_new = True
    return found


def small_differences(earlier, later):
    before, after = known(earlier), known(later)
    return [place for place in before.keys() & after.keys() if 0 < abs(after[place] - before[place]) < 10]


def random_pair(rng):
    rows = [f"row {number}" for number in range(rng.randint(3, 12))]
    first = {(row, sex): rng.choice([0, 3, 12, 40, 90]) for row in rows for sex in SEXES}
    second = {place: count + rng.choice([0, 0, 2, 5, 15, 30]) for place, count in first.items()}
    return released(first, rows), released(second, rows)


def test_nothing_small_follows_from_two_releases_of_nested_periods():
    rng = random.Random(5)
    attacked = hidden = 0
    for _each in range(120):
        earlier, later = random_pair(rng)
        [made] = protected([later], HALF, [Earlier(QUARTER, earlier)])
        attacked += bool(small_differences(earlier, later))
        hidden += made != later
        assert small_differences(earlier, made) == []
    assert attacked > 90
    assert hidden >= attacked


def test_periods_that_do_not_overlap_and_other_tables_hide_nothing():
    earlier, later = random_pair(random.Random(1))
    other = released({("row 0", "female"): 50, ("row 1", "female"): 50}, ["row 0", "row 1"], slug="y")

    assert not overlap(QUARTER, LATER)
    assert protected([later], LATER, [Earlier(QUARTER, earlier)]) == [later]
    assert protected([other], HALF, [Earlier(QUARTER, earlier)]) == [other]
    assert protected([later], HALF, [Earlier(QUARTER, later)]) == [later]


def of_people(rows, total):
    """A table with one column."""
    columns = [Column("row", "Row"), Column("total", "Total", Kind.INTEGER)]
    return FrozenTable(
        "x", "T", "T", [], columns, list(rows), [list(row) for row in rows.items()], ["Total", total], [], []
    )


def test_a_row_that_was_left_out_for_want_of_people_was_nobody():
    """Rows with nothing in them are left out. One was 20 and is 14, another nobody and is 15: together nine more."""
    before = of_people({"one": 20, "many": 60}, SIGN)
    after = of_people({"one": 14, "new": 15, "many": 60}, 89)

    [made] = protected([after], HALF, [Earlier(QUARTER, before)])

    hidden = {row for row, cells in made.lines() if cells[1] == SIGN}
    assert {"one", "new"} <= hidden
    assert "total" in hidden  # or 89 less 60 would be set against 20


def events(lines):
    """Table D: no line adds up others, days and actions are no people."""
    keys = ("female", "male", "total", "days", "agreed", "done")
    columns = [Column("title", "Title"), *(Column(key, key, Kind.INTEGER) for key in keys)]
    return FrozenTable(
        "d", "D", "D", [], columns, list(lines), [[code, *line] for code, line in lines.items()], None, [], []
    )


def test_an_event_that_was_corrected_by_a_few_people_is_hidden_alone():
    earlier = events({"first": [20, 30, 50, 1, 3, 0], "second": [40, 40, 80, 2, 0, 0], "third": [25, 25, 50, 1, 0, 0]})
    later = events({"first": [20, 30, 50, 2, 4, 1], "second": [40, 42, 82, 2, 0, 0], "third": [25, 25, 50, 1, 0, 0]})

    [made] = protected([later], HALF, [Earlier(QUARTER, earlier)])

    assert made.rows[0] == later.rows[0]
    assert made.rows[1] == ["second", SIGN, SIGN, SIGN, 2, 0, 0]
    assert made.rows[2] == later.rows[2]


def test_a_total_that_one_table_hides_no_other_shows():
    rows = ["one", "two", "three"]
    first = released({(row, sex): 40 for row in rows for sex in SEXES}, rows)
    second = released({(row, sex): 41 for row in rows for sex in SEXES}, rows)
    linked = released(
        {("north", "female"): 60, ("north", "male"): 60, ("south", "female"): 63, ("south", "male"): 63},
        ["north", "south"],
        slug="y",
    )

    made, other = protected([second, linked], HALF, [Earlier(QUARTER, first)])

    assert made.total[3] == SIGN
    assert other.total[3] == SIGN
    assert SIGN in other.rows[0] or SIGN in other.rows[1]


def test_a_half_year_hides_what_its_first_quarter_would_give_away(own, editions):
    """Twelve women in the quarter, fourteen in the half-year: the two who came later are nobody's business."""

    def trained(count, at):
        for _each in range(count):
            complete(editions[0], make_person(), at)

    winter = clock.now().replace(year=2025, month=2)
    trained(12, winter)
    submit(begin(own, QUARTER.start, QUARTER.end))
    trained(2, winter + timedelta(days=90))
    submit(begin(own, HALF.start, HALF.end))

    team, donor = (json.loads(queries.report_by_id(newest().id).text(name)) for name in ("team", "donor"))
    assert team["tables"]["en"][0]["total"][5] == 14
    for language in ("ky", "ru", "en"):
        for table in donor["tables"][language][:2]:
            numbers = [cell for row in [*table["rows"], table["total"]] for cell in row[1:] if isinstance(cell, int)]
            assert 14 not in numbers
            assert set(numbers) <= {0, 12}


def shown_numbers(document):
    """(table, row, column) to each number that the donor sees in Tables A and B."""
    return {
        (table["slug"], code, column["key"]): cell
        for table in document["tables"]["en"][:2]
        for code, row in [*zip(table["codes"], table["rows"], strict=True), ("total", table["total"])]
        for column, cell in zip(table["columns"], row, strict=True)
        if isinstance(cell, int)
    }


def test_every_release_is_compared_with_all_before_it_number_by_number(coordinator, population, editions, session):
    """A quarter, its half-year, the same half-year with late entries, and the whole year."""
    documents = []
    quarter, half, year = (QUARTER, HALF, Period(date(2025, 1, 1), date(2025, 12, 31)))
    made = None
    for period in (quarter, half, half, year):
        replaced = made if period is half and len(documents) == 2 else None
        if replaced is not None:
            for _each in range(3):
                complete(editions[0], make_person(), clock.now().replace(year=2025, month=5))
        clock.freeze(clock.now() + timedelta(hours=1))
        made = make_frozen_report(coordinator, period.start, period.end, replaces=replaced)
        session.commit()
        opened = queries.report_by_id(made.id)
        documents.append((opened.donor, shown_numbers(opened.team)))
    for later in range(1, len(documents)):
        now, true = shown_numbers(documents[later][0]), documents[later][1]
        assert now
        for donor, _true in documents[:later]:
            before = shown_numbers(donor)
            assert not [place for place in now.keys() & before.keys() if 0 < abs(now[place] - before[place]) < 10]
        # The numbers of a correction that differ from those handed out are never shown beside them.
        assert all(true[place] == number for place, number in now.items())
