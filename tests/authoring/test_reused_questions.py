"""A question of another module: one identity, two places; its words are the owner's until the tie is cut."""

import msgspec
from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring.services import drafts
from lms.catalogue.documents import MediaFile, module_from_json
from lms.catalogue.models import Edition, EditionChange, EditionQuestion, TrainingModule
from lms.catalogue.services import ReviewFacts, derive_again, publish_edition
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.questions.models import BankQuestion, QuestionVersion
from tests.authoring.conftest import OWNER
from tests.authoring.documents import sound_document
from tests.authoring.writing import HOME, document, in_three
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import small_module, words

OFFER = f"{HOME}/reuse/{OWNER}/z1"


def publish(session, text, change=EditionChange.FIRST):
    module = session.scalars(select(TrainingModule).where(TrainingModule.slug == text.slug)).one()
    edition = publish_edition(
        module, text, change=change, review=ReviewFacts(is_reviewed=True), by=None, at=clock.now()
    )
    session.commit()
    return edition


def owner_says(session, owner, **changes):
    """The owner publishes z1 with other words."""
    session.expire_all()
    text = module_from_json(session.get_one(Edition, owner.id).document)
    questions = tuple(msgspec.structs.replace(one, **changes) if one.key == "z1" else one for one in text.questions)
    return publish(session, msgspec.structs.replace(text, questions=questions), EditionChange.CONTENT)


def test_a_question_comes_with_its_sources_and_its_picture(session, taken):
    saved = document(session)

    question = saved.questions_by_key["q01"]
    assert question.origin == "owner/z1"
    assert (question.objective, question.lesson, question.form, question.pair) == ("", "", None, None)
    assert {source.key for source in saved.sources} == {"iccpr", "law-2020"}
    assert [(file.name, file.sha256) for file in saved.media] == [("map.png", "ab" * 32)]


def test_a_picture_under_a_taken_name_gets_another(browser, session, trainer, module, draft, owner):
    other = MediaFile("map.png", "cd" * 32, "image/png", 100, 4, 3)
    drafts.save(draft, sound_document(media=[msgspec.to_builtins(other)]), by=trainer.id, what="s", at=clock.now())
    session.commit()

    browser(trainer).visit(OFFER).submit("Take this question")

    saved = document(session)
    assert saved.questions_by_key["q01"].image.name == "map-2.png"
    assert saved.media_by_name["map-2.png"].sha256 == "ab" * 32


def test_one_key_for_two_sources_is_refused_in_words(browser, session, trainer, module, draft, owner):
    sources = [*msgspec.to_builtins(sound_document().sources), {"key": "law-2020", "title": words("Something else")}]
    drafts.save(draft, sound_document(sources=sources), by=trainer.id, what="s", at=clock.now())
    session.commit()
    before = document(session)

    page = browser(trainer).visit(OFFER).submit("Take this question")

    assert "Both modules have a source “law-2020”" in page.text
    assert document(session) == before


def test_taking_is_recorded_and_happens_once(session, taken):
    page = taken.visit(OFFER)

    assert "It is in this module’s bank already." in page.text
    [record] = session.scalars(select(AuditRecord).where(AuditRecord.act == "authoring.question.taken"))
    assert record.facts["taken_from"] == "owner/z1"
    token = taken.visit(f"{HOME}/questions/q01").all("//input[@name='csrf_token']")[0].get("value")
    taken.post(OFFER, {"csrf_token": token})
    assert [one.key for one in document(session).questions if one.origin] == ["q01"]


def test_its_words_are_read_only_and_its_place_is_not(session, taken):
    page = taken.visit(f"{HOME}/questions/q01")
    assert not page.all("//*[@name='stem-en']")

    page.submit(
        "Save", objective="o1", lesson="second", difficulty="3", form="none", tags="court, speech, court",
        **in_three("stem", "Other words"),
    )  # fmt: skip

    question = document(session).questions_by_key["q01"]
    assert (question.objective, question.lesson, question.difficulty) == ("o1", "second", 3)
    assert question.tags == ("court", "speech")
    assert question.stem["en"] == "Stem of z1"
    assert question.origin == "owner/z1"


def publish_both(session, taken):
    taken.visit(f"{HOME}/questions/q01").submit("Save", objective="o1", lesson="second")
    return publish(session, document(session))


def identities(session, key="z1"):
    return session.scalars(select(BankQuestion).where(BankQuestion.key.in_((key, "q01")))).all()


def test_two_modules_hang_on_one_identity(session, taken, owner):
    mine = publish_both(session, taken)

    [identity] = [one for one in identities(session) if one.module_slug == OWNER]
    assert [one for one in identities(session) if (one.module_slug, one.key) == ("practice", "q01")] == []
    rows = session.execute(
        select(EditionQuestion.edition_id, EditionQuestion.question_key).where(
            EditionQuestion.question_id == identity.id
        )
    ).all()
    assert {tuple(row) for row in rows} == {(owner.id, "z1"), (mine.id, "q01")}


def test_deriving_again_gives_the_same_rows(session, taken, owner):
    publish_both(session, taken)
    before = everything(session)

    derive_again()
    session.commit()

    assert everything(session) == before


