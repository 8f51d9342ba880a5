"""What the pages show equals what the formulas say, and is nothing about a person."""

import csv
import io

import pytest
from sqlalchemy import insert

from lms.catalogue.models import ModuleAuthor
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.insight.answers import answers_of
from lms.measures import Counted, Item, Totals, judge_items, judge_whole
from lms.people.models import Person, PersonName
from lms.ui.filters import number, percent
from tests.insight.conftest import KEYS, crowd, sat
from tests.insight.crowds import AGREED, write
from tests.support.databases import count_queries
from tests.support.factories import make_edition, make_person
from tests.support.packs import question, small_module

WHOLE = "/en/studio/modules/asked/statistics"
FILE = f"{WHOLE}.csv"


def one(key):
    return f"/en/studio/modules/asked/questions/{key}/statistics"


def by_hand(people):
    """The same people given to the formulas without database or pages."""
    rows = [(key, float(key in who.right), float(len(who.right)), 1) for who in people for key in who.answers]
    totals = Totals.of(((float(len(who.right)), 1) for who in people), maximum=float(len(KEYS)))
    counted = Counted.of(rows)
    return judge_whole(counted, totals), judge_items(counted, {key: Item(1.0, 0.25) for key in KEYS}, totals)


def text_of(cell):
    return " ".join("".join(cell.itertext()).split())


def lines(page, table):
    return [[text_of(cell) for cell in row] for row in page.all(f"//table[@id='{table}']/tbody/tr")]


def cells(page, table):
    """Lines by the first word in them."""
    rows = page.all(f"//table[@id='{table}']/tbody/tr")
    return {text_of(row[0][0]): [text_of(cell) for cell in row] for row in rows}


def test_the_figures_are_those_of_the_formulas(browser, trainer, sixty):
    page = browser(trainer).visit(WHOLE)
    whole, items = by_hand(sixty)

    shown = {text_of(row[0]): text_of(row[1]) for row in page.all("//table[@id='whole']/tbody/tr")}
    assert shown["Attempts"] == "60"
    assert shown["Mean"] == percent(whole.mean, code="en")
    assert shown["Internal consistency"] == number(whole.consistency, 2, "en")
    assert shown["Standard error"] == percent(whole.standard_error, code="en")
    for key, row in cells(page, "bank").items():
        found = items[key]
        assert row[1:7] == [
            "60",
            percent(found.facility, code="en"),
            number(found.discrimination, 2, "en"),
            percent(found.efficiency, code="en"),
            "25%",
            number(found.effective_weight, 1, "en"),
        ]


def test_a_heading_sorts_the_table(browser, trainer, sixty):
    visit = browser(trainer).visit

    assert list(cells(visit(f"{WHOLE}?sort=facility"), "bank")) == ["q4", "q3", "q2", "q1"]
    assert list(cells(visit(f"{WHOLE}?sort=facility&dir=desc"), "bank")) == ["q1", "q2", "q3", "q4"]
    assert list(cells(visit(f"{WHOLE}?sort=nonsense"), "bank")) == list(KEYS)


def test_twenty_nine_attempts_say_only_that_they_are_too_few(browser, edition, trainer):
    write(edition, crowd(29))
    visit = browser(trainer).visit

    for path in (WHOLE, one("q1")):
        page = visit(path)
        assert "Too few answers to judge" in page.text
        assert page.all("//table") == []
        assert "29" not in page.text
        assert "%" not in page.text
    assert visit(FILE).path == WHOLE

    write(edition, crowd(1))
    assert "Too few answers to judge" not in visit(WHOLE).text


def test_a_question_with_twenty_nine_attempts_in_a_larger_test(browser, session, trainer, edition):
    """Others were asked another question in its place."""
    with_q1 = [sat("q1", "q2", n=n) for n in range(29)]
    without = [sat("q2", "q3", n=n) for n in range(41)]
    for who in with_q1:
        who.answers.pop("q4")
    for who in without:
        who.answers.pop("q1")
    write(edition, [*with_q1, *without])

    page = browser(trainer).visit(WHOLE)
    rows = cells(page, "bank")

    assert rows["q1"][0].endswith("Too few answers to judge")
    assert rows["q1"][1:] == ["–"] * 9
    assert rows["q2"][1] == "70"
    assert "People got different questions" in page.text
    assert browser(trainer).visit(one("q1")).all("//table") == []


def test_attempts_are_added_ten_at_a_time(edition):
    """Whoever looks before and after one person was tested learns nothing of that person."""
    write(edition, crowd(39))

    assert answers_of(edition.module_id).number == 30


