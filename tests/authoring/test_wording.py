"""Words are found while writing: marked, explained, replaced, or kept with a reason that somebody else agrees to."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete

from lms.authoring import wording
from lms.authoring.checking import Problems, problems_in
from lms.authoring.errors import NotYourReview, WordsOpen
from lms.authoring.models import ReviewKind, WordingWaiver
from lms.authoring.packs import open_pack, read_pack, write_pack
from lms.authoring.packs.checks import known_from
from lms.authoring.packs.signing import Signature
from lms.authoring.queries import waivers_of
from lms.authoring.services import drafts, publishing
from lms.authoring.services import wording as services
from lms.authoring.services.records import keep_papers, papers_of
from lms.catalogue.documents import module_from_json
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.site import Publication
from lms.questions.documents import hash_of
from tests.authoring.documents import sound_document
from tests.authoring.test_review_and_publication import send
from tests.support.reviews import approve, sign

HOME = "/en/studio/modules/practice"
#: Must change (a name, an expression that can be replaced), and advice.
LINES = {
    "en": "They fear religious extremism.\n\nEveryone knows what he wants.\n",
    "ru": "Об этом писал Асанов Бакыт Маратович.\n\nПервый абзац.\n",
}


@pytest.fixture
def write(session, draft, trainer):
    """Put words before the text of the first lesson."""

    def put(**lines):
        document = module_from_json(draft.document)
        lesson = document.lessons[0]
        texts = {
            code: msgspec.structs.replace(text, body=lines.get(code, "") + sound_body(code))
            for code, text in lesson.texts.items()
        }
        lessons = (msgspec.structs.replace(lesson, texts=texts), *document.lessons[1:])
        changed = msgspec.structs.replace(document, lessons=lessons)
        drafts.save(draft, changed, by=trainer.id, what="lessons:first", at=clock.now())
        session.commit()
        return changed

    return put


def sound_body(code):
    return sound_document().lessons[0].texts[code].body


@pytest.fixture
def notes(app, draft):
    """What is found now, without what is only worth knowing."""

    def found():
        with app.test_request_context("/en/"):
            document = module_from_json(draft.document)
            return [n for n in wording.notes_on(document, draft.module_id) if n.finding.severity != "info"]

    return found


@pytest.fixture
def errors(app, draft):
    """What stands in the way of a review."""

    def found():
        with app.test_request_context("/en/"):
            return [problem.text for problem in Problems(problems_in(module_from_json(draft.document))).errors]

    return found


def note(notes, rule):
    return next(one for one in notes() if one.finding.rule == rule)


def keep(draft, one, by):
    services.ask_to_keep(draft.module_id, one, reason="Said in the report.", by=by.id, at=clock.now())


def test_a_sound_text_has_nothing_to_look_at(notes, errors):
    assert (notes(), errors()) == ([], [])


def test_the_words_are_marked_explained_and_replaced(browser, trainer, draft, write, notes):
    write(**LINES)

    page = browser(trainer).visit(HOME).click("Wording").click("Lesson: ")
    marked = [" ".join(mark.itertext()) for mark in page.all("//mark")]
    assert sorted(marked) == ["he", "religious extremism", "Асанов Бакыт Маратович"]
    assert "It is not defined in law and merges religion with violence." in page.text
    assert "violent extremism" in " ".join(page.all("//ins/text()"))
    page.submit("Use this wording")

    body = module_from_json(draft.document).lessons[0].texts["en"].body
    assert body.startswith("They fear violent extremism.\n\nEveryone knows")
    assert {one.finding.rule for one in notes()} == {"L36", "person-name"}


def test_advice_is_kept_by_the_author_and_opened_by_a_change_of_its_line(browser, trainer, write, notes):
    write(en=LINES["en"].split("\n\n")[1])
    person = browser(trainer)

    page = person.visit(f"{HOME}/wording/lesson:first")
    assert page.submit("Keep the words", reason="").status == 422
    assert "The words are kept." in page.submit("Keep the words", reason="A quotation from a play.").text
    assert [one.state.value for one in notes()] == ["kept"]

    page = person.visit(f"{HOME}/wording/lesson:first").submit("Look at the words again")
    assert "The words are to be looked at again." in page.text
    assert [one.state for one in notes()] == [None]
    assert "No words were kept against the advice." in person.visit(f"{HOME}/wording").text
    person.visit(f"{HOME}/wording/lesson:first").submit("Keep the words", reason="A quotation from a play.")

    write(en=LINES["en"].split("\n\n")[1] + "\nAnother paragraph.\n")
    assert [one.state.value for one in notes()] == ["kept"]
    write(en="Truly, everyone knows what he wants.\n")
    assert [one.state for one in notes()] == [None]


def test_the_page_shows_words_and_no_signs_of_markdown(browser, trainer, write):
    write(
        en="""## What *everyone* knows\n\n::: case
