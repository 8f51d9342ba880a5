"""A trainer types in what stands on the paper; the second of typing and claiming hands in. No name, no point."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.enrolments.models import EnrolmentState
from lms.enrolments.services import leave_module
from lms.papers import services
from lms.papers.errors import SheetOver
from lms.papers.models import PaperSheet, SheetState
from lms.questions.kinds import kind_of
from lms.questions.kinds.base import pair_of
from lms.quizzes.models import Attempt, AttemptKind, Mark, Response, Try
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_enrolment
from tests.support.factories.attempts import READY
from tests.support.factories.papers import edition_of_every_kind, make_author, make_batch, sheets
from tests.support.factories.people import make_person

BY_PROGRAM = (
    "single-choice",
    "multiple-choice",
    "true-false",
    "matching",
    "ordering",
    "numeric",
    "short-text",
    "gap-fill",
    "error-text",
    "scenario",
)
CANARY = "Канарейкина Жибек Асановна"


@pytest.fixture
def edition(session):
    """What a program marks; essays wait for people."""
    return edition_of_every_kind(BY_PROGRAM)


@pytest.fixture
def judge(edition):
    return make_account(person=make_person(CANARY))


@pytest.fixture
def at(edition, trainer):
    return make_batch(edition, trainer, count=2, language="ru")


def address(at, page=""):
    return f"/en/studio/modules/{at.slug}/paper/{at.batch.id}{page}"


def sheet_address(one, page=""):
    return address(one.at, f"/{one.sheet.code}{page}")


def right_fields(one):
    """What is typed where the paper is right, under the names of the page's fields."""
    fields = {}
    for asked in one.asked:
        question, name = asked.question, f"q-{asked.question.key}"
        right = kind_of(question).right_answer(question)
        if question.kind == "gap-fill":
            typed = {part.key for part in question.parts if part.right is None}
            for place, text in map(pair_of, right):
                if place in typed:
                    fields[f"{name}.{place}"] = text
            right = [value for value in right if pair_of(value)[0] not in typed]
        fields[name] = kind_of(question).veil(question, right, asked.order)
    return fields


def type_in(visitor, one, act="finish", **changes):
    data = {
        "csrf_token": token_of(visitor),
        "revision": _session_sheet(one).revision,
        "act": act,
        **right_fields(one),
        **changes,
    }
    return visitor.post(sheet_address(one), data)


def _session_sheet(one):
    from lms.core.extensions import db  # noqa: PLC0415

    db.session.expire_all()
    return db.session.get(PaperSheet, one.id)


def claim(browser, account, one):
    path = f"/en/modules/practice/{'quiz' if one.at.batch.kind is AttemptKind.FINAL else 'pre-test'}/paper"
    return browser(account).visit(path).submit("This is my sheet", code=one.sheet.code)


def test_claimed_first_then_typed_in(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)

    page = type_in(browser(trainer), one)

    attempt = session.scalars(select(Attempt)).one()
    assert "Everything is typed in." in page.notice
    assert attempt.points == attempt.points_possible
    assert attempt.is_passed
    assert session.get(type(enrolment), enrolment.id).state is EnrolmentState.COMPLETED
    assert _session_sheet(one).state is SheetState.HANDED_IN
    assert _session_sheet(one).answers == {}
    assert len(session.scalars(select(Response)).all()) == len(BY_PROGRAM)
    acts = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.attempt.entered_from_paper")).all()
    assert [(record.actor_id, record.subject_id) for record in acts] == [(trainer.id, str(attempt.id))]


def test_typed_in_first_then_claimed(browser, judge, enrolment, trainer, at, session, frozen):
    one = sheets(at)[0]
    type_in(browser(trainer), one)
    assert _session_sheet(one).state is SheetState.READY
    clock.freeze(frozen + timedelta(days=3))

    page = claim(browser, judge, one)

    attempt = session.scalars(select(Attempt)).one()
    assert page.heading == "Passed"
    assert "Entered from paper on 19 November 2026" in page.text.replace("\xa0", " ")
    assert attempt.handed_in_at == clock.now()
    assert attempt.points == attempt.points_possible


def test_the_same_marks_as_on_the_screen(browser, judge, enrolment, trainer, at, session):
    """Half of it wrong: the same draw with the same answers earns the same, question by question."""
    one = sheets(at)[0]
    wrong = {f"q-{asked.question.key}": [] for asked in one.asked[:4]}
    claim(browser, judge, one)
    type_in(browser(trainer), one, **wrong)

    marks = session.scalars(select(Mark).order_by(Mark.position)).all()
    for mark, asked in zip(marks, one.asked, strict=True):
        kind = kind_of(asked.question)
        assert mark.points == kind.points(asked.question, mark.chosen, mark.points_possible)
        is_half_filled = asked.question.kind == "gap-fill" and mark.chosen
        assert mark.is_right is (asked.number > 4) or is_half_filled


