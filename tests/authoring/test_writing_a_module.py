"""A trainer writes a module in the browser, from the first page to the last question."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring import incoming_pictures
from lms.authoring.services import drafts
from lms.authoring.views import pictures
from lms.catalogue.documents import DrawRule, module_from_json
from lms.catalogue.models import Draft, TrainingModule
from lms.core import clock, files
from tests.authoring.documents import sound_document, sound_pack
from tests.support.databases import count_queries
from tests.support.factories import make_account

STUDIO = "/en/studio"
HOME = f"{STUDIO}/modules/practice"


def document(session, slug="practice"):
    session.expire_all()
    query = select(Draft.document).join(TrainingModule, TrainingModule.id == Draft.module_id)
    return module_from_json(session.scalars(query.where(TrainingModule.slug == slug)).one())


def in_three(name, text):
    return {f"{name}-{code}": f"{text} {code}" for code in ("ky", "ru", "en")}


def test_a_module_begins_with_three_empty_lessons_and_a_list_of_what_is_to_do(browser, session, trainer):
    page = browser(trainer).visit(STUDIO).click("Start your first module")

    page = page.submit(
        "Create the module",
        **in_three("title", "Fair trial"),
        source_language="en",
        slug="fair-trial",
        code="M4",
        minutes="60",
        professions=["judge"],
        outputs=["O2"],
    )

    assert (page.status, page.heading) == (200, "Fair trial en")
    assert len(document(session, "fair-trial").lessons) == 3
    assert "lines are left before the module can be sent for review" in page.text
    assert "Send for review" not in page.links()


def test_each_line_of_what_is_to_do_leads_to_its_place(browser, session, trainer, module, draft):
    raw = sound_pack()
    raw["lessons"][0]["texts"]["ky"]["body"] = ""
    changes = {"summary": {"ky": "", "ru": "", "en": "x"}, "lessons": raw["lessons"], "objectives": []}
    drafts.save(draft, sound_document(**changes), by=trainer.id, what="s", at=clock.now())
    session.commit()
    person = browser(trainer)

    lines = person.visit(HOME).all("//ul[contains(@class, 'requirement-list')]//a/@href")

    assert {f"{HOME}/settings", f"{HOME}/objectives", f"{HOME}/lessons/first"} <= {line.split("#")[0] for line in lines}
    assert [line for line in lines if person.visit(line.split("#")[0]).status != 200] == []


def test_an_address_that_is_taken_is_refused_with_everything_kept(browser, trainer, module):
    page = browser(trainer).visit(f"{STUDIO}/new")

    page = page.submit(
        "Create the module", **in_three("title", "Again"), source_language="en", slug="practice", code="M77",
        minutes="60", professions=["all"], outputs=["O1"],
    )  # fmt: skip

    assert page.status == 422
    assert "Another module has this already." in page.text
    assert 'value="Again ru"' in page.html


def test_what_a_new_module_lacks_is_said_thing_by_thing(browser, trainer):
    page = browser(trainer).visit(f"{STUDIO}/new").submit("Create the module")

    said = ["".join(link.itertext()).strip() for link in page.all("//*[@class='error-summary']//a")]
    assert page.status == 422
    assert len(said) == len(set(said)) == 7


def test_only_trainers_begin_modules_and_foreign_ones_look_absent(
    browser, module, other_trainer, coordinator, gender_reviewer
):
    judge = make_account()

    assert browser(judge).visit(STUDIO).status == 403
    assert browser(gender_reviewer).visit(f"{STUDIO}/new").status == 403
    for stranger in (other_trainer, coordinator, gender_reviewer, judge):
        assert browser(stranger).visit(HOME).status == 404
        assert browser(stranger).visit(f"{HOME}/lessons/first").status == 404


def test_every_page_of_a_module_is_sound(browser, trainer, module):
    person = browser(trainer)
    places = [
        "", "/settings", "/rules", "/objectives", "/lessons/new", "/lessons/first", "/lessons/first/delete", "/checks",
        "/checks/new", "/checks/c1", "/checks/c1/delete", "/questions", "/questions/new", "/questions/new/essay",
        "/questions/a1", "/questions/a1/try", "/questions/a1/versions", "/questions/a1/delete", "/reuse", "/scenario",
        "/scenario/frame", "/scenario/nodes/new", "/scenario/nodes/n1", "/scenario/endings/new",
        "/scenario/endings/bad",
        "/scenario/nodes/n2/delete", "/sources", "/sources/new", "/sources/iccpr", "/sources/iccpr/delete", "/pictures",
        "/recordings/new",
        "/history", "/send", "/comments", "/publish", "/editions", "/authors", "/preview",
    ]  # fmt: skip
    for language in ("en", "ky", "ru"):
        for place in places:
            page = person.visit(f"/{language}/studio/modules/practice{place}")
            assert page.status == 200, place


@pytest.mark.parametrize(
    "place", ["/lessons/absent", "/questions/absent", "/checks/absent", "/scenario/nodes/absent", "/sources/absent",
              "/history/99", "/editions/9/withdraw", "/lessons/absent/delete", "/pictures/absent/delete"]
)  # fmt: skip
def test_what_is_not_there_is_not_found(browser, trainer, module, place):
    assert browser(trainer).visit(HOME + place).status == 404


def test_a_lesson_is_saved_as_it_was_typed(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/lessons/first")

    page = page.submit(
        "Save", **in_three("body", '## A heading\n\nText [@iccpr art. 19].\n\n::: check {key="c1"}\n:::\n\nEnd')
    )

    assert page.notice == "Saved."
    assert document(session).lessons_by_key["first"].texts["ru"].body.endswith("End ru\n")


def test_a_change_touches_its_own_block_and_nothing_that_a_program_put_in(browser, session, trainer, module):
    text = "## Heads\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nKeep [@iccpr art. 19].\n\n- one\n- two"
    page = browser(trainer).visit(f"{HOME}/lessons/first").submit("Save", **in_three("body", text))
    stored = document(session).lessons_by_key["first"].texts["ru"].body
    noisy = text.replace("| a | b |", "| a   | b |").replace("- ", "*   ").replace("].", "]\\.")

    page = page.submit("Save", **in_three("body", noisy.replace("\n", "\r\n")))
    assert document(session).lessons_by_key["first"].texts["ru"].body == stored

    page.submit("Save", **in_three("body", noisy.replace("Keep", "__Change__")))
    assert document(session).lessons_by_key["first"].texts["ru"].body == stored.replace("Keep", "**Change**")


def test_a_preview_shows_the_text_and_stores_nothing(browser, session, trainer, module):
    before = document(session)
    page = browser(trainer).visit(f"{HOME}/lessons/first")

    page = page.submit("Preview", **in_three("body", "## New heading\n\nA **strong** word"))

    assert page.status == 200
    assert "<strong>strong</strong>" in page.html
    assert "This is not saved yet." in page.text
    assert document(session) == before


def test_the_script_beside_the_text_gets_clean_html(app, browser, trainer, module):
    person = browser(trainer)
    token = person.visit(f"{HOME}/lessons/first").all("//input[@name='csrf_token']")[0].get("value")

    answer = person.client.post(
        f"{HOME}/preview-text",
        json={"text": "**Bold** <script>alert(1)</script>", "language": "ru"},
        headers={"X-CSRFToken": token},
    )

    assert answer.status_code == 200
    assert "<strong>Bold</strong>" in answer.text
    assert "<script>" not in answer.text


def test_two_people_on_one_lesson_lose_nothing(browser, session, trainer, module):
    first, second = browser(trainer), browser(trainer)
    mine, theirs = first.visit(f"{HOME}/lessons/first"), second.visit(f"{HOME}/lessons/first")
    theirs.submit("Save", **in_three("title", "Their title"))

    page = mine.submit("Save", **in_three("title", "My title"))

    assert page.status == 409
    assert 'value="My title ky"' in page.html
    assert "Their title ky" in page.text
    assert document(session).lessons_by_key["first"].texts["ky"].title == "Their title ky"

    page = page.submit("Save", **in_three("title", "Both titles"))

    assert page.notice == "Saved."
    assert document(session).lessons_by_key["first"].texts["ky"].title == "Both titles ky"


def test_two_people_on_two_lessons_do_not_disturb_each_other(browser, session, trainer, module):
    first, second = browser(trainer), browser(trainer)
    mine, theirs = first.visit(f"{HOME}/lessons/first"), second.visit(f"{HOME}/lessons/second")
    theirs.submit("Save", **in_three("title", "Theirs"))

    page = mine.submit("Save", **in_three("title", "Mine"))

    assert page.notice == "Saved."
    assert document(session).lessons_by_key["second"].texts["en"].title == "Theirs en"


def test_lessons_are_added_moved_and_deleted(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/lessons/new")
    page = page.submit("Add the lesson", **in_three("title", "Words matter"))
    assert [lesson.key for lesson in document(session).lessons] == ["first", "second", "words-matter-en"]

    page = page.browser.visit(HOME)
    page = page.submit("Move down – Lesson first en")
    assert [lesson.key for lesson in document(session).lessons] == ["second", "first", "words-matter-en"]

    page = page.browser.visit(f"{HOME}/lessons/first/delete")
    assert "These refer to it" in page.text
    page.submit("Delete")
    assert [lesson.key for lesson in document(session).lessons] == ["second", "words-matter-en"]


def option(number, text, **more):
    return {
        **in_three(f"option{number}_text", text),
        **in_three(f"option{number}_feedback", f"Reason of {text}"),
        f"option{number}_sources": "iccpr art. 19",
        **more,
    }


def test_a_question_is_written_in_three_languages_side_by_side(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new").click("One option is right")

    page = page.submit(
        "Save",
        **in_three("stem", "Which?"),
        **option(1, "This", option1_correct="y"),
        **option(2, "That"),
        **option(3, "Neither"),
        kind="single-choice",
        objective="o1",
        lesson="first",
        difficulty="3",
        form="none",
    )

    question = document(session).questions_by_key["q01"]
    assert page.notice == "Saved."
    assert [(o.key, o.correct) for o in question.options] == [("a", True), ("b", False), ("c", False)]
    assert question.options[1].text["ky"] == "That ky"
    assert (question.difficulty, question.form) == (3, None)


def test_an_unfinished_question_is_kept_and_what_is_missing_is_named(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/new").click("One option is right")

    page = page.submit("Save", **{"stem-en": "Only a stem?"}, kind="single-choice", difficulty="2", form="none")

    assert page.notice == "Saved."
    assert "A question has three to five options." in page.text
    assert "The text in Кыргызча is missing." in page.text


def test_emptying_an_option_leaves_the_keys_of_the_others(browser, session, trainer, module):
    page = browser(trainer).visit(f"{HOME}/questions/a1")

    page.submit(
        "Save", **{f"option2_{part}-{code}": "" for part in ("text", "feedback") for code in ("ky", "ru", "en")}
    )

    assert [option.key for option in document(session).questions_by_key["a1"].options] == ["a", "c", "d"]


def test_the_scenario_is_written_place_by_place(browser, session, trainer, module):
    person = browser(trainer)
    page = person.visit(f"{HOME}/scenario/endings/new")
    page = page.submit(
        "Save", **in_three("title", "A third way"), **in_three("text", "It went well."), outcome="protected"
    )
    page = person.visit(f"{HOME}/scenario/nodes/n2")
    page = page.submit("Save", choice2_next="e1")

    scenario = document(session).scenario
    assert [ending.key for ending in scenario.endings] == ["good", "bad", "e1"]
    assert scenario.places["n2"].choices[1].next == "e1"
    assert page.heading == "Scenario"


def test_settings_rules_objectives_and_sources_are_saved(browser, session, trainer, module):
    person = browser(trainer)
    person.visit(f"{HOME}/settings").submit("Save", minutes="45", outputs=["O1", "O3"], **{
        "law_as_of-day": "1", "law_as_of-month": "11", "law_as_of-year": "2026"})  # fmt: skip
    person.visit(f"{HOME}/rules").submit("Save", attempts="2")
    person.visit(f"{HOME}/rules").submit("Save", minutes="45", one_way="1", draw1_count="2", draw1_lesson="second",
        draw3_count="1", draw3_difficulty="2", draw3_tag="principle",
        **{"results_from-day": "1", "results_from-month": "12", "results_from-year": "2026"})  # fmt: skip
    person.visit(f"{HOME}/objectives").submit("Save", **in_three("objective2", "Write it down"))
    person.visit(f"{HOME}/sources").submit("Take this source", key="udhr")

    saved = document(session)
    assert (saved.minutes, saved.outputs, saved.law_as_of) == (45, ("O1", "O3"), "2026-11-01")
    assert saved.rules.attempts == 2
    assert (saved.rules.minutes, saved.rules.one_way, saved.rules.results_from) == (45, True, "2026-12-01")
    assert saved.rules.draw == (DrawRule(2, lesson="second"), DrawRule(1, difficulty=2, tag="principle"))
    assert saved.rules.shuffle_questions
    assert [objective.key for objective in saved.objectives] == ["o1", "o2"]
    assert [source.key for source in saved.sources] == ["iccpr", "udhr"]


def picture(kind="JPEG", size=(40, 30)):
    image = Image.new("RGB", size, (200, 30, 30))
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote(browser, session, trainer, module):
    person = browser(trainer)
    page = person.visit(f"{HOME}/pictures")
    form, _button = page.form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")

    page = person.post(
        f"{HOME}/pictures",
        {"csrf_token": token, "file": (io.BytesIO(picture()), "Свой файл.jpg"), "name": "court-room"},
        content_type="multipart/form-data",
    )

    [file] = document(session).media
    stored = files.get(f"media/{file.sha256}")
    assert (file.name, file.type, file.width, file.height) == ("court-room.jpg", "image/jpeg", 40, 30)
    assert b"A camera" not in stored
    sent = person.client.get(f"{HOME}/pictures/{file.sha256}/court-room.jpg")
    assert (sent.status_code, sent.data) == (200, stored)


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n", picture("PNG")[:60]])
def test_what_is_no_picture_is_refused_in_words(browser, session, trainer, module, content):
    person = browser(trainer)
    form, _button = person.visit(f"{HOME}/pictures").form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")

    page = person.post(
        f"{HOME}/pictures",
        {"csrf_token": token, "file": (io.BytesIO(content), "x.png")},
        content_type="multipart/form-data",
    )

    assert page.status == 422
    assert "This is not a picture in PNG, JPEG or WebP that can be read." in page.text
    assert document(session).media == ()


def send_picture(person, size=(40, 30)):
    form, _button = person.visit(f"{HOME}/pictures").form_of("Add the picture")
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")
    sent = {"csrf_token": token, "file": (io.BytesIO(picture(size=size)), "x.jpg")}
    return person.post(f"{HOME}/pictures", sent, content_type="multipart/form-data")


def test_the_pictures_of_a_module_fit_into_a_package(browser, session, trainer, module, monkeypatch):
    assert incoming_pictures.MOST_OF_A_MODULE == 18 * 1024 * 1024
    person = browser(trainer)
    assert send_picture(person).status == 200
    monkeypatch.setattr(incoming_pictures, "MOST_OF_A_MODULE", document(session).media[0].size * 2 - 1)

    page = send_picture(person)

    assert page.status == 422
    assert "may have 0 MB together" in page.text
    assert len(document(session).media) == 1


def test_nobody_fills_the_store_in_a_day(browser, session, trainer, module, frozen, monkeypatch):
    assert pictures.MOST_IN_A_DAY == 200
    monkeypatch.setattr(pictures, "MOST_IN_A_DAY", 2)
    person = browser(trainer)
    assert [send_picture(person, (40, 30 + number)).status for number in range(3)] == [200, 200, 422]
    assert "Go on tomorrow." in send_picture(person, (40, 50)).text

    clock.freeze(frozen + timedelta(days=1, minutes=1))

    assert send_picture(browser(trainer), (40, 70)).status == 200
    assert len(document(session).media) == 3


def test_pictures_of_a_draft_are_for_its_authors(browser, session, trainer, other_trainer, module):
    test_a_picture_is_drawn_anew_without_what_the_camera_wrote(browser, session, trainer, module)
    [file] = document(session).media

    assert browser(other_trainer).client.get(f"{HOME}/pictures/{file.sha256}/{file.name}").status_code == 404


def test_an_earlier_text_can_be_restored(browser, session, trainer, module):
    person = browser(trainer)
    before = document(session)
    person.visit(f"{HOME}/lessons/first").submit("Save", **in_three("title", "Worse"))

    page = person.visit(f"{HOME}/history").click("Version 1")
    assert "Lessons › Worse en › Кыргызча › Title" in page.text
    page = page.submit("Restore this version")

    assert page.notice == "The earlier text is the draft again."
    assert document(session) == before


def test_the_coordinator_lets_a_trainer_edit_a_module(browser, session, coordinator, other_trainer, module):
    page = browser(coordinator).visit(f"{HOME}/authors")

    page = page.submit("Add the author", contact=other_trainer.email)

    assert "can now edit the module." in page.notice
    assert browser(other_trainer).visit(HOME).status == 200


def test_a_trainer_without_mail_is_found_by_the_phone_as_it_is_written(browser, session, coordinator, module):
    trainer = make_account(Role.TRAINER, email=None, phone="+996555102030")

    page = browser(coordinator).visit(f"{HOME}/authors").submit("Add the author", contact="0555 10 20 30")

    assert "can now edit the module." in page.notice
    assert browser(trainer).visit(HOME).status == 200


def test_only_an_account_with_the_role_becomes_an_author(browser, coordinator, module):
    judge = make_account()
    page = browser(coordinator).visit(f"{HOME}/authors")

    page = page.submit("Add the author", contact=judge.email)

    assert page.status == 422
    assert browser(judge).visit(HOME).status == 404


def test_the_studio_asks_the_database_little(app, browser, trainer, module):
    person = browser(trainer)
    person.visit(HOME)

    with count_queries(app) as statements:
        person.visit(HOME)

    assert len(statements) <= 10, statements


def test_an_administrator_sees_all_modules_but_does_not_edit(browser, module):
    administrator = make_account(Role.ADMINISTRATOR)

    page = browser(administrator).visit(STUDIO).click("M91. Title of practice")

    assert page.heading == "Editions"
