"""Figures against a plain count of the raw rows; what is hidden, and what the address may ask for."""

import io
import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.catalogue.models import ModuleAuthor
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.enrolments.models import Enrolment
from lms.evaluations import periods, queries
from lms.evaluations.models import ITEMS, EvaluationMark, EvaluationReply
from lms.evaluations.occasions import Months, Occasion, closes_on, may_be_asked, opens_on
from tests.evaluations.test_subtracting import QUARTERS
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_completion, make_edition
from tests.support.packs import small_module

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 16)


@pytest.fixture
def modules(session):
    return {
        name: make_edition(small_module(name, code)) for name, code in (("one", "M1"), ("two", "M2"), ("ten", "M10"))
    }


def reply(edition, month="2026-08", *, rating=None, comment=None, sex=None, chance=random):
    facts = {item: rating or chance.randint(1, 5) for item in ITEMS}
    return EvaluationReply(module_id=edition.module_id, month=month, comment=comment, sex=sex, **facts)


def keep(session, edition, count, month="2026-08", **facts):
    session.add_all(reply(edition, month, **facts) for _number in range(count))
    session.commit()


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_what_a_plain_count_gives(session, modules, seed):
    chance = random.Random(seed)
    months = ["2026-01", "2026-04", "2026-05", "2026-07", "2026-09", "2026-10"]
    raw = [
        reply(edition, month, sex=chance.choice([None, "female", "male"]), chance=chance)
        for edition in modules.values()
        for month in months
        for _number in range(chance.choice([0, 5, 10, 15]))
    ]
    session.add_all(raw)
    for edition in modules.values():
        for _number in range(chance.randint(1, 6)):
            made = make_completion(edition=edition)
            if chance.random() < 0.5:
                session.add(EvaluationMark(enrolment_id=made.id, occasion=Occasion.MODULE))
    session.commit()

    found = queries.satisfaction(*YEAR, TODAY)

    for edition in (*modules.values(), None):
        given = [
            [row for row in raw if row.module_id == one.module_id]
            for one in ([edition] if edition else modules.values())
        ]
        rows = [row for of_module in given for row in told_by_hand(of_module)]
        figures = found[edition.module_id if edition else None]
        if rows:
            ratings = [getattr(one, item) for one in rows for item in ITEMS]
            assert figures.replies == len(rows)
            assert figures.mean == pytest.approx(sum(ratings) / len(ratings))
            assert figures.share == pytest.approx(sum(rating >= 4 for rating in ratings) / len(ratings))
            assert figures.months == {one.month for one in rows}
        else:
            assert (figures.mean, figures.replies) == (None, sum(map(len, given)))
        done = session.scalars(select(Enrolment)).all()
        asked = [one for one in done if edition is None or one.module_id == edition.module_id]
        marked = set(session.scalars(select(EvaluationMark.enrolment_id)))
        assert figures.response.asked == len(asked)
        assert figures.response.answered == sum(one.id in marked for one in asked)


def told_by_hand(rows):
    """Of the three quarters that are over: those with ten, with what was left before."""
    told, waiting = [], []
    for months in (("01", "02", "03"), ("04", "05", "06"), ("07", "08", "09")):
        waiting += [row for row in rows if row.month[5:] in months]
        if len(waiting) >= 10:
            told, waiting = told + waiting, []
    return told


def test_few_replies_wait_and_are_told_with_a_later_quarter(session, modules):
    one = modules["one"]
    keep(session, one, 12, "2026-01", rating=4)
    keep(session, one, 5, "2026-05", rating=1)
    keep(session, one, 6, "2026-08", rating=5)

    found = [queries.satisfaction(*quarter, TODAY)[one.module_id] for quarter in QUARTERS]

    assert [(part.replies, part.mean) for part in found] == [(12, 4), (5, None), (11, Fraction(35, 11))]
    half = queries.satisfaction(QUARTERS[0][0], QUARTERS[1][1], TODAY)[one.module_id]
    assert (half.replies, half.mean) == (12, 4)