def test_the_result_and_the_list_of_tries_say_that_it_was_paper(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)
    type_in(browser(trainer), one, **{f"q-{asked.question.key}": [] for asked in one.asked})
    attempt = session.scalars(select(Attempt)).one()

    entry = browser(judge).visit("/en/modules/practice/quiz")

    assert not attempt.is_passed
    assert "entered from paper" in entry.text
    assert "Entered from paper on" in browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}/result").text


def test_a_pre_test_ends_without_marks(browser, judge, edition, trainer, session):
    make_enrolment(edition, judge.person)
    one = sheets(make_batch(edition, trainer, AttemptKind.PRE_TEST))[0]
    claim(browser, judge, one)
    type_in(browser(trainer), one)

    attempt = session.scalars(select(Attempt)).one()
    page = browser(judge).visit(f"/en/modules/practice/pre-test/{attempt.id}/result")
    assert page.heading == "The pre-test is saved"
    assert "Entered from paper on" in page.text


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
        text.replace(f"Form {one.sheet.form}", "").replace(_printed(one), "")
        for text, one in zip(seen, sheets(at), strict=True)
    ]

    assert seen[0] == seen[1]


def _printed(one):
    from lms.core.codes import grouped  # noqa: PLC0415

    return grouped(one.sheet.code)


def test_saved_answers_are_there_again_with_the_letters_of_the_sheet(browser, trainer, at):
    one, visitor = sheets(at)[0], browser(trainer)

    page = type_in(visitor, one, "save")

    choice = next(asked for asked in one.asked if asked.question.kind == "single-choice")
    labels = ["".join(label.itertext()) for label in page.all(f"//input[@name='q-{choice.question.key}']/..")]
    assert [label[:3] for label in labels] == ["А. ", "Б. ", "В. "][: len(labels)]
    assert [label[3:] for label in labels] == [choice.question.option(key).text["ru"] for key in choice.order]
    assert _session_sheet(one).answers == {
        asked.question.key: kind_of(asked.question).read(
            asked.question, kind_of(asked.question).right_answer(asked.question)
        )
        for asked in one.asked
    }


def test_saving_the_page_as_it_stands_changes_nothing(browser, trainer, at):
    """Every kind: what the page shows of an answer is read back as the same answer."""
    one, visitor = sheets(at)[0], browser(trainer)
    page = type_in(visitor, one, "save")
    before = dict(_session_sheet(one).answers)

    page.submit("Save")

    assert len(before) == len(BY_PROGRAM)
    assert _session_sheet(one).answers == before
    assert _session_sheet(one).revision == 2


def test_a_case_is_typed_in_step_by_step_and_can_begin_again(browser, trainer, at, session):
    one, visitor = sheets(at)[0], browser(trainer)
    case = next(asked for asked in one.asked if asked.question.kind == "scenario")
    name, story = f"q-{case.question.key}", case.question.story
    first = story.nodes[0]

    page = visitor.visit(sheet_address(one)).submit("Decide", **{name: [f"{first.key}:{first.choices[0].key}"]})
    assert _session_sheet(one).answers[case.question.key] == [f"{first.key}:{first.choices[0].key}"]
    page.submit(f"Empty question {case.number}")

    assert case.question.key not in _session_sheet(one).answers


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
    assert _session_sheet(one).answers[choice.question.key] == ["77"]


def test_typing_a_second_time_shows_where_it_differs(browser, edition, trainer, at, session):
    one, colleague = sheets(at)[0], make_author(edition)
    type_in(browser(trainer), one, "save")
    numeric = next(asked for asked in one.asked if asked.question.kind == "numeric")
    page = browser(colleague).visit(sheet_address(one, "/again"))
    assert not page.all("//input[@checked]")

    page = page.submit("Compare", **{**right_fields(one), f"q-{numeric.question.key}": "77"})
    assert page.status == 422
    assert "1 question was typed in differently." in page.text
    assert _session_sheet(one).compared_at is None

    page = page.submit("Compare", **right_fields(one))
    assert "Both times the same was typed in." in page.notice
    assert _session_sheet(one).compared_by_id == colleague.id
    type_in(browser(trainer), one, "save", **{f"q-{numeric.question.key}": "77"})
    assert _session_sheet(one).compared_at is None


def test_after_handing_in_nothing_changes(browser, judge, enrolment, trainer, at, session):
    one, visitor = sheets(at)[0], browser(trainer)
    claim(browser, judge, one)
    type_in(visitor, one)
    before = session.scalars(select(Attempt)).one().points

    page = type_in(visitor, one, **{f"q-{asked.question.key}": [] for asked in one.asked})

    session.expire_all()
    assert "write to the coordinator with the code of the sheet" in page.text
    assert session.scalars(select(Attempt)).one().points == before
    assert not page.all("//textarea|//input[starts-with(@name,'q-')]")


def test_a_lost_sheet_gives_the_try_back(browser, judge, enrolment, trainer, at, session):
    one, other = sheets(at)
    claim(browser, judge, one)
    page = browser(trainer).visit(sheet_address(one)).click("The sheet is lost or cannot be read")
    page = page.submit("End the sheet", reason="Washed away by rain.")

    assert "Washed away by rain." in page.text
    session.expire_all()
    attempt = session.scalars(select(Attempt)).one()
    assert attempt.set_aside_at is not None
    assert not session.scalars(select(Try)).all()
    shown = browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}")
    assert "the sheet is lost or cannot be read" in shown.text
    claim(browser, judge, other)
    assert [try_.place for try_ in session.scalars(select(Try))] == [1]


