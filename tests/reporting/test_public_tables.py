"""What may be published: nothing that the columns of one table tell about a few people together."""

import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from lms.core.models import new_id
from lms.disclosure.suppression import SIGN, TOTAL, suppress
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Period
from lms.reporting.dimensions import NOT_STATED
from lms.reporting.dominance import lines_of_one_body
from lms.reporting.reports import Audience, build
from lms.reporting.reports.table_f import hidden_cells as hidden_papers
from tests.support.attacking import Attacker

CHOICE = Choice(Period(date(2025, 1, 1), date(2025, 12, 31)))


def published(slug):
    made = build(slug, CHOICE, Audience.PUBLIC, key=b"")
    return [*made.rows, made.total]


@pytest.fixture
def court(english, session):
    """A stored value of the first line of Table A."""
    return next(iter(dimensions.groups()[0].values))


def people_of_table_a(monkeypatch, rows):
    monkeypatch.setattr(sys.modules["lms.reporting.reports.counted_a"], "counts", lambda *asked: rows)


def people_of_table_b(monkeypatch, rows):
    monkeypatch.setattr(sys.modules["lms.reporting.reports.counted_b"], "counts_of", lambda *asked: rows)


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


def test_of_a_row_that_is_small_as_a_whole_nothing_is_shown(english, session, monkeypatch):
    """Nine people of a type: neither how many they are nor that no woman is among them."""
    groups = dimensions.groups()
    kinds = [next(iter(line.values)) for line in groups[:4]]
    numbers = dict(zip(kinds, (9, 40, 60, 80), strict=True))
    people_of_table_a(monkeypatch, [(kind, "male", "36-45", True, count) for kind, count in numbers.items()])

    rows = published("a")

    assert {value for key, value in rows[0].items() if key not in {"row", "_code"}} == {SIGN}
    assert rows[4]["total"] == 0  # of a type of which nobody came, it is said
    assert [row["female"] for row in rows[1:4]] == [0, 0, 0]


def test_that_none_of_a_few_is_young_or_certified_is_hidden_with_the_few(english, session, monkeypatch):
    """A zero tells of each of six women as their number does; of forty it may be said."""
    rows = []
    for region, women in zip([line.code for line in dimensions.regions()][:4], (6, 40, 40, 40), strict=True):
        rows += [(region, "female", "36-45", 1, 1, False, women), (region, "male", "18-24", 1, 1, False, 40)]
    people_of_table_b(monkeypatch, rows)

    found = published("b")[:4]

    assert (found[0]["female"], found[0]["youth-female"]) == (SIGN, SIGN)
    assert [row["youth-female"] for row in found].count(0) >= 1
    papers = {("M1", "male"): 6, ("M2", "male"): 30, ("M3", "female"): 40, ("M3", "male"): 20}
    nobody = {(row, "revoked"): 0 for row in ("M1", "M2", "M3", TOTAL)}
    hidden = hidden_papers(["M1", "M2", "M3"], papers, nobody)
    assert {("M1", "female"), ("M1", "male"), ("M1", TOTAL)} <= hidden
    assert {("M2", "female"), ("M1", "revoked")}.isdisjoint(hidden)


# ── Lines that are nearly all one institution ────────────────────────────────


@pytest.fixture
def bodies(monkeypatch):
    """How many people of which type and region come from which institution."""

    def of(*rows):
        monkeypatch.setattr(sys.modules["lms.reporting.dominance"], "counts", lambda *asked: rows)

    return of


def test_a_line_with_more_than_four_fifths_of_one_institution_is_of_that_institution(english, session, bodies):
    one, two, three, four = (next(iter(line.values)) for line in dimensions.groups()[:4])
    places = [new_id() for _each in range(2)]
    north, south, east = (line.code for line in dimensions.regions()[:3])
    bodies(
        (one, north, places[0], 81), (one, south, places[1], 19),
        (two, north, places[0], 80), (two, south, places[1], 20),
        (three, east, places[0], 12),
        (four, south, None, 90), (four, south, places[1], 10),
        (None, NOT_STATED, places[1], 50),
    )  # fmt: skip

    found = lines_of_one_body(CHOICE)

    codes = [line.code for line in dimensions.groups()]
    assert found == {"a": {codes[0], codes[2]}, "b": {north, east}}


