"""Every kind of question is written in the browser, in three languages, without a script."""

import msgspec
import pytest

from lms.questions.kinds import KINDS
from tests.authoring.writing import HOME, document, in_three, send_picture
from tests.questions.samples import SAMPLES
from tests.support.browser import filled

STORED = {kind: msgspec.structs.replace(question, key="q77") for kind, question in SAMPLES.items()}


def form_on(page):
    return filled(page.form_of("Save")[0])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_is_shown_and_saved_unchanged(browser, session, trainer, stored, kind):
    stored(STORED[kind])
    page = browser(trainer).visit(f"{HOME}/questions/q77")

    page = page.submit("Save")

    assert (page.status, page.notice) == (200, "Saved.")
    assert document(session).questions_by_key["q77"] == STORED[kind]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_written_anew_and_read_back(browser, session, trainer, stored, kind, language):
    """What the form of a stored question holds is typed into the form for a new one, which asks for rows as needed."""
    stored(STORED[kind])
    person = browser(trainer)
    studio = f"/{language}/studio/modules/practice/questions"
    typed = form_on_question(person.visit(f"{studio}/q77"))
    page = person.visit(f"{studio}/new").browser.visit(f"{studio}/new/{kind}")

    page = person.post(page.path, {**typed, "base": "", "act": "save"})

    assert page.status == 200
    written = document(session).questions_by_key["q78"]
    assert in_any_order(written, "q77") == in_any_order(STORED[kind], "q77")


def in_any_order(question, key):
    """What fills places stands in the list as it was written; that is no part of what is asked."""
    options = question.options
    if question.parts:
        options = tuple(sorted(options, key=lambda option: option.key))
    return msgspec.structs.replace(question, key=key, options=options)


def form_on_question(page):
    """The form of the question, whichever language its buttons speak."""
    [form] = [form for form in page.all("//form") if form.xpath(".//input[@name='base']")]
    return filled(form)


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_form_shows_at_most_seven_fields(browser, trainer, module, kind):
    page = browser(trainer).visit(f"{HOME}/questions/new/{kind}")

    fields = page.all("//form//*[contains(concat(' ', @class, ' '), ' field ')][not(ancestor::details)]")

    assert 3 <= len(fields) <= 7


@pytest.mark.parametrize("field", ["checks", "questions"])
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_there_is_a_card_for_each_kind_that_may_stand_there(browser, trainer, module, field, language):
    page = browser(trainer).visit(f"/{language}/studio/modules/practice/{field}/new")

    offered = [href.rsplit("/", 1)[1] for href in page.all("//ul[@class='kind-cards']//a/@href")]

    assert offered == [code for code, kind in KINDS.items() if field == "questions" or kind.for_checks]


@pytest.mark.parametrize("kind", ["essay", "scenario"])
def test_what_no_lesson_can_ask_is_no_check(browser, trainer, module, kind):
    assert browser(trainer).visit(f"{HOME}/checks/new/{kind}").status == 404
    assert browser(trainer).visit(f"{HOME}/questions/new/telepathy").status == 404


@pytest.mark.parametrize(
    ("kind", "more", "row"),
    [
        ("single-choice", "More options", "option5_text-ky"),
        ("matching", "More pairs", "pair5_right-ky"),
        ("ordering", "More steps", "step5_text-ky"),
        ("numeric", "More answers", "answer3_number"),
        ("short-text", "More answers", "answer3_texts-ky"),
        ("gap-fill", "More gaps", "gap4_right-ky"),
        ("gap-fill", "Further answers that are typed", "gap1_answer2_texts-ky"),
        ("error-text", "More places", "word4_text-ky"),
        ("essay", "More criteria", "criterion4_level3_points"),
        ("essay", "More levels", "criterion1_level5_points"),
        ("scenario", "More situations", "node3_choice2_next"),
        ("scenario", "More choices", "node1_choice4_text-ky"),
        ("scenario", "More endings", "ending4_title-ky"),
    ],
)
def test_more_rows_come_without_losing_what_was_typed(browser, session, trainer, module, kind, more, row):
    page = browser(trainer).visit(f"{HOME}/questions/new/{kind}")
    before = document(session)
    assert not page.all(f"//*[@name='{row}']")

    page = page.submit(more, **in_three("stem", "Half a question"))

    assert page.status == 200
    assert page.all(f"//*[@name='{row}']")
    assert form_on(page)["stem-ru"] == "Half a question ru"
    assert document(session) == before


