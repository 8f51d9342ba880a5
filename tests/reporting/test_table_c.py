"""Table C, all its cells, for populations of several seeds; and the cases at the edges of its rules."""

import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from lms.accounts.models import Role
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN, TOTAL
from lms.evaluations.models import EvaluationMark, EvaluationReply
from lms.evaluations.occasions import Occasion
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.choices import Choice, Period
from lms.reporting.reports import Audience, build
from lms.reporting.reports.table_c_hiding import DONE, OPEN, SEXES, hidden_cells, rows_without_standard
from lms.reporting.satisfaction import Satisfaction
from tests.reporting.conftest import complete, populate
from tests.reporting.outcome_reference import Closed
from tests.support.attacking import Attacker
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_enrolment, make_person

TODAY = date(2026, 11, 16)
WHOLE = Period(date(2019, 1, 1), date(2026, 12, 31))
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
FEBRUARY = datetime(2026, 2, 10, 5, tzinfo=UTC)
#: The cohort of the first quarter of 2026 is closed on the 29th of June.
CLOSING = Period(date(2026, 6, 1), date(2026, 6, 30))
ALL = "All modules"


def printed(choice, audience=Audience.TEAM):
    made = build("c", choice, audience, key=b"")
    return {row["row"]: row for row in [*made.rows, made.total]}


def expected(reference, editions, chosen=lambda row: True):
    titles = {
        e.module_id: f"M9{n}. Title of {slug}"
        for n, (e, slug) in enumerate(zip(editions, ("practice", "second-practice"), strict=True), 1)
    }
    lines = {
        title: reference.line(lambda r, m=module: r["module"] == m and chosen(r)) for module, title in titles.items()
    }
    return {**lines, ALL: reference.line(chosen)}


def differences(found, wanted):
    assert found.keys() == wanted.keys()
    return {
        (line, key): (found[line][key], value)
        for line, row in wanted.items()
        for key, value in row.items()
        if found[line][key] != value
    }


# ── Every cell ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_every_cell_is_what_is_counted_by_hand(editions, english, seed):
    populate(400, seed)
    for period in (WHOLE, YEAR):
        reference = Closed(period, TODAY)

        assert differences(printed(Choice(period)), expected(reference, editions)) == {}, period


def test_a_filter_chooses_lines_of_the_same_people(marred, editions, english):
    reference = Closed(WHOLE, TODAY)
    for values, chosen in (
        ({"sexes": frozenset({"female"})}, lambda r: r["sex"] == "female" and not r["is_withheld"]),
        ({"regions": frozenset({"KG-GB"})}, lambda r: r["region"] == "KG-GB" and not r["is_withheld"]),
    ):
        found, wanted = printed(Choice(WHOLE, **values)), expected(reference, editions, chosen)
        counted = {
            "cohorts",
            "enrolled",
            "enrolled-female",
            "enrolled-male",
            "completed",
            "completed-male",
            "completion",
        }
        assert differences(found, {line: {k: row[k] for k in counted} for line, row in wanted.items()}) == {}


def test_withdrawn_consents_and_merged_people(marred, editions, english):
    reference = Closed(WHOLE, TODAY)

    assert any(row["is_withheld"] for row in reference.rows)
    assert differences(printed(Choice(WHOLE)), expected(reference, editions)) == {}


def test_two_filters_tell_counts_and_no_result(population, editions, english):
    line = printed(Choice(WHOLE, sexes=frozenset({"female"}), regions=frozenset({"KG-GB"})))[ALL]

    assert line["enrolled"] > 0
    assert {line[key] for key in ("paired", "gain", "normalised", "reached", "reached-share")} == {SIGN}


def test_until_forms_are_sent_there_is_no_satisfaction(population, english):
    before = Choice(Period(date(2019, 1, 1), date(2025, 12, 31)))

    assert {row[key] for row in printed(before).values() for key in ("satisfaction", "responses")} == {"–"}


def test_the_table_asks_a_handful_of_questions_whatever_is_in_it(app, english, editions):
    def asked():
        db.session.expire_all()
        with count_queries(app) as statements:
            printed(Choice(WHOLE))
        return len(statements)

    complete(editions[0], make_person(), FEBRUARY)
    before = asked()
    populate(200, 3)

    # One more for whoever was merged or withdrew. The share of complete records beneath is asked like a table.
    assert asked() <= before + 1 <= 22


# ── Edges ────────────────────────────────────────────────────────────────────


