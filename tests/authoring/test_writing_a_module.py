"""A trainer writes a module in the browser, from the first page to its settings."""

import pytest

from lms.accounts.models import Role
from lms.authoring.services import drafts
from lms.catalogue.documents import DrawRule
from lms.core import clock
from tests.authoring.documents import sound_document, sound_pack
from tests.authoring.writing import HOME, STUDIO, document, in_three
from tests.support.databases import count_queries
from tests.support.factories import make_account


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
    rows = page.all("//h3[.='Review']/preceding::ul[contains(@class, 'requirement-list')]/li[contains(., 'to do')]")
    assert len(rows) == 6
    assert "6 lines are left before the module can be sent for review" in page.text, "what reviewers do comes later"
    assert "Send for review" not in page.links()


def test_a_lesson_without_a_title_goes_by_its_number_and_one_in_another_language_by_that(browser, trainer):
    page = browser(trainer).visit(f"{STUDIO}/new").submit(
        "Create the module", **in_three("title", "Fair trial"), source_language="en", slug="fair-trial", code="M4",
        minutes="60", professions=["judge"], outputs=["O2"],
    )  # fmt: skip
    assert [link.text for link in page.all("//ol[@class='block-list']//a[starts-with(., 'Lesson')]")] == [
        "Lesson 1",
        "Lesson 2",
        "Lesson 3",
    ]
    page = page.click("Lesson 2")
    assert page.heading == "Lesson 2"
    assert "The module has no objectives yet" in page.text
    assert "Write the title." in page.submit("Save").text
    page.submit("Save", **{"title-en": "Counsel"})
    assert "Counsel" in browser(trainer).visit("/ru/studio/modules/fair-trial").links()
    preview = browser(trainer).visit(f"{STUDIO}/modules/fair-trial/preview")
    assert {"Lesson 1", "Counsel", "Lesson 3"} <= set(preview.links())
    assert "3. Lesson 3" in preview.text


def test_what_several_texts_lack_is_said_once_with_their_places(browser, session, trainer, module, draft):
    raw = sound_pack()
    for code in ("ky", "ru"):
        raw["lessons"][0]["texts"][code] |= {"title": "", "body": ""}
    changes = {"summary": {"ky": "", "ru": "x", "en": "x"}, "lessons": raw["lessons"]}
    drafts.save(draft, sound_document(**changes), by=trainer.id, what="s", at=clock.now())
    session.commit()
    person = browser(trainer)
    page = person.visit(f"{HOME}/lessons/first")
    said = [" ".join(line.itertext()).split() for line in page.all("//details[summary[contains(., 'to mend')]]//li")]
    assert [" ".join(words) for words in said] == [
        "The text in Кыргызча is missing. (Title; Text)",
        "The text in Русский is missing. (Title; Text)",
    ]
    assert "The text in Кыргызча is missing. (Summary)" in person.visit(f"{HOME}/settings").text


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
    page = browser(trainer).visit(f"{STUDIO}/new")
    assert "Source language" not in page.text, "nobody has said which it is"
    page = page.submit("Create the module")

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


def test_settings_saved_without_a_change_leave_the_order_of_the_text(browser, session, trainer, draft):
    for_whom = {"required": ["prosecutor", "judge"], "recommended": ["other", "lawyer"]}
    text = sound_document(professions=for_whom, outputs=["O3", "O1"])
    drafts.save(draft, text, by=trainer.id, what="settings", at=clock.now())
    session.commit()
    settings = browser(trainer).visit(f"{HOME}/settings")
    assert settings.all("//input[@name='required']/@value") != for_whom["required"]

    settings.submit("Save")
    assert document(session) == text

    browser(trainer).visit(f"{HOME}/settings").submit("Save", required=["judge", "cso", "prosecutor"])
    assert document(session).professions.required == ("prosecutor", "judge", "cso")


def test_an_earlier_text_can_be_restored(browser, session, trainer, module):
    person = browser(trainer)
    before = document(session)
    person.visit(f"{HOME}/lessons/first").submit("Save", **in_three("title", "Worse"))

    page = person.visit(f"{HOME}/history").click("Version 1")
    (struck,), (added,) = (page.all(f"//*[@lang='en']/{mark}") for mark in ("del", "ins"))
    assert (struck.text, added.text) == ("Lesson first", "Worse")
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