def test_only_first_attempts_of_people_who_agreed_are_counted(edition):
    person = make_person().id
    write(edition, crowd(30))
    write(
        edition,
        [
            sat("q1", agrees=("study",)),
            sat("q1", person=person),  # without any consent
            sat("q1", agrees=AGREED, more={"set_aside_at": edition.published_at}),
            sat("q1", agrees=AGREED, more={"released_at": None}),
        ],
    )

    assert answers_of(edition.module_id).number == 30

    again = db.session.query(Person).filter_by(search_text="").first()
    write(edition, [sat(*KEYS, person=again.id)])
    assert answers_of(edition.module_id).number == 30


def test_the_number_of_statements_does_not_grow(app, browser, edition, trainer):
    visit = browser(trainer).visit
    write(edition, crowd(40))
    visit(WHOLE)
    with count_queries(app) as few:
        visit(WHOLE)
    write(edition, crowd(80, language="ru", sex="male"))
    with count_queries(app) as many:
        visit(WHOLE)

    assert len(many) == len(few)


def test_nothing_about_a_person_stands_on_any_page(browser, edition, trainer, sixty):
    person = db.session.query(Person).filter_by(search_text="").first()
    db.session.add(PersonName(person_id=person.id, script="ky", full_name="Канарейкина Зарема"))
    db.session.commit()
    identities = {str(row.id) for row in db.session.query(Person)}

    for path in (WHOLE, *map(one, KEYS), FILE):
        page = browser(trainer).visit(path)
        said = page.response.get_data(as_text=True)
        assert "Канарейкина" not in said
        assert not {identity for identity in identities if identity in said}


def test_typed_words_are_counted_and_never_shown(browser, session, trainer, edition):
    typed = {
        **question("q1"),
        "kind": "short-text",
        "options": [],
        "accepted": [
            {"key": "right", "texts": {"en": ["alpha"]}, "feedback": {"en": "So."}, "sources": []},
        ],
    }
    other = make_edition(small_module("typed", code="M93", questions=[typed, question("q2")]))
    db.session.execute(insert(ModuleAuthor), [{"module_id": other.module_id, "account_id": trainer.id}])
    people = [sat("q2", n=n) for n in range(40)]
    for n, who in enumerate(people):
        who.answers = {"q1": ["alpha"] if n % 2 else ["my secret canary"], "q2": ["a"]}
        who.right = {"q2"} | ({"q1"} if n % 2 else set())
    write(other, people)

    page = browser(trainer).visit("/en/studio/modules/typed/questions/q1/statistics")

    assert "canary" not in page.html
    assert [row[2] for row in lines(page, "chosen")] == ["50%", "50%"]
    assert "Any other answer" in page.text


def test_the_file_says_no_more_than_the_page(browser, trainer, sixty):
    page = browser(trainer).visit(FILE)
    rows = list(csv.DictReader(io.StringIO(page.response.get_data(as_text=True).lstrip("\ufeff"))))

    assert [row["Question"] for row in rows] == list(KEYS)
    assert rows[0]["Times asked"] == "60"
    assert {len(row["Facility"].partition(".")[2]) for row in rows} <= {0, 1, 2}
    assert browser(trainer).visit(f"{WHOLE}.xlsx").response.get_data()[:2] == b"PK"
    acts = [row.act for row in db.session.query(AuditRecord).filter(AuditRecord.act.startswith("insight."))]
    assert acts.count("insight.statistics.exported") == 2


def test_a_look_is_recorded(browser, trainer, sixty):
    browser(trainer).visit(one("q2"))

    (record,) = db.session.query(AuditRecord).filter_by(act="insight.statistics.seen")
    assert record.actor_id == trainer.id
    assert record.facts == {"question": "q2"}


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_pages_are_whole_in_every_language(browser, trainer, sixty, language):
    for path in (WHOLE, one("q1"), "/en/studio/statistics/explained"):
        page = browser(trainer).visit(path.replace("/en/", f"/{language}/"))
        assert page.status == 200
        assert page.errors == []


def test_the_studio_leads_there_and_back(browser, trainer, sixty):
    module = browser(trainer).visit("/en/studio/modules/asked")
    page = module.click("Statistics of the questions").click("q1")
    assert page.heading == "Question q1"
    assert page.click("Edit the question").click("Statistics of this question").path == one("q1")
    assert page.click("What every figure means").status == 200


def test_a_coordinator_comes_from_the_list_of_modules(browser, coordinator, sixty):
    assert browser(coordinator).visit("/en/studio").click("Statistics of the questions").path == WHOLE
