"""Table D and I-11 against plain Python from what was entered; what everybody may see of small events."""

import csv
import io
import itertools
from datetime import date
from functools import partial

import openpyxl
import pytest

from lms.core import clock
from lms.disclosure.suppression import SIGN
from lms.gatherings import engagement, queries
from lms.gatherings.queries import Wanted
from lms.gatherings.words import kinds, speeches
from lms.institutions.queries import region_names
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import About, Format, content, write
from lms.reporting.reports import Audience, build
from lms.reporting.reports.table_d import hidden_counts
from tests.gatherings.conftest import scatter

SPRING = Period(date(2026, 2, 1), date(2026, 5, 31))
SEXES = ("female", "male", "other", "not_stated")
COUNTS = (*SEXES, "total", "youth", "duty_bearers", "civil_society")


def in_time(made):
    return sum(1 for action in made.follow_ups if action.done_on and (action.done_on - made.held_on).days <= 90)


def expected(made, regions):
    everybody = made.female + made.male + made.other + made.not_stated
    return {
        "held_on": made.held_on, "title": made.title, "kind": kinds()[made.kind], "region": regions[made.region_code],
        "output": made.output, "female": made.female, "male": made.male, "other": made.other,
        "not_stated": made.not_stated, "total": everybody, "youth": made.youth, "duty_bearers": made.duty_bearers,
        "civil_society": made.civil_society, "days": made.days, "language": speeches()[made.language],
        "agreed": len(made.follow_ups), "done": in_time(made),
    }  # fmt: skip


@pytest.mark.parametrize("seed", [3, 17])
def test_table_d_again_in_plain_python(english, coordinator, seed):
    standing = [made for made in scatter(coordinator, seed) if SPRING.start <= made.held_on <= SPRING.end]
    table = build("d", Choice(SPRING), Audience.TEAM, key=b"k")
    wanted = [expected(made, region_names()) for made in sorted(standing, key=lambda made: made.held_on)]
    named = [{key: value for key, value in row.items() if key != "_code"} for row in table.rows]
    assert sorted(map(str, named)) == sorted(map(str, wanted))
    assert len({row["_code"] for row in table.rows}) == len(wanted)
    assert [row["held_on"] for row in table.rows] == [row["held_on"] for row in wanted]
    of_talas = build("d", Choice(SPRING, regions=frozenset({"KG-T"})), Audience.TEAM, key=b"k")
    assert len(list(of_talas.rows)) == sum(made.region_code == "KG-T" for made in standing) > 0


@pytest.mark.parametrize("seed", [3, 17, 29])
def test_engagement_again_in_plain_python(english, coordinator, seed):
    standing = scatter(coordinator, seed)
    counted = engagement.engagement_of(queries.events(Wanted()))
    joint = [made for made in standing if made.duty_bearers and made.civil_society]
    balanced = [
        made
        for made in joint
        if made.female + made.male and made.female / (made.female + made.male) >= 0.4 and made.youth / made.total >= 0.3
    ]
    assert (counted.held, counted.joint, counted.balanced) == (len(standing), len(joint), len(balanced))
    assert counted.agreed == sum(len(made.follow_ups) for made in joint)
    assert counted.in_time == sum(in_time(made) for made in joint)
    shown = engagement.shown(queries.events(Wanted()))
    for key, rows in (("joint", shown["regions"]), ("held", shown["kinds"])):
        assert sum(int(row[key]) for row in rows) == getattr(counted, key)


def every_event():
    """All small combinations of sexes, sides and youth."""
    for sexes in itertools.product(range(5), repeat=4):
        everybody = sum(sexes)
        sides = itertools.product((0, 1, 3, everybody), (0, 1, everybody - 3), {0, min(2, everybody), everybody})
        for duty, civil, youth in sides:
            if everybody and civil >= 0 and duty + civil <= everybody:
                yield dict(zip(COUNTS, (*sexes, everybody, youth, duty, civil), strict=True))


def test_nothing_follows_of_few_people():
    """Of what looks the same to a reader: no small number is shown, nor one that remains, nor can one be worked out."""
    k, seen = 3, {}
    for event in every_event():
        hidden = hidden_counts(event, k)
        view = tuple(SIGN if name in hidden else event[name] for name in COUNTS)
        seen.setdefault(view, []).append(event)
    for view, alike in seen.items():
        shown = dict(zip(COUNTS, view, strict=True))
        known = {name: number for name, number in shown.items() if number != SIGN}
        assert not any(0 < number < k for number in known.values())
        parts = known.keys() & {"youth", "duty_bearers", "civil_society"}
        assert not any(0 < known.get("total", 0) - known[part] < k for part in parts)
        for name in (name for name in SEXES if name not in known and known.get("total", 0) >= 2 * k):
            assert len({event[name] for event in alike}) > 1


def test_published_rows_hide_and_files_agree(english, own, coordinator):
    scatter(coordinator, 5)
    choice = Choice(Period(date(2026, 1, 1), date(2026, 12, 31)))
    about = About(choice, Audience.PUBLIC, clock.now())
    table = build("d", choice, Audience.PUBLIC, key=b"k")
    rows = list(table.rows)
    assert table.total is None
    assert table.has_hidden
    assert not any(isinstance(row[name], int) and 0 < row[name] < 10 for row in rows for name in COUNTS)
    text = content(partial(write, table, about, Format.CSV)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    titles = [column.title for column in table.columns]
    start = next(n for n, line in enumerate(read) if line[: len(titles)] == titles)
    assert [row[1] for row in read[start + 1 :][: len(rows)]] == [row["title"] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(content(partial(write, table, about, Format.XLSX)))).worksheets[0]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    begin = next(n for n, line in enumerate(lines) if line[1] == titles[1])
    assert [line[8] for line in lines[begin + 1 :][: len(rows)]] == [row["not_stated"] for row in rows]
    page = own.visit("/en/reports/tables/d?from=2026-01-01&to=2026-12-31")
    assert len(page.all("//table[@id='table']//tbody/tr")) == len(rows)