def study(edition, before, *finals, at=FEBRUARY, person=None, form="B"):
    """A pre-test of eight and finals of twelve: (points, points on the form) each; only the first holds the form."""
    enrolment = complete(edition, person or make_person(), at + timedelta(days=2), started_at=at)
    facts = {"enrolment_id": enrolment.id, "edition_id": edition.id, "seed": 1, "scale": 1}
    drawn = [[f"{form.lower()}{n}", []] for n in range(1, 9)] + [[f"z{n}", []] for n in range(1, 5)]

    def add(kind, number, moment, **more):
        db.session.add(
            Attempt(
                kind=kind,
                number=number,
                started_at=moment,
                handed_in_at=moment,
                marked_at=moment,
                released_at=moment,
                **facts,
                **more,
            )
        )

    if before is not None:
        add(
            AttemptKind.PRE_TEST,
            1,
            at,
            form="A",
            drawn=drawn[:8],
            points=before,
            points_possible=8,
            form_points=before,
            is_passed=False,
        )
    for number, (points, of_form) in enumerate(finals, 1):
        own = form if number == 1 else None
        add(
            AttemptKind.FINAL, number, at + timedelta(hours=number), form=own, drawn=drawn, points=points,
            points_possible=12, form_points=of_form, is_passed=points >= 9,
        )  # fmt: skip
    db.session.commit()
    return enrolment


def test_the_first_attempt_makes_the_gain_and_any_of_three_the_standard(editions, english):
    """Case 3: sixty per cent, then eighty."""
    for _ in range(10):
        study(editions[0], 2, (7, 5), (10, 0))
    for _ in range(2):
        study(editions[0], 2, (7, 5), (8, 0), (8, 0), (12, 0))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"]) == (12, Decimal("37.5"))
    assert (line["reached"], line["reached-share"]) == (10, Decimal("0.833"))


def test_nine_are_not_told_and_ten_are(editions, english):
    """Case 6: n < 10 is not published."""
    for _ in range(9):
        study(editions[0], 2, (9, 6))
    few = printed(Choice(CLOSING))[ALL]
    study(editions[0], 2, (9, 6))
    enough = printed(Choice(CLOSING))[ALL]

    assert {few[key] for key in ("paired", "before", "after", "gain", "normalised", "reached")} == {SIGN}
    assert (enough["paired"], enough["gain"], enough["normalised"]) == (10, Decimal("50.0"), Decimal("0.67"))


def test_nine_in_one_module_are_not_told_by_the_others(editions, english):
    """Twenty in all and eleven in one module would give away the nine of the other."""
    for _ in range(11):
        study(editions[0], 2, (9, 6))
    for _ in range(9):
        study(editions[1], 2, (9, 8))

    lines = printed(Choice(CLOSING))

    assert [lines[line]["gain"] == SIGN for line in lines].count(True) >= 2
    assert [row["enrolled"] for row in lines.values()] == [11, 9, 20]


def test_who_had_everything_right_before_has_no_normalised_gain(editions, english):
    for _ in range(10):
        study(editions[0], 8, (12, 8))
        study(editions[0], 4, (12, 8))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"], line["normalised"]) == (20, Decimal("25.0"), Decimal("1.00"))


@pytest.mark.parametrize("kind", [AttemptKind.PRE_TEST, AttemptKind.FINAL])
def test_an_attempt_set_aside_before_the_closing_makes_no_pair(editions, english, kind):
    """Case 4: the text was changed after the pre-test. The completion still counts."""
    enrolments = [study(editions[0], 2, (9, 6)) for _ in range(11)]
    attempt = db.session.query(Attempt).filter_by(enrolment_id=enrolments[0].id, kind=kind).one()
    attempt.set_aside_at = FEBRUARY + timedelta(days=1)
    db.session.commit()

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["completed"]) == (10, 11)


def test_what_happens_after_the_closing_changes_nothing(editions, english):
    enrolments = [study(editions[0], 2, (9, 6)) for _ in range(10)]
    late = make_enrolment(editions[0], make_person(), at=FEBRUARY)
    told = printed(Choice(CLOSING))
    july = datetime(2026, 7, 1, 5, tzinfo=UTC)
    db.session.query(Attempt).filter_by(enrolment_id=enrolments[0].id).update({"set_aside_at": july})
    late.state, late.completed_at, late.completed_on = "completed", july, july.date()
    db.session.commit()

    assert printed(Choice(CLOSING)) == told
    assert (told[ALL]["enrolled"], told[ALL]["completed"]) == (11, 10)