def test_a_quarter_is_told_when_it_is_closed_and_part_of_one_never(session, modules):
    one = modules["one"]
    keep(session, one, 20, "2026-07", rating=4)
    for first, last, today, mean in (
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30), None),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 3), None),
        (date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 4), 4),
        (date(2026, 7, 1), date(2026, 8, 31), date(2026, 11, 1), None),
        (date(2026, 7, 2), date(2026, 9, 30), date(2026, 11, 1), None),
        (date(2026, 6, 20), date(2026, 10, 5), date(2026, 11, 1), 4),
    ):
        assert queries.satisfaction(first, last, today)[None].mean == mean, (first, last, today)


def test_by_sex_only_if_every_part_is_large_enough(session, modules):
    keep(session, modules["one"], 10, sex="female", rating=5)
    keep(session, modules["one"], 10, sex="male", rating=3)
    figures = queries.satisfaction(*YEAR, TODAY)[modules["one"].module_id]
    assert {sex: part.mean for sex, part in figures.by_sex.items()} == {"female": 5.0, "male": 3.0}

    keep(session, modules["one"], 5)

    assert queries.satisfaction(*YEAR, TODAY)[modules["one"].module_id].by_sex == {}


def test_by_sex_tells_nothing_of_a_few_in_another_quarter(session, modules):
    """Both sexes are large enough in the year and in its third quarter; the difference would be two women's."""
    keep(session, modules["one"], 2, "2026-05", sex="female")
    keep(session, modules["one"], 8, "2026-05", sex="male")
    for sex in ("female", "male"):
        keep(session, modules["one"], 10, sex=sex)
    year = queries.satisfaction(*YEAR, TODAY)
    quarter = queries.satisfaction(*QUARTERS[2], TODAY)[modules["one"].module_id]

    assert year[modules["one"].module_id].mean is not None
    assert set(quarter.by_sex) == {"female", "male"}
    assert year[modules["one"].module_id].by_sex == {}
    assert year[None].by_sex == {}


def test_two_statements_however_many_modules(app, session, modules):
    keep(session, modules["one"], 10)

    with count_queries(app) as statements:
        queries.satisfaction(*YEAR, TODAY)

    assert len(statements) == 2


def test_a_period_is_counted_by_the_quarters_that_lie_whole_in_it():
    whole = Months.of_quarters
    assert whole(date(2026, 1, 1), date(2026, 12, 31)) == Months("2026-01", "2026-12")
    assert whole(date(2026, 1, 2), date(2026, 12, 30)) == Months("2026-04", "2026-09")
    assert whole(date(2025, 12, 31), date(2026, 4, 30)) == Months("2026-01", "2026-03")
    none = whole(date(2026, 1, 1), date(2026, 2, 28))
    assert not any(f"2026-{month:02}" in none for month in range(1, 13))
    assert Months("2026-11", "2027-02").earlier(3) == Months("2026-08", "2026-11")
    assert (Months("2026-02", "2026-04").start, Months("2026-02", "2026-04").end) == (
        date(2026, 2, 1),
        date(2026, 4, 30),
    )


def test_one_page_closes_before_the_next_opens():
    """On every day of four years: one page at a time, and none after the longest time."""
    for number in range(4 * 366):
        done = date(2026, 1, 1) + timedelta(days=number)
        spans = [(opens_on(one, done), closes_on(one, done)) for one in Occasion]
        assert [first < last for first, last in spans] == [True] * 3
        assert spans[0][1] < spans[1][0] < spans[1][1] < spans[2][0]
        assert may_be_asked(done, spans[2][1])


def test_the_coordinator_sees_modules_in_order_with_rates_beside_them(browser, session, modules):
    keep(session, modules["one"], 10, rating=4)
    keep(session, modules["two"], 5, rating=1)
    for marked in (True, False):
        made = make_completion(edition=modules["one"], at=datetime(2026, 8, 20, tzinfo=UTC))
        if marked:
            session.add(EvaluationMark(enrolment_id=made.id, occasion=Occasion.MODULE))
    session.commit()

    coordinator = make_account(Role.COORDINATOR)
    page = browser(coordinator).visit("/en/reports").click("Evaluation forms").submit("Show", period="2026-Q3")

    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.all("//tbody/tr")]
    assert rows == [
        ["M1. Title of one", "10", "50.0%", "4.00", "100.0%"],
        ["M2. Title of two", "5", "–", "·", "·"],
        ["M10. Title of ten", "0", "–", "–", "–"],
    ]
    foot = [" ".join("".join(cell.itertext()).split()) for cell in page.all("//tfoot/tr/*")]
    assert foot == ["All", "10", "50.0%", "4.00", "100.0%"]  # the five of M2 wait
    assert "hidden to protect people" in page.text
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.actor_id == coordinator.id)).all()
    assert "evaluations.results.seen" in acts