def test_there_is_an_end_to_more(browser, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new/single-choice").submit("More options")

    assert not page.all("//button[starts-with(normalize-space(), 'More options')]")


def test_keys_stay_when_rows_are_emptied_added_and_moved(browser, session, trainer, stored):
    stored(STORED["ordering"])
    before = [option.key for option in STORED["ordering"].options]
    page = browser(trainer).visit(f"{HOME}/questions/q77").submit("More steps")
    empty = {f"step2_{part}-{code}": "" for part in ("text", "feedback") for code in ("ky", "ru", "en")}
    added = len(before) + 1

    page.submit("Save", step3_place="1", **empty, **in_three(f"step{added}_text", "A new step"))

    keys = [option.key for option in document(session).questions_by_key["q77"].options]
    new = set(keys) - set(before)
    assert len(new) == 1
    assert keys[:2] == [before[2], before[0]]
    assert keys == [before[2], before[0], *before[3:], *new]


def test_two_places_may_share_what_belongs_to_them(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new/matching")

    page.submit(
        "Save", **in_three("stem", "Which?"), **in_three("pair1_text", "One"), **in_three("pair1_right", "Same"),
        **in_three("pair2_text", "Two"), **in_three("pair2_right", "Same"),
    )  # fmt: skip

    question = document(session).questions_by_key["q01"]
    assert [part.right for part in question.parts] == ["a", "a"]
    assert [option.key for option in question.options] == ["a"]


def test_a_changed_right_side_leaves_the_other_pair_alone(browser, session, trainer, module):
    test_two_places_may_share_what_belongs_to_them(browser, session, trainer, module)

    browser(trainer).visit(f"{HOME}/questions/q01").submit("Save", **in_three("pair2_right", "Other"))

    question = document(session).questions_by_key["q01"]
    assert [part.right for part in question.parts] == ["a", "b"]
    assert question.options_by_key["a"].text["en"] == "Same en"
    assert question.options_by_key["b"].text["en"] == "Other en"


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("numeric", {"answer1_number": "many"}, "Write a number in digits."),
        ("numeric", {"answer1_number": "1e9"}, "Write a number in digits."),
        ("numeric", {"answer1_tolerance": "-1"}, "Write a number in digits."),
        ("numeric", {"answer1_share": "2"}, "Write a part of the point: 1, 1/2 or 0."),
        ("short-text", {"answer1_share": "1/0"}, "Write a part of the point: 1, 1/2 or 0."),
        ("essay", {"least_words": "300", "most_words": "20"}, "The most words cannot be fewer than the least."),
        ("essay", {"criterion1_level1_points": "some"}, "Enter a whole number."),
        ("ordering", {"step1_place": "0"}, "Enter a number between 1 and 99."),
        ("scenario", {"node1_choice1_next": "nowhere"}, "Choose an answer from the list."),
        ("matching", {"credit": "minus-wrong"}, "Choose an answer from the list."),
        ("single-choice", {"picture": "../secret.png"}, "Choose an answer from the list."),
    ],
)
def test_an_error_stands_at_its_field_and_its_disclosure_is_open(browser, session, trainer, module, kind, wrong, said):
    page = browser(trainer).visit(f"{HOME}/questions/new/{kind}")
    before = document(session)

    page = page.submit("Save", **in_three("stem", "Which?"), **wrong)

    assert page.status == 422
    [place] = page.all(f"//*[contains(@class, 'field--error')][.//*[@name='{list(wrong)[-1]}']]")
    assert said in " ".join("".join(place.itertext()).split())
    assert all(folded.get("open") is not None for folded in place.xpath("ancestor::details"))
    assert document(session) == before