def everything(session):
    session.expire_all()
    return {
        table.__tablename__: sorted(
            tuple(str(getattr(row, column.key)) for column in table.__table__.columns)
            for row in session.scalars(select(table))
        )
        for table in (BankQuestion, QuestionVersion, EditionQuestion)
    }


def test_a_borrower_that_is_loaded_first_waits_for_the_owner(session, module):
    text = sound_document()
    questions = tuple(
        msgspec.structs.replace(one, origin="later/k1") if one.key == "z1" else one for one in text.questions
    )
    publish(session, msgspec.structs.replace(text, questions=questions))
    [waiting] = session.scalars(select(BankQuestion).where(BankQuestion.module_slug == "later"))

    raw = small_module("later", "M93")
    own = tuple(msgspec.structs.replace(one, key="k1") if one.key == "z1" else one for one in raw.questions)
    edition = make_edition(msgspec.structs.replace(raw, questions=own))

    row = session.get_one(EditionQuestion, (edition.id, "k1"))
    assert row.question_id == waiting.id


def test_the_owners_newer_text_is_shown_before_it_is_taken(session, taken, owner):
    assert "newer text" not in taken.visit(f"{HOME}/questions/q01").text
    taken.visit(f"{HOME}/questions/q01").submit("Save", objective="o1", lesson="second")
    owner_says(session, owner, stem=words("New stem"), difficulty=3, lesson="first")

    page = taken.visit(f"{HOME}/questions/q01")
    assert "The owner has published a newer text of it." in page.text
    page = page.click("Look at what differs")
    said = " ".join("".join(one.itertext()) for one in page.all("//ul[@class='differences']"))
    assert "Stem of z1" in said
    assert "New stem" in said
    assert "Difficulty" not in said
    page = page.submit("Take the newer text")

    question = document(session).questions_by_key["q01"]
    assert question.stem["en"] == "New stem"
    assert (question.lesson, question.origin) == ("second", "owner/z1")
    assert "newer text of it" not in page.text


def test_a_question_that_is_made_our_own_begins_anew(session, taken, owner):
    publish_both(session, taken)
    page = taken.visit(f"{HOME}/questions/q01").click("Make it our own")
    assert "its history and its figures begin anew" in page.text

    page = page.submit("Make it our own").browser.visit(f"{HOME}/questions/q01")
    page.submit("Save", **in_three("stem", "Our words"))
    edition = publish(session, document(session), EditionChange.CONTENT)

    assert document(session).questions_by_key["q01"].origin is None
    [own] = session.scalars(
        select(BankQuestion).where(BankQuestion.module_slug == "practice", BankQuestion.key == "q01")
    )
    assert session.get_one(EditionQuestion, (edition.id, "q01")).question_id == own.id


def test_the_owner_sees_every_module_edition_and_draft_that_holds_it(browser, session, taken, owner):
    writer = make_account(Role.TRAINER)
    drafts.add_author(session.get_one(TrainingModule, owner.module_id), writer.id, by=None, at=clock.now())
    session.commit()
    place = f"/en/studio/modules/{OWNER}/questions/z1"
    assert uses(browser(writer).visit(f"{place}/versions")) == [
        ["M92", "z1", "1", "yes"], ["M91", "q01", "–", "yes"]]  # fmt: skip

    publish_both(session, taken)

    assert uses(browser(writer).visit(f"{place}/versions")) == [
        ["M92", "z1", "1", "yes"], ["M91", "q01", "1", "yes"]]  # fmt: skip
    assert "module M91" in browser(writer).visit(f"{place}/delete").text
    assert "M91: edition 1" in browser(writer).visit(f"/en/studio/modules/{OWNER}/questions?q=z1").text


def uses(page):
    rows = page.all("//table[@id='uses']/tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row.xpath("./*")] for row in rows]


def test_versions_say_when_and_what_was_changed(browser, session, trainer, module, taken, owner):
    publish_both(session, taken)
    text = document(session)
    changed = tuple(
        msgspec.structs.replace(one, stem={**one.stem, "ru": "Иначе"}) if one.key == "z2" else one
        for one in text.questions
    )
    publish(session, msgspec.structs.replace(text, questions=changed), EditionChange.CONTENT)

    page = browser(trainer).visit(f"{HOME}/questions/z2/versions")

    headings = [" ".join("".join(one.itertext()).split()) for one in page.all("//section[@class='panel']/h3")]
    assert headings[0] == "The draft"
    assert len(headings) == 3
    newest = " ".join("".join(page.all("//section[@class='panel']")[1].itertext()).split())
    assert "M91, edition 2" in newest
    assert "Question › Русский" in newest
    assert "Иначе" in newest


def test_the_owners_words_stay_hidden_from_whoever_still_studies_there(browser, session, trainer, module, taken, owner):
    publish_both(session, taken)
    owner_says(session, owner, stem=words("A secret stem"))
    assert "A secret stem" in taken.visit(f"{HOME}/questions/q01/versions").text

    make_enrolment(owner, trainer.person)

    page = browser(trainer).visit(f"{HOME}/questions/q01/versions")
    assert page.status == 200
    assert "A secret stem" not in page.text
