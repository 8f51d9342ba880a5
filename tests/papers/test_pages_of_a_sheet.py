"""What the pages tell whoever types in: nothing of the person, and the answers as they were left."""

from sqlalchemy import select

from lms.questions.kinds import kind_of
from lms.quizzes.models import Attempt
from tests.papers.typing_in import (
    BY_PROGRAM,
    CANARY,
    address,
    claim,
    printed,
    right_fields,
    sheet_address,
    sheet_as_kept,
    type_in,
)
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import make_author, sheets

KINDS = BY_PROGRAM


def test_no_page_of_a_trainer_tells_a_name_or_a_point(browser, judge, enrolment, trainer, at, session):
    one, other = sheets(at)
    visitor = browser(trainer)
    pages = [visitor.visit(address(at)), visitor.visit(sheet_address(one))]
    claim(browser, judge, one)
    pages += [visitor.visit(address(at)), visitor.visit(sheet_address(one))]
    pages += [type_in(visitor, one, "save"), visitor.visit(sheet_address(one, "/again")), type_in(visitor, one)]
    pages += [visitor.visit(address(at)), visitor.visit(sheet_address(one)), visitor.visit(sheet_address(other))]
    pages += [visitor.visit(f"/en/studio/modules/{at.slug}/paper")]

    attempt = session.scalars(select(Attempt)).one()
    assert attempt.is_passed
    hidden = [*CANARY.split(), judge.email, str(judge.id), str(judge.person_id), str(attempt.id), str(enrolment.id)]
    for page in pages:
        assert page.status == 200
        assert not [word for word in hidden if word in page.html]
        assert not [
            word for word in ("Passed", "Not enough", "correct") if f"{word} " in page.text.replace("correct it", "")
        ]
        assert f"{attempt.points}/" not in page.text
    states = [" ".join("".join(row.itertext()).split()) for row in pages[-4].all("//tbody/tr")]
    assert [row.split(" ", 2)[2] for row in states] == ["handed in", "not typed in yet"]


def test_passed_and_failed_look_alike_to_the_trainer(browser, edition, trainer, at):
    people = [make_account() for _ in range(2)]
    for account, one in zip(people, sheets(at), strict=True):
        make_enrolment(edition, account.person, done=READY)
        claim(browser, account, one)
    good, bad = sheets(at)
    visitor = browser(trainer)
    type_in(visitor, good)
    type_in(visitor, bad, **{f"q-{asked.question.key}": [] for asked in bad.asked})

    seen = [visitor.visit(sheet_address(one)).text.replace(one.sheet.code, "") for one in (good, bad)]
    seen = [
        text.replace(f"Form {one.sheet.form}", "").replace(printed(one), "")
        for text, one in zip(seen, sheets(at), strict=True)
    ]

    assert seen[0] == seen[1]


def test_saved_answers_are_there_again_with_the_letters_of_the_sheet(browser, trainer, at):
    one, visitor = sheets(at)[0], browser(trainer)

    page = type_in(visitor, one, "save")

    choice = next(asked for asked in one.asked if asked.question.kind == "single-choice")
    labels = ["".join(label.itertext()) for label in page.all(f"//input[@name='q-{choice.question.key}']/..")]
    assert [label[:3] for label in labels] == ["А. ", "Б. ", "В. "][: len(labels)]
    assert [label[3:] for label in labels] == [choice.question.option(key).text["ru"] for key in choice.order]
    assert sheet_as_kept(one).answers == {
        asked.question.key: kind_of(asked.question).read(
            asked.question, kind_of(asked.question).right_answer(asked.question)
        )
        for asked in one.asked
    }


def test_saving_the_page_as_it_stands_changes_nothing(browser, trainer, at):
    """Every kind: what the page shows of an answer is read back as the same answer."""
    one, visitor = sheets(at)[0], browser(trainer)
    page = type_in(visitor, one, "save")
    before = dict(sheet_as_kept(one).answers)

    page.submit("Save")

    assert len(before) == len(BY_PROGRAM)
    assert sheet_as_kept(one).answers == before
    assert sheet_as_kept(one).revision == 2


def test_a_case_is_typed_in_step_by_step_and_can_begin_again(browser, trainer, at, session):
    one, visitor = sheets(at)[0], browser(trainer)
    case = next(asked for asked in one.asked if asked.question.kind == "scenario")
    name, story = f"q-{case.question.key}", case.question.story
    first = story.nodes[0]

    page = visitor.visit(sheet_address(one)).submit("Decide", **{name: [f"{first.key}:{first.choices[0].key}"]})
    assert sheet_as_kept(one).answers[case.question.key] == [f"{first.key}:{first.choices[0].key}"]
    page.submit(f"Empty question {case.number}")

    assert case.question.key not in sheet_as_kept(one).answers


def test_two_who_type_do_not_overwrite_each_other_unseen(browser, edition, trainer, at):
    one, colleague = sheets(at)[0], make_author(edition)
    first, second = browser(trainer), browser(colleague)
    page = second.visit(sheet_address(one))
    type_in(first, one, "save")

    choice = next(asked for asked in one.asked if asked.question.kind == "numeric")
    page = page.submit("Save", **{f"q-{choice.question.key}": "77"})

    assert page.status == 409
    assert "Somebody else has saved this sheet meanwhile." in page.text
    assert "typed by you: 77" in page.text
    page.submit("Save")
    assert sheet_as_kept(one).answers[choice.question.key] == ["77"]


def test_typing_a_second_time_shows_where_it_differs(browser, edition, trainer, at, session):
    one, colleague = sheets(at)[0], make_author(edition)
    type_in(browser(trainer), one, "save")
    numeric = next(asked for asked in one.asked if asked.question.kind == "numeric")
    page = browser(colleague).visit(sheet_address(one, "/again"))
    assert not page.all("//input[@checked]")

    page = page.submit("Compare", **{**right_fields(one), f"q-{numeric.question.key}": "77"})
    assert page.status == 422
    assert "1 question was typed in differently." in page.text
    assert sheet_as_kept(one).compared_at is None

    page = page.submit("Compare", **right_fields(one))
    assert "Both times the same was typed in." in page.notice
    assert sheet_as_kept(one).compared_by_id == colleague.id
    type_in(browser(trainer), one, "save", **{f"q-{numeric.question.key}": "77"})
    assert sheet_as_kept(one).compared_at is None