@pytest.mark.parametrize("key", ["a:b", "../x", "A", "x" * 41, "<b>", "{a}", " "])
def test_a_key_that_cannot_be_one_is_replaced(browser, session, trainer, module, key):
    page = browser(trainer).visit(f"{HOME}/questions/new/single-choice")

    page.submit("Save", **in_three("stem", "Which?"), **in_three("option1_text", "One"), option1_key=key)

    assert [option.key for option in document(session).questions_by_key["q01"].options] == ["a"]


def test_what_is_typed_stays_text(browser, session, trainer, module):
    hostile = "<script>alert(1)</script> {{ 7*7 }} {a}"
    page = browser(trainer).visit(f"{HOME}/questions/new/short-text")

    page = page.submit("Save", **in_three("stem", hostile), **in_three("answer1_texts", hostile), answer1_share="1")

    assert document(session).questions_by_key["q01"].accepted[0].texts["en"] == (f"{hostile} en",)
    assert "<script>alert" not in page.html
    assert "49" not in page.html.split("</title>")[0]


@pytest.mark.parametrize("rows", ["99999", "-3", "many", "", "3 "])
def test_a_form_never_grows_beyond_reason(browser, session, trainer, module, rows):
    page = browser(trainer).visit(f"{HOME}/questions/new/single-choice")
    typed = {**form_on(page), "option_rows": rows, **in_three("stem", "Which?"), "act": "more-option"}

    page = page.browser.post(page.path, typed)

    assert page.status == 200
    assert len(page.all("//section[contains(@class, 'question-row')]")) <= 15


def test_far_too_many_rows_are_refused(browser, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new/scenario")
    typed = {**form_on(page), "node_rows": "60", **{f"node{number}_choice_rows": "15" for number in range(1, 61)}}

    assert page.browser.post(page.path, typed).status == 413


@pytest.mark.parametrize("name", ["nothing", "option1_choice", "option99", "__class__", "base", ""])
def test_asking_for_rows_there_are_not_shows_the_form_as_it_is(browser, trainer, module, name):
    page = browser(trainer).visit(f"{HOME}/questions/new/single-choice")

    again = page.browser.post(page.path, {**form_on(page), "act": f"more-{name}"})

    assert (again.status, form_on(again)["option_rows"]) == (200, ["3"])


def test_true_and_false_come_with_their_words(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/checks/new/true-false")

    page = page.submit(
        "Save", **in_three("stem", "It is so"), answer="false", **in_three("option1_feedback", "Not at all")
    )

    question = document(session).checks_by_key["c02"]
    assert [(one.key, one.text["ky"], one.correct) for one in question.options] == [
        ("true", "Туура", False), ("false", "Туура эмес", True)]  # fmt: skip


def test_one_right_option_may_become_several(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/a1")

    page.submit("Save", kind="multiple-choice", credit="minus-wrong", option2_correct="y")

    question = document(session).questions_by_key["a1"]
    assert (question.kind, question.credit) == ("multiple-choice", "minus-wrong")
    assert [option.key for option in question.options if option.correct] == ["a", "b"]


def test_a_picture_of_the_module_stands_beside_a_question(browser, session, trainer, module):
    person = browser(trainer)
    send_picture(person)
    [file] = document(session).media

    page = person.visit(f"{HOME}/questions/a1")
    page = page.submit("Save", picture=file.name, **in_three("picture_alt", "A court room"))

    image = document(session).questions_by_key["a1"].image
    assert (image.name, image.alt["ru"]) == (file.name, "A court room ru")
    assert "A court room en" in list(person.visit(f"{HOME}/questions/a1/try").all("//img/@alt"))


def test_pressing_enter_saves(browser, trainer, module):
    """The first button of a form is pressed then; it must not be one that asks for more rows."""
    for kind in KINDS:
        page = browser(trainer).visit(f"{HOME}/questions/new/{kind}")
        form, _button = page.form_of("Save")
        assert form.xpath("(.//button)[1]/@value") == ["save"], kind