def test_who_begins_again_gains_once(editions, english):
    person = make_person()
    study(editions[0], 2, (7, 5), person=person)
    study(editions[0], 8, (12, 8), person=person, at=FEBRUARY + timedelta(days=20))
    for _ in range(9):
        study(editions[0], 2, (7, 5))

    line = printed(Choice(CLOSING))[ALL]

    assert (line["paired"], line["gain"], line["enrolled"]) == (10, Decimal("37.5"), 11)


# ── Published ────────────────────────────────────────────────────────────────


def test_no_small_number_is_published_or_left_over(population, editions, english):
    lines = printed(Choice(WHOLE), Audience.PUBLIC)
    team = printed(Choice(WHOLE))

    for line, row in lines.items():
        for part, whole in (
            ("completed", "enrolled"),
            ("completed-female", "enrolled-female"),
            ("completed-male", "enrolled-male"),
        ):
            if SIGN not in (row[part], row[whole]):
                assert not 0 < row[part] < 10
                assert not 0 < row[whole] - row[part] < 10
        assert row["enrolled"] in (SIGN, team[line]["enrolled"])


def blocks(**rows):
    parts = [(sex, state) for sex in ("female", "male", "rest") for state in (DONE, OPEN)]
    made = {row: Counter(dict(zip(parts, numbers, strict=True))) for row, numbers in rows.items()}
    return {**made, TOTAL: sum(made.values(), Counter())}


def test_a_woman_is_hidden_with_her_company():
    rows = {"a": (4, 20, 20, 20, 0, 0), "b": (30, 30, 30, 30, 0, 0), "c": (40, 40, 40, 40, 0, 0)}

    hidden = hidden_cells(blocks(**rows), list(rows), k=10)

    assert ("a", "completed-female") in hidden
    assert ("a", "enrolled") not in hidden
    assert hidden_cells(blocks(a=rows["b"], b=rows["c"]), ["a", "b"], k=10) <= {
        (row, f"{column}-rest") for row in ("a", "b", TOTAL) for column in ("enrolled", "completed", "left")
    }


def test_that_none_of_six_completed_is_hidden_with_the_six():
    rows = {"a": (0, 3, 0, 3, 0, 0), "b": (0, 30, 0, 30, 0, 0), "c": (40, 40, 40, 40, 0, 0)}

    hidden = hidden_cells(blocks(**rows), list(rows), k=10)

    assert {("a", "completed"), ("a", "enrolled"), ("a", "completed-female")} <= hidden
    assert ("b", "completed") in hidden or ("c", "completed") in hidden


def random_modules(rng):
    """Blocks of three to six modules, many of them with a few people."""
    sizes = (0, 0, 2, 5, 9, 12, 30, 80)
    return blocks(**{f"M{number}": [rng.choice(sizes) for _part in range(6)] for number in range(rng.randint(3, 6))})


def test_nobody_narrows_a_small_number_of_enrolments():
    """Sums are written down anew here; zeros of a few who might have completed count as small."""
    attacked = 0
    for seed in range(60):
        made = random_modules(Random(seed))
        rows = [row for row in made if row != TOTAL]
        states = {"enrolled": (DONE, OPEN), "completed": (DONE,), "left": (OPEN,)}
        atoms = {(row, sex, state): made[row][sex, state] for row in made for sex in SEXES for state in (DONE, OPEN)}
        printed, sums = (
            {},
            [((TOTAL, sex, state), [(row, sex, state) for row in rows]) for sex in SEXES for state in (DONE, OPEN)],
        )
        for row in made:
            for column, own in states.items():
                for name, sexes in {column: SEXES, **{f"{column}-{sex}": (sex,) for sex in SEXES}}.items():
                    parts = [(row, sex, state) for sex in sexes for state in own]
                    printed[row, name] = sum(atoms[part] for part in parts)
                    sums.append(((row, name), parts))
        hidden = hidden_cells(made, rows, k=10)
        seen = {
            cell: count
            for cell, count in printed.items()
            if cell not in hidden and "left" not in cell[1] and "rest" not in cell[1]
        }
        small = {cell: 10 for cell, count in printed.items() if 0 < count < 10}
        attacked += bool(small)
        assert Attacker(printed | atoms, seen, sums).narrowed(small) == [], seed
    assert attacked > 50