def test_such_a_line_is_hidden_whole_and_does_not_follow_from_the_others(english, session, monkeypatch, bodies):
    """Sixty people of one parliament: protected like a small number though there are many."""
    groups = dimensions.groups()
    kinds = [next(iter(line.values)) for line in groups[:4]]
    numbers = dict(zip(kinds, (60, 40, 50, 80), strict=True))
    people = [(kind, sex, "36-45", True, count // 2) for kind, count in numbers.items() for sex in ("female", "male")]
    people_of_table_a(monkeypatch, people)
    assert published("a")[0]["total"] == 60
    bodies((kinds[0], "KG-C", new_id(), 60))

    rows = published("a")

    assert {value for key, value in rows[0].items() if key not in {"row", "_code"}} == {SIGN}
    keys, codes = (TOTAL, "female", "male"), [*kinds, TOTAL]
    counts = dict(zip(codes, (60, 40, 50, 80, 230), strict=True))
    values = {(code, key): n if key == TOTAL else n // 2 for code, n in counts.items() for key in keys}
    sums = [((code, TOTAL), [(code, "female"), (code, "male")]) for code in codes]
    sums += [((TOTAL, key), [(kind, key) for kind in kinds]) for key in keys]
    lines = dict(zip(codes, [*rows[:4], rows[-1]], strict=True))
    seen = {(code, key): line[key] for code, line in lines.items() for key in keys if line[key] != SIGN}
    assert seen
    assert Attacker(values, seen, sums).narrowed({(kinds[0], key): 10 for key in keys}) == []


# ── Both tables attacked together ────────────────────────────────────────────

BANDS = {
    "under-18": ("under-14", "14", "15-17"),
    "18-28": ("18-24", "25-28"),
    "29-35": ("29", "30-35"),
    "36-45": ("36-45",),
    "46-59": ("46-59",),
    "60+": ("60+",),
    "not-stated": ("not-stated",),
}
ATOMS = [atom for atoms in BANDS.values() for atom in atoms]
YOUNG = {"18-28": ("18-24", "25-28"), "14-35": ("14", "15-17", "18-24", "25-28", "29", "30-35")}
SEXES = ("female", "male", "other", "not_stated")


def crowd(rng, types, regions):
    """Some hundred completions: in the period or before it, for the first time or again."""
    found = []
    for kind in types:
        for region in rng.sample(regions, 3):
            for _ in range(rng.choice((0, 1, 3, 12, 30))):
                is_new = rng.random() < 0.8
                in_period = not is_new or rng.random() < 0.8
                sex = rng.choices(SEXES, (50, 45, 1, 2))[0]
                band = rng.choices(
                    [atom for atoms in BANDS.values() for atom in atoms], (1, 1, 1, 9, 9, 4, 9, 9, 9, 3, 2)
                )
                found.append((kind, region, sex, band[0], int(is_new), int(in_period), rng.random() < 0.7))
    returning = sum(not person[4] for person in found)
    earlier = sum(not person[5] for person in found)
    return found if earlier >= returning else [person for person in found if person[4]]


def columns_of(person):
    """Every column that the person is counted in, those of nobody's table too."""
    _kind, _region, sex, band, is_new, in_period, is_confirmed = person
    shown = next(name for name, atoms in BANDS.items() if band in atoms)
    a = {TOTAL, sex, f"age {shown}", "confirmed" if is_confirmed else "not confirmed", f"atom {band}"}
    b = {TOTAL, sex, "new" if is_new else "returning", "confirmed" if is_confirmed else "not confirmed"}
    if sex in ("female", "male"):
        b.add(f"youth-{sex}" if band in YOUNG["18-28"] else f"older-{sex}")
    if not in_period:
        a, b = set(), {"earlier"}
    return a, b | ({"cumulative"} if is_new else set())


def attack(people, published, k=10):
    """Whom an attacker finds who reads both tables: cells that could be narrowed."""
    cells, sums, numbers, shares = Counter(), [], {}, []
    rows = {"a": sorted({p[0] for p in people}), "b": sorted({p[1] for p in people})}
    for person in people:
        for slug, row, columns in zip("ab", person, columns_of(person), strict=False):
            cells.update((slug, line, column) for line in (row, TOTAL) for column in columns)
    atoms = {name: [f"atom {atom}" for atom in own] for name, own in BANDS.items()}
    known = [f"age {name}" for name in BANDS if name != "not-stated"]
    splits = {
        "a": [
            (TOTAL, SEXES), (TOTAL, [f"age {name}" for name in BANDS]), (TOTAL, ("confirmed", "not confirmed")),
            *((f"age {name}", own) for name, own in atoms.items()), ("known", known),
            *((f"youth-{code}", [f"atom {atom}" for atom in own]) for code, own in YOUNG.items()),
        ],
        "b": [
            (TOTAL, SEXES), ("female", ("youth-female", "older-female")), ("male", ("youth-male", "older-male")),
            (TOTAL, ("new", "returning")), ("cumulative", ("new", "earlier")), (TOTAL, ("confirmed", "not confirmed")),
        ],
    }  # fmt: skip
    for slug, found in splits.items():
        names = dict.fromkeys(name for whole, parts in found for name in (whole, *parts))
        for line in (*rows[slug], TOTAL):
            for whole, parts in found:
                cells[slug, line, whole] = sum(cells[slug, line, part] for part in parts)
                sums.append(((slug, line, whole), [(slug, line, part) for part in parts]))
        sums += [((slug, TOTAL, name), [(slug, row, name) for row in rows[slug]]) for name in names]
        cells.update(dict.fromkeys(((slug, row, name) for row in (*rows[slug], TOTAL) for name in names), 0))
        for line, shown in published[slug].items():
            for name, value in shown.items():
                column = f"age {name}" if slug == "a" and name in BANDS else name
                if isinstance(value, int):
                    numbers[slug, line, column] = value
                elif isinstance(value, Decimal) and name != "women":
                    whole = "known" if name.startswith("youth-") else TOTAL
                    shares.append(((slug, line, column), (slug, line, whole), int(value * 1000)))
    sums += [(("a", TOTAL, name), [("b", TOTAL, name)]) for name in (TOTAL, *SEXES, "confirmed")]
    targets = {
        cell: 5 if cell[1] == TOTAL and (cell[2] in (TOTAL, *SEXES) or cell[2].startswith("age ")) else k
        for cell, value in cells.items()
        if 0 < value < k and not cell[2].startswith("atom ")
    }
    targets = {cell: least for cell, least in targets.items() if cells[cell] < least}
    young = {("b", row, f"youth-{sex}"): cells["b", row, sex] for row in (*rows["b"], TOTAL) for sex in SEXES[:2]}
    targets |= {cell: k for cell, of_these in young.items() if not cells[cell] and 0 < of_these < k}
    return Attacker(cells, numbers, sums, shares).narrowed(targets)


def both_published(rng, monkeypatch):
    """People, and Tables A and B as everybody sees them: slug to row to column."""
    groups = {line.code: next(iter(line.values)) for line in dimensions.groups()[: rng.choice((3, 8, 20))]}
    regions = [line.code for line in dimensions.regions()[:9]]
    people = crowd(rng, list(groups), regions)
    of_a, of_b = Counter(), Counter()
    for kind, region, sex, band, is_new, in_period, is_confirmed in people:
        of_a[groups[kind], sex, band, is_confirmed] += in_period
        of_b[region, sex, band, is_new, in_period, is_confirmed] += 1
    people_of_table_a(monkeypatch, [(*facts, count) for facts, count in of_a.items() if count])
    people_of_table_b(monkeypatch, [(*facts, count) for facts, count in of_b.items()])
    labels = {line.label: line.code for line in [*dimensions.groups(), *dimensions.regions()]} | {"Total": TOTAL}
    used = {place for person in people for place in person[:2]} | {TOTAL}
    return people, {
        slug: {code: row for row in published(slug) if (code := labels[row["row"]]) in used} for slug in ("a", "b")
    }


@pytest.mark.parametrize("seed", range(8))
def test_who_reads_both_tables_finds_nobody(english, session, monkeypatch, seed):
    assert attack(*both_published(Random(seed), monkeypatch)) == []


def test_twins_that_are_hidden_apart_are_found_out(english, session, monkeypatch):
    def apart(a, b, bodies):
        return {"a": suppress([a], k=10), "b": suppress([b], k=10)}

    for slug in ("a", "b"):
        monkeypatch.setattr(sys.modules[f"lms.reporting.reports.table_{slug}"], "hidden_cells", apart)

    assert any(attack(*both_published(Random(seed), monkeypatch)) for seed in range(8))