def test_comments_from_five_replies_and_figures_from_ten(browser, session, modules):
    person = browser(make_account(Role.COORDINATOR))
    keep(session, modules["one"], 4, comment="Мыкты сабак")
    assert "from 5 replies on" in person.visit("/en/reports/evaluations/one").text

    keep(session, modules["one"], 1, comment="<b>Дагы мисал</b>")
    page = person.visit("/en/reports/evaluations/one")
    assert "<b>Дагы мисал</b>" in page.text
    assert not page.all("//table")
    assert "4.00" not in page.text

    keep(session, modules["one"], 5, rating=4)
    page = person.visit("/en/reports/evaluations/one")
    assert len(page.all("//tbody/tr")) == 5


def test_a_trainer_sees_figures_of_own_modules_and_no_comments(browser, session, modules):
    trainer = make_account(Role.TRAINER)
    session.add(ModuleAuthor(module_id=modules["one"].module_id, account_id=trainer.id))
    keep(session, modules["one"], 10, comment="Сыр", rating=4)
    keep(session, modules["two"], 10, rating=2)

    page = browser(trainer).visit("/en/reports/evaluations")

    assert "Title of one" in page.text
    assert "Title of two" not in page.text
    own = page.click("M1. Title of one")
    assert "4.00" in own.text
    assert "Сыр" not in own.text
    assert browser(trainer).visit("/en/reports/evaluations/two").status == 404
    assert browser(make_account()).visit("/en/reports/evaluations").status == 404
    assert "Title of two" not in browser(trainer).visit("/en/reports/evaluations.csv").response.get_data(as_text=True)


def test_files_hide_what_the_page_hides(browser, session, modules):
    keep(session, modules["one"], 10, rating=4)
    keep(session, modules["two"], 5, rating=1)
    person = browser(make_account(Role.COORDINATOR))

    book = openpyxl.load_workbook(io.BytesIO(person.visit("/en/reports/evaluations.xlsx").response.get_data()))
    rows = {row[0]: row[1:] for row in book.active.iter_rows(values_only=True) if row[0]}
    text = person.visit("/en/reports/evaluations.csv").response.get_data(as_text=True)

    assert rows["M1. Title of one"][3:] == (10, 4, 1)
    assert rows["M2. Title of two"][3:] == (5, "·", "·")
    assert text.startswith("\ufeff")
    assert '"M2. Title of two",0,0,"",5,"·","·"' in text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_pages_speak_three_languages(browser, session, modules, language):
    keep(session, modules["one"], 10, rating=4, comment="Бар")
    person = browser(make_account(Role.COORDINATOR))

    assert person.visit(f"/{language}/reports/evaluations").status == 200
    assert "4" in person.visit(f"/{language}/reports/evaluations/one?period=2026-Q3").text


def test_comments_come_in_pages_in_an_order_that_stays(browser, session, modules):
    for number in range(60):
        session.add(reply(modules["one"], comment=f"Пикир {number:02}"))
    session.commit()
    person = browser(make_account(Role.COORDINATOR))

    pages = [person.visit(f"/en/reports/evaluations/one?page={number}").text for number in (1, 2, 1)]

    said = [{f"Пикир {number:02}" for number in range(60) if f"Пикир {number:02}" in page} for page in pages]
    assert (len(said[0]), len(said[1])) == (50, 10)
    assert not said[0] & said[1]
    assert said[2] == said[0]
    assert "1–50 of 60" in pages[0]


def test_an_unknown_period_shows_all_of_the_time(session):
    assert periods.asked_for(str(uuid4()), clock.local_day(clock.now())).key == "all"