def test_who_has_left_the_module_hands_nothing_in(browser, judge, enrolment, trainer, at, session):
    one = sheets(at)[0]
    claim(browser, judge, one)
    leave_module(session.get(type(enrolment), enrolment.id), at=clock.now())
    session.commit()

    type_in(browser(trainer), one)

    assert session.scalars(select(Attempt)).one().handed_in_at is None
    assert _session_sheet(one).state is SheetState.ENDED
    assert _session_sheet(one).answers == {}


def test_nobody_types_in_the_own_sheet(browser, edition, trainer, at):
    make_enrolment(edition, trainer.person, done=READY)
    one, other = sheets(at)
    claim(browser, trainer, one)

    visitor = browser(trainer)
    assert visitor.visit(sheet_address(one)).status == 404
    assert "your own sheet" in visitor.visit(address(at)).text
    type_in(visitor, other, "save")
    page = claim(browser, trainer, other)
    assert page.status == 422


def test_who_has_typed_a_sheet_cannot_claim_it(browser, edition, trainer, at, session):
    make_enrolment(edition, trainer.person, done=READY)
    one = sheets(at)[0]
    type_in(browser(trainer), one)

    page = claim(browser, trainer, one)

    assert "it cannot be yours" in page.text
    assert not session.scalars(select(Attempt)).all()


@pytest.mark.parametrize("who", ["trainer", "coordinator", "administrator", None])
def test_others_see_no_paper(browser, at, who):
    """A trainer who does not write the module is as far from its bank of questions as anybody."""
    visitor = browser(make_account(*([who] if who else [])))
    one = sheets(at)[0]

    paths = [
        f"/en/studio/modules/{at.slug}/paper",
        address(at),
        address(at, "/sheets-1.pdf"),
        address(at, "/key-1.pdf"),
        sheet_address(one),
        sheet_address(one, "/again"),
        sheet_address(one, "/end"),
    ]
    assert {visitor.visit(path).status for path in paths} == {404}


def test_a_batch_is_made_printed_and_recorded(browser, edition, trainer, session):
    page = browser(trainer).visit("/en/studio/modules/practice").click("Tests on paper")
    page = page.submit("Make the sheets", kind="final", language="ky", count="21", is_large="y")

    assert "21 sheets" in page.text
    assert "large print" in page.text
    links = [href for href in page.links().values() if href.endswith(".pdf")]
    assert len(links) == 4
    for link in links:
        assert page.browser.client.get(link).get_data().startswith(b"%PDF-")
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("papers.%"))).all()
    assert sorted(acts) == ["papers.batch.made", *["papers.batch.printed"] * 2, *["papers.key.printed"] * 2]
    assert page.browser.visit(links[0].replace("-1.pdf", "-3.pdf")).status == 404


@pytest.mark.parametrize("count", ["0", "101", "many"])
def test_a_batch_has_one_to_a_hundred_sheets(browser, trainer, edition, count):
    page = browser(trainer).visit("/en/studio/modules/practice/paper")

    assert page.submit("Make the sheets", kind="final", language="ky", count=count).status == 422


def test_a_sheet_is_found_by_its_code(browser, trainer, at):
    one = sheets(at)[0]
    page = browser(trainer).visit(address(at))

    found = page.submit("Open the sheet", code=_printed(one).lower())
    assert found.heading == f"Sheet {_printed(one)}"
    lost = page.submit("Open the sheet", code="0000")
    assert lost.status == 404
    assert "Check each group" in lost.text


def test_an_essay_on_paper_waits_for_people(browser, session):
    edition = edition_of_every_kind(("essay",))
    trainer, judge = make_author(edition), make_account()
    make_enrolment(edition, judge.person, done=READY)
    one = sheets(make_batch(edition, trainer))[0]
    claim(browser, judge, one)
    key = one.asked[0].question.key

    type_in(browser(trainer), one, **{f"q-{key}": "Решение не мотивировано.\nПоэтому отказ."})

    attempt = session.scalars(select(Attempt)).one()
    assert attempt.handed_in_at is not None
    assert attempt.marked_at is None
    assert session.scalars(select(Response.chosen)).one() == ["Решение не мотивировано.\nПоэтому отказ."]


def test_services_refuse_what_is_over(at, trainer, session):
    one = sheets(at)[0]
    services.end_sheet(one.sheet, reason="Lost.", by=trainer.id, at=clock.now())

    for act in (
        lambda: services.save_typed(one, {}, base=0, by=trainer.id, at=clock.now()),
        lambda: services.finish_sheet(one, by=trainer.id, at=clock.now()),
        lambda: services.end_sheet(one.sheet, reason="Again.", by=trainer.id, at=clock.now()),
        lambda: services.note_comparison(one.sheet, by=trainer.id, at=clock.now()),
    ):
        with pytest.raises(SheetOver):
            act()
