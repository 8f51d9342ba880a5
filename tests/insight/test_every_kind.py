"""The page of a question stands for every kind, and shows no words that somebody typed."""

import pytest
from sqlalchemy import insert

from lms.catalogue.models import ModuleAuthor
from lms.core.extensions import db
from lms.questions.kinds import kind_of
from tests.insight.crowds import Sat, write
from tests.insight.test_pages import lines, text_of
from tests.questions.samples import SAMPLES
from tests.support.every_kind import WRITTEN, module_of_every_kind, right_answer
from tests.support.factories import make_edition

KEYS = {kind: question.key for kind, question in SAMPLES.items()}


@pytest.fixture
def answered(session, trainer):
    """Of sixty people, forty answer everything rightly; twenty leave everything empty."""
    edition = make_edition(module_of_every_kind("kinds", "M94"))
    db.session.execute(insert(ModuleAuthor), [{"module_id": edition.module_id, "account_id": trainer.id}])
    right = {question.key: right_answer(question) for question in SAMPLES.values()}
    nothing: dict[str, list[str]] = {key: [] for key in right}
    write(edition, [Sat(right, set(right)) if n % 3 else Sat(nothing, set()) for n in range(60)])
    return edition


@pytest.fixture
def page_of(browser, trainer, answered):
    return lambda kind: browser(trainer).visit(f"/en/studio/modules/kinds/questions/{KEYS[kind]}/statistics")


@pytest.mark.parametrize("kind", SAMPLES)
def test_two_thirds_are_right(page_of, kind):
    page = page_of(kind)
    figures = {text_of(row[0]): text_of(row[1]) for row in page.all("//table[@id='figures']/tbody/tr")}

    assert (figures["Facility"], figures["Left without an answer"]) == ("67%", "20")
    assert WRITTEN not in page.html


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if not kind_of(SAMPLES[kind]).by_people])
def test_the_right_answers_have_their_share(page_of, kind):
    shares = {(row[1], row[2]) for row in lines(page_of(kind), "chosen") if row[1] == "right"}

    assert ("right", "67%") in shares
