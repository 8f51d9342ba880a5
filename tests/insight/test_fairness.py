"""A question that is made harder for some is found, and one that is not is left alone."""

from random import Random

import pytest

from lms.core.extensions import db
from lms.insight.answers import answers_of
from lms.insight.fairness import Grouping
from lms.insight.figures import judge
from lms.insight.limits import least
from lms.measures import Size
from tests.insight.conftest import KEYS
from tests.insight.crowds import Sat, write
from tests.insight.test_pages import lines, one, text_of


def people_of(count, lot, *, harder=None, **facts):
    """People of every ability; ``harder`` is a question that they get wrong more often than their ability says."""
    found = []
    for _ in range(count):
        ability = lot.uniform(0.25, 0.95)
        right = {key for key in KEYS if lot.random() < (ability / 4 if key == harder else ability)}
        found.append(Sat({key: ["a"] if key in right else ["b"] for key in KEYS}, right, **facts))
    return found


@pytest.fixture
def biased(edition):
    lot = Random(7)
    people = people_of(300, lot, language="ky", sex="female") + people_of(300, lot, language="ky", sex="male")
    people += people_of(150, lot, language="ru", sex="female", harder="q3")
    people += people_of(150, lot, language="ru", sex="male", harder="q3")
    write(edition, people)
    return edition


def test_a_question_that_is_harder_in_russian_is_of_class_c(browser, trainer, biased):
    page = browser(trainer).visit(one("q3"))
    rows = lines(page, "fairness-language")

    assert [row[:2] for row in rows] == [["Русский", "C"]]
    assert rows[0][2].startswith("Much harder for: Русский. Easier for: Кыргызча.")
    low, high = (float(bound) for bound in rows[0][4].split(" to "))
    assert 1 < low < float(rows[0][3]) < high
    assert "Harder in one language: compare the wordings." in page.text


def test_by_sex_the_same_question_is_fair(biased):
    test = judge(answers_of(biased.module_id), least())
    classes = {judged.stretch.key: judged.fairness[Grouping.SEX].worst for judged in test.questions}

    assert classes["q3"] is Size.NEGLIGIBLE


def test_the_wordings_stand_side_by_side_with_their_shares(browser, trainer, biased):
    page = browser(trainer).visit(one("q3"))
    panels = [text_of(panel) for panel in page.all("//div[@class='beside']/section")]

    assert [panel.split()[0] for panel in panels] == ["Кыргызча", "Русский", "English"]
    assert "Stem of q3 (ru)" in panels[1]
    answers = answers_of(biased.module_id)
    rows = [row for row in answers.rows if row.stretch.key == "q3" and row.language == "ru"]
    share = sum(row.times for row in rows if row.mark) / sum(row.times for row in rows)
    assert f"Option a of q3 (ru) {share:.0%}" in panels[1]
    assert "·" in panels[2]  # nobody studies in English


def test_small_groups_are_not_compared(browser, edition, trainer):
    lot = Random(3)
    write(edition, people_of(200, lot, language="ky") + people_of(99, lot, language="ru"))

    page = browser(trainer).visit(one("q1"))

    assert "Too few people in one of the groups to judge." in page.text
    assert "too few" in browser(trainer).visit("/en/studio/modules/asked/statistics").text


def test_the_limits_are_a_setting(browser, edition, trainer, monkeypatch):
    from lms.core import site  # noqa: PLC0415
    from lms.insight import limits  # noqa: PLC0415

    lot = Random(3)
    write(edition, people_of(200, lot, language="ky") + people_of(99, lot, language="ru"))

    class Lower:
        statistics = site.Statistics(attempts=1, smaller_group=50, both_groups=100)

    monkeypatch.setattr(limits, "site", Lower)
    assert limits.least().attempts == 30  # never below what the formulas ask for
    assert "Too few people in one of the groups" not in browser(trainer).visit(one("q1")).text
    db.session.rollback()
