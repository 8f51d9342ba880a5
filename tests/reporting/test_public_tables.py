"""What may be published: nothing that the columns of one table tell about a few people together."""

import sys
from datetime import date

import pytest

from lms.disclosure.suppression import SIGN
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience, build

CHOICE = Choice(Period(date(2025, 1, 1), date(2025, 12, 31)))


def published(slug):
    made = build(slug, CHOICE, Audience.PUBLIC, key=b"")
    return [*made.rows, made.total]


@pytest.fixture
def court(english, session):
    """A stored value of the first line of Table A."""
    return next(iter(dimensions.groups()[0].values))


def people_of_table_a(monkeypatch, rows):
    monkeypatch.setattr(sys.modules["lms.reporting.reports.table_a"], "counts", lambda *asked: rows)


def people_of_table_b(monkeypatch, rows):
    monkeypatch.setattr(sys.modules["lms.reporting.reports.table_b"], "counts_of", lambda *asked: rows)


def test_cumulative_less_new_never_leaves_a_few_people_of_earlier_periods(english, session, monkeypatch):
    """Three people of a region were trained before the period: 40 in all, 37 of them new."""
    rows = []
    for region in [line.code for line in dimensions.regions()][:3]:
        earlier = 3 if not rows else 20
        rows.append((region, "female", "36-45", 1, 1, False, 37))
        rows.append((region, "female", "36-45", 1, 0, False, earlier))
    people_of_table_b(monkeypatch, rows)

    found = published("b")

    for row in found:
        if SIGN not in (row["new"], row["cumulative"]):
            assert not 0 < row["cumulative"] - row["new"] < 10, row
    shown = [SIGN not in (row["new"], row["cumulative"]) for row in found[:3]]
    assert shown.count(False) > 1 or SIGN in (found[-1]["new"], found[-1]["cumulative"])


def test_a_share_of_youth_never_tells_the_pupils_of_a_band_from_its_children(court, monkeypatch):
    """Of 30 under 18, three are 14 to 17: whoever sees 18–28 and 29–35 could subtract them from the share of youth."""
    ages = {"15-17": 3, "under-14": 27, "18-24": 40, "30-35": 30, "36-45": 50, "46-59": 30, "60+": 20}
    people_of_table_a(monkeypatch, [(court, "female", band, False, count) for band, count in ages.items()])

    row, total = published("a")[0], published("a")[-1]

    assert row["under-18"] == 30
    assert row["youth-18-28"] == dimensions.share(40, 200)
    assert row["youth-14-35"] == total["youth-14-35"] == SIGN


def test_a_share_of_youth_of_whole_bands_is_shown(court, monkeypatch):
    ages = {"18-24": 40, "30-35": 30, "36-45": 50, "46-59": 30, "60+": 20}
    people_of_table_a(monkeypatch, [(court, "female", band, False, count) for band, count in ages.items()])

    assert published("a")[0]["youth-14-35"] == dimensions.share(70, 170)