def test_nobody_narrows_a_small_number_of_those_who_reached_the_standard():
    for seed in range(60):
        rng = Random(seed)
        rows = [f"M{number}" for number in range(rng.randint(2, 7))]
        numbers = {row: (tested := rng.choice((0, 12, 25, 60)), rng.randint(0, tested)) for row in rows}
        numbers[TOTAL] = tuple(map(sum, zip(*numbers.values(), strict=True)))
        without = rows_without_standard(numbers, rows, k=10, already=())
        columns = {"tested": lambda t, r: t, "reached": lambda t, r: r, "missed": lambda t, r: t - r}
        cells = {(row, name): count(*numbers[row]) for row in numbers for name, count in columns.items()}
        sums = [((row, "tested"), [(row, "reached"), (row, "missed")]) for row in numbers]
        sums += [((TOTAL, name), [(row, name) for row in rows]) for name in columns]
        seen = {cell: count for cell, count in cells.items() if cell[0] not in without}
        small = {cell: 10 for cell, count in cells.items() if 0 < count < 10}
        assert Attacker(cells, seen, sums).narrowed(small) == [], seed


# ── The page ─────────────────────────────────────────────────────────────────


def test_the_page_and_its_files(browser, population):
    coordinator = browser(make_account(Role.COORDINATOR))
    for asked in ("from=2019-01-01", "from=2019-01-01&audience=public", "from=2026-11-01"):
        for language in ("en", "ky", "ru"):
            assert coordinator.visit(f"/{language}/reports/tables/c?{asked}").status == 200
    assert coordinator.visit("/en/reports/files/c.json?from=2019-01-01").status == 200
    assert "No cohort was closed in the period." in coordinator.visit("/en/reports/tables/c?from=2026-11-01").text
    assert coordinator.visit("/en/reports").click("Table C. Module performance").status == 200
    assert browser(make_account()).visit("/en/reports/tables/c").status in {403, 404}


# ── What people said ─────────────────────────────────────────────────────────


def say(edition, count, rating, month="2026-02"):
    facts = dict.fromkeys(("relevance", "clarity", "respect", "usefulness"), rating)
    rows = [EvaluationReply(module_id=edition.module_id, month=month, **facts, ease=1) for _number in range(count)]
    db.session.add_all(rows)


def test_satisfaction_stands_beside_how_many_said_so(editions, english):
    one, two = editions
    say(one, 10, 4)
    say(two, 5, 2)
    say(one, 5, 1, month="2026-07")  # another period
    for answers in (True, True, False):
        done = complete(one, make_person(), FEBRUARY)
        if answers:
            db.session.add(EvaluationMark(enrolment_id=done.id, occasion=Occasion.MODULE))
    db.session.commit()
    first_half = Choice(Period(date(2026, 1, 1), date(2026, 6, 30)))

    found = {line: said(row) for line, row in printed(first_half).items()}

    assert found["M91. Title of practice"] == [Decimal("3.40"), 10, Decimal("0.667")]
    assert found["M92. Title of second-practice"] == [SIGN, SIGN, SIGN]
    assert found[ALL] == found["M91. Title of practice"]  # the five of the second wait
    alone = printed(Choice(first_half.period, modules=frozenset({one.module_id})))
    assert said(alone[ALL]) == found["M91. Title of practice"]


@pytest.mark.parametrize(
    ("answered", "asked", "is_told"),
    [(12, 19, False), (12, 20, False), (10, 20, True), (20, 20, True), (30, 35, False)],
)
def test_a_published_rate_is_of_twenty_people_and_of_no_few_who_did_not_answer(
    editions, english, monkeypatch, answered, asked, is_told
):
    made = Satisfaction(Decimal("4.20"), 10, answered, asked)
    monkeypatch.setattr(sys.modules["lms.reporting.reports.table_c"], "satisfaction", lambda choice: {None: made})

    rates = {audience: printed(Choice(WHOLE), audience)[ALL]["response-rate"] for audience in Audience}

    assert rates[Audience.TEAM] == made.rate
    assert rates[Audience.PUBLIC] == (made.rate if is_told else SIGN)


def test_a_reply_does_not_know_whose_it_is(editions, english):
    say(editions[0], 10, 4)
    db.session.commit()

    chosen = printed(Choice(WHOLE, sexes=frozenset({"female"})))

    assert {said(row)[0] for row in chosen.values()} == {"–"}


def said(row):
    return [row["satisfaction"], row["responses"], row["response-rate"]]