Everyone knows what **he** wants \\* [@iccpr art. 19(3)] and [?rights rights], see [it](https://example.org)[^1].\n:::\n
| One | Two |\n|---|---|\n| a | b |\n\n[^1]: A note\n"""
    )
    page = browser(trainer).visit(f"{HOME}/wording/lesson:first")
    [text] = ["".join(one.itertext()) for one in page.all("//p[contains(@class, 'stored-text')][.//mark]")]
    assert text.startswith(
        "What everyone knows\n\nEveryone knows what he wants * [iccpr art. 19(3)] and rights, see it.\n\n"
        "One | Two\na | b\n"
    )
    assert "he" in ["".join(mark.itertext()) for mark in page.all("//mark")]


def test_what_a_reviewer_decided_is_not_taken_back(draft, trainer, gender_reviewer, write, notes, session):
    write(ru=LINES["ru"])
    named = note(notes, "person-name")
    keep(draft, named, trainer)
    waiver = session.query(WordingWaiver).one()
    waiver.is_accepted, waiver.decided_at, waiver.decided_by_id = True, clock.now(), gender_reviewer.id
    session.flush()
    assert not services.take_back(draft.module_id, named, by=trainer.id, at=clock.now())
    waiver.is_accepted = waiver.decided_at = waiver.decided_by_id = None
    session.flush()
    assert services.take_back(draft.module_id, named, by=trainer.id, at=clock.now())
    assert session.query(WordingWaiver).count() == 0


def test_an_error_needs_a_reason_then_a_person_who_did_not_write(
    session, draft, trainer, gender_reviewer, rights_reviewer, write, notes, errors
):
    write(ru=LINES["ru"])
    assert errors() == ["This looks like a full name with a patronymic. No real person may be recognisable."]
    keep(draft, note(notes, "person-name"), trainer)
    assert errors() == []
    review = send(draft, trainer)

    with pytest.raises(WordsOpen):
        sign(review, ReviewKind.GENDER, gender_reviewer)
    at = clock.now()
    with pytest.raises(NotYourReview):
        services.decide(review, notes()[0], is_accepted=True, answer="x", by=trainer.id, at=at)
    services.decide(review, notes()[0], is_accepted=False, answer="Leave the name out.", by=gender_reviewer.id, at=at)
    assert errors() != []
    with pytest.raises(WordsOpen):
        sign(review, ReviewKind.GENDER, gender_reviewer)
    services.decide(review, notes()[0], is_accepted=True, answer="A writer.", by=rights_reviewer.id, at=at)
    assert (errors(), [one.state.value for one in notes()]) == ([], ["kept"])

    approve(review, gender_reviewer, rights_reviewer)
    assert publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=at).number == 1
    acts = [row.act for row in session.query(AuditRecord) if row.act.startswith("authoring.wording.")]
    assert acts == ["authoring.wording.asked", "authoring.wording.refused", "authoring.wording.kept"]


def test_nothing_is_published_while_words_stand_that_nobody_agreed_to(
    session, draft, trainer, gender_reviewer, rights_reviewer, write, notes
):
    write(ru=LINES["ru"])
    keep(draft, note(notes, "person-name"), trainer)
    review = send(draft, trainer)
    services.decide(review, notes()[0], is_accepted=True, answer="A writer.", by=rights_reviewer.id, at=clock.now())
    approve(review, gender_reviewer, rights_reviewer)
    keep(draft, notes()[0], trainer)  # a new reason asks anew

    with pytest.raises(WordsOpen):
        publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())


def test_whoever_gave_the_reason_cannot_overrule_who_refused_it(
    draft, trainer, gender_reviewer, rights_reviewer, write, notes
):
    write(ru=LINES["ru"])
    keep(draft, note(notes, "person-name"), gender_reviewer)  # wrote the module once, and reviews it now
    review, at = send(draft, trainer), clock.now()
    services.decide(review, notes()[0], is_accepted=False, answer="Leave it out.", by=rights_reviewer.id, at=at)

    with pytest.raises(NotYourReview):
        services.decide(review, notes()[0], is_accepted=True, answer="x", by=gender_reviewer.id, at=at)


def test_a_reviewer_reads_the_reasons_and_decides(browser, session, draft, trainer, gender_reviewer, write, notes):
    write(ru=LINES["ru"])
    keep(draft, note(notes, "person-name"), trainer)
    review = send(draft, trainer)
    session.commit()

    page = browser(gender_reviewer).visit(f"/en/studio/reviews/{review.id}").click("Wording: what the check found")
    assert "Said in the report." in page.text
    assert page.submit("Keep this decision", answer="x").status == 422
    page = page.submit("Keep this decision", decision="keep", answer="A writer of the past.")

    assert "The words may stand: A writer of the past." in page.text
    assert [one.state.value for one in notes()] == ["kept"]
    assert browser(gender_reviewer).visit(f"{HOME}/wording").status == 404


def test_the_pages_of_a_part_and_of_the_module_say_what_was_found(browser, trainer, write):
    write(**LINES)
    person = browser(trainer)

    page = person.visit(f"{HOME}/lessons/first")
    assert "3 places to look at in the wording" in page.text
    assert "religious extremism" in page.all("//mark/text()")
    assert "Words and traces of real people" in person.visit(HOME).text


def test_words_that_stand_travel_with_a_package_that_is_signed(
    app, session, draft, trainer, rights_reviewer, write, notes, tmp_path
):
    write(ru=LINES["ru"])
    document = module_from_json(draft.document)
    keep(draft, note(notes, "person-name"), trainer)
    review, at = send(draft, trainer), clock.now()
    services.decide(review, notes()[0], is_accepted=True, answer="x", by=rights_reviewer.id, at=at)
    session.commit()
    with app.test_request_context("/en/"):
        papers = papers_of(document, draft.module_id)
    assert [(one.rule, one.reason) for one in papers.kept] == [("person-name", "Said in the report.")]
    known, path = known_from(Path("content")), tmp_path / "kept.zip"

    def package(*kinds):
        signed = tuple(Signature(kind.value, kind.value, "2026-11-10", hash_of(document)) for kind in sorted(kinds))
        path.write_bytes(write_pack(document, lambda _sha: b"", replace(papers, signatures=signed)))
        return read_pack(open_pack(path), known)

    some, all_of_them = package(*list(ReviewKind)[:3]), package(*ReviewKind)
    assert len(some.report.errors) == len(all_of_them.report.errors) + 1, "nobody stands behind the reason"
    assert all_of_them.papers.kept == papers.kept
    session.execute(delete(WordingWaiver))
    keep_papers(draft, some.papers, at=at)
    assert waivers_of(draft.module_id) == []
    keep_papers(draft, all_of_them.papers, at=at)
    session.commit()
    with app.test_request_context("/en/"):
        assert papers_of(document, draft.module_id) == all_of_them.papers
    assert [one.state.value for one in notes()] == ["kept"]
