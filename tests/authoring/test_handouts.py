"""What stands beside the lessons of a module: part of the format, of the checks, of translation and of the register."""

import io
import zipfile
from datetime import UTC, datetime

import msgspec
import pytest

from lms.accounts.models import Role
from lms.authoring.books import write_epub, write_scorm
from lms.authoring.carrying import SourceChange, carried
from lms.authoring.checklists import LooksAt
from lms.authoring.comparing import compared
from lms.authoring.editing import references_to
from lms.authoring.packs import Level, check_document, open_pack, read_pack, write_pack
from lms.authoring.packs.spelling import respelled
from lms.authoring.touching import touches
from lms.authoring.translating import Written, base_of, translated
from lms.authoring.translators.units import units_of
from lms.catalogue.documents import MediaFile, module_from_json
from lms.catalogue.guarding import without_material
from lms.catalogue.translation import State, parts_of, tally_of, texts_at
from lms.laws.citing import citations_in
from lms.questions.documents import canonical, hash_of
from tests.authoring.documents import BODY, handout, sound_document, with_handouts
from tests.authoring.packages import KNOWN, sentences
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import small_module

MATERIAL = '\n::: analysis {about="A leaflet" basis="iccpr art. 19"}\nBurn it.\n:::\n'


@pytest.fixture(autouse=True)
def speaking_english(app):
    with app.app_context():
        yield


def folder_of(tmp_path, document):
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(document, lambda _sha: b""))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "practice"


def errors(document):
    return [(p.place, p.text) for p in check_document(document, KNOWN) if p.level is Level.ERROR]


def test_a_module_without_them_is_the_same_document_as_before():
    document = small_module()
    assert b"handout" not in canonical(document)
    assert hash_of(module_from_json(canonical(document))) == hash_of(document)
    assert hash_of(with_handouts(document)) != hash_of(document)
    assert hash_of(with_handouts(document)) == hash_of(module_from_json(canonical(with_handouts(document))))


def test_they_are_files_of_the_package_with_title_and_text(tmp_path):
    document = with_handouts(sound_document())
    folder = folder_of(tmp_path, document)

    assert (folder / "job-aid.ru.md").read_text() == f"---\ntitle: Page job-aid ru\n---\n\n{BODY}"
    read = read_pack(open_pack(folder), KNOWN)
    assert sentences(read) == []
    assert read.document == document
    assert list(respelled(folder)) == []
    assert write_pack(read.document, lambda _sha: b"") == (tmp_path / "practice.zip").read_bytes()


def test_what_is_wrong_in_them_is_told_with_its_line(tmp_path):
    folder = folder_of(tmp_path, with_handouts(sound_document()))
    (folder / "facilitator.ky.md").unlink()
    aid = folder / "job-aid.ru.md"
    aid.write_text(aid.read_text().replace("## Before", "### Before").replace("title:", "name:"))
    english = folder / "facilitator.en.md"
    english.write_text(
        english.read_text().replace("@iccpr art. 17", "@nothing art. 1") + '\n::: check {key="c1"}\n:::\n'
    )
    said = sentences(read_pack(open_pack(folder), KNOWN))
    assert any("job-aid.ru.md:2:" in one and "“name” is not known here" in one for one in said)

    aid.write_text(aid.read_text().replace("name:", "title:"))
    said = sentences(read_pack(open_pack(folder), KNOWN))
    assert any("facilitator" in one and "The text in Кыргызча is missing." in one for one in said)
    assert any("job-aid.ru.md:7: error: Here stands ###; in English there is ##" in one for one in said)
    assert any("facilitator.en.md:9: error:" in one and "nothing" in one for one in said)
    assert any("facilitator.en.md:11: error:" in one and "c1" in one for one in said)
    aid.write_text("No front matter.\n")
    assert any(
        "job-aid.ru.md:1: error: The text does not begin" in one
        for one in sentences(read_pack(open_pack(folder), KNOWN))
    )


def test_material_for_analysis_and_data_of_people_have_no_place_in_them():
    body = BODY + MATERIAL
    document = with_handouts(sound_document(), handout("job-aid", ky=body, ru=body, en=body))
    found = errors(document)
    assert {place for place, text in found if "stands in lessons only" in text} == {
        ("handouts", "job-aid", "texts", code, "body", 7) for code in ("ky", "ru", "en")
    }
    assert "Burn it" not in str(without_material(document).handouts)
    named = with_handouts(sound_document(), handout("facilitator", en=BODY + "\nCall +996 555 123 456.\n"))
    assert any("telephone" in text and place[:2] == ("handouts", "facilitator") for place, text in errors(named))


def test_pictures_and_sources_that_only_they_use_are_used():
    shown = BODY + "\n![A map](media/map.png)\n"
    document = with_handouts(sound_document(), handout("job-aid", ky=shown, ru=shown, en=shown))
    document = msgspec.structs.replace(document, media=(MediaFile("map.png", "ab" * 32, "image/png", 9, 2, 3),))
    assert not [p for p in check_document(document, KNOWN) if p.place[0] == "media"]
    assert "job-aid" in references_to(document, "media", "map.png")
    assert "job-aid" in references_to(document, "sources", "iccpr")


def test_each_paragraph_has_a_state_and_follows_its_source():
    before = with_handouts(sound_document())
    assert parts_of(before).index("handout:job-aid") == parts_of(before).index("lesson:second") + 2
    longer = BODY.replace("For work.", "For work at night.")
    after = with_handouts(before, handout("facilitator"), handout("job-aid", en=longer))
    meant = carried(before, after, SourceChange.MEANING)
    assert meant.translation.keys() == {"handouts/job-aid/body/1"}
    assert tally_of(meant, "ru", "handout:job-aid")[State.OUTDATED] == 1
    assert carried(before, after, SourceChange.TYPO).translation == {}

    (text,) = (text for text in texts_at(meant, "ru", "handout:job-aid") if text.state is State.OUTDATED)
    row = Written(text.identity, base_of(text), "Для работы ночью.", State.TRANSLATED)
    done = translated(meant, "ru", [row]).document
    assert done.handouts_by_key["job-aid"].texts["ru"].body == BODY.replace("For work.", "Для работы ночью.")
    assert tally_of(done, "ru", "handout:job-aid")[State.OUTDATED] == 0
    sent = [unit.identity for unit in units_of(done, "ru") if unit.identity.startswith("handouts/")]
    assert sent == [
        f"handouts/{key}/{rest}"
        for key in ("facilitator", "job-aid")
        for rest in ("title", "body/1", "body/2", "body/3")
    ]


def test_a_change_in_them_is_told_and_asks_reviewers_of_that_language_anew():
    before = with_handouts(sound_document())
    longer = BODY.replace("For work.", "For your work.")
    after = with_handouts(before, handout("facilitator", ky=longer), handout("job-aid"))
    (touch,) = touches(before, after)
    assert (touch.what, touch.part) == ({LooksAt.KY}, "handout:facilitator")
    (section,) = compared(before, after, "en").sections
    assert (section.part, section.title) == ("handout:facilitator", "Facilitator pack")
    (wording,) = section.wordings
    assert (wording.language, len(wording.lines)) == ("ky", 1)


def test_the_register_knows_what_they_cite():
    found = [one for one in citations_in(with_handouts(sound_document())) if one.place.startswith("handout:")]
    assert [(one.place, one.act, one.at, one.paragraph) for one in found] == [
        ("handout:facilitator", "iccpr", "art. 17", 3),
        ("handout:job-aid", "iccpr", "art. 17", 3),
    ]


# ── Pages ─────────────────────────────────────────────────────────────────────

STUDIO = "/en/studio/modules/practice"
AID = "/en/modules/practice/job-aid"


def published(**changes):
    return make_edition(with_handouts(small_module(**changes)))


def test_whoever_studies_has_the_job_aid_and_nobody_learns_of_the_pack(browser, session):
    edition = published(law_as_of="2026-11-01")
    learner = make_account()
    assert AID not in browser().visit("/en/modules/practice").links().values()
    assert browser(learner).visit(AID, follow=False).status == 303
    make_enrolment(edition, learner.person)

    own = browser(learner)
    page = own.visit("/en/modules/practice").click("Page job-aid en")
    assert page.path == AID
    assert page.tree.xpath("//h1")[0].text_content().strip() == "Page job-aid en"
    assert "What law asks" in page.text
    assert "International Covenant" in page.text or "ICCPR" in page.text, "the source is named on the page"
    assert "Law as of 1" in page.text.replace("\N{NO-BREAK SPACE}", " "), "the paper says of which day it is"
    assert own.visit(AID.replace("/en", "/ky")).tree.xpath("//h1")[0].text_content().strip() == "Page job-aid ky"
    for path in (AID, "/en/modules/practice", "/en/modules/practice/lessons/first"):
        assert "facilitator" not in own.visit(path).html
    for path in ("/en/modules/practice/facilitator", "/en/studio/packs/practice", "/en/studio/packs"):
        assert own.visit(path, follow=False).status in (403, 404)

    edition.withdrawn_at = edition.published_at
    edition.withdrawn_reason = "Wrong."
    session.commit()
    assert own.visit(AID, follow=False).status == 410
    assert AID not in own.visit("/en/modules/practice").links().values()


def test_a_module_without_one_has_no_page_for_it(browser, session):
    edition = make_edition(small_module())
    learner = make_account()
    make_enrolment(edition, learner.person)
    assert browser(learner).visit(AID, follow=False).status == 404
    assert AID not in browser(learner).visit("/en/modules/practice").links().values()
    trainer = browser(make_account(Role.TRAINER))
    assert "No published module has one yet." in trainer.visit("/en/studio/packs").text
    assert trainer.visit("/en/studio/packs/practice", follow=False).status == 404


def test_trainers_read_the_published_pack_without_having_written_it(browser, session):
    published()
    page = (
        browser(make_account(Role.TRAINER))
        .visit("/en/studio")
        .click("Facilitator packs")
        .click("M91. Title of practice")
    )
    assert page.tree.xpath("//h1")[0].text_content().strip() == "Page facilitator en"
    assert "Edition 1" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_author_writes_them_and_says_whether_the_meaning_changed(browser, session, trainer, module, draft):
    own = browser(trainer)
    page = own.visit(STUDIO).click("Job aid")
    texts = {f"title-{code}": f"Page {code}" for code in ("ky", "ru", "en")}
    texts |= {f"body-{code}": "For work.\r\n\r\n* One\r\n* Two" for code in ("ky", "ru", "en")}
    page = page.submit("Save", **texts)
    assert "Saved." in page.text
    stored = written_down(session, draft)
    assert stored.handouts_by_key["job-aid"].texts["ky"].body == "For work.\n\n- One\n- Two\n"
    assert "Page en" in page.click("As it is printed").text

    stale = own.visit(f"{STUDIO}/handouts/job-aid")
    asked = own.visit(f"{STUDIO}/handouts/job-aid").submit("Save", **{"body-en": "For your work.\n\n- One\n- Two\n"})
    assert asked.status == 422
    assert "Has the meaning changed?" in asked.text
    assert "Saved." in asked.submit("Save", source_change="meaning").text
    stored = written_down(session, draft)
    assert stored.translation.keys() == {"handouts/job-aid/body/1"}
    late = stale.submit("Save", **{"body-en": "Another.\n"})
    assert late.status == 409
    assert "For your work." in late.text

    gone = own.visit(f"{STUDIO}/handouts/job-aid").submit("Save", **dict.fromkeys(texts, ""))
    assert "Saved." in gone.text
    assert written_down(session, draft).handouts == ()
    assert own.visit(f"{STUDIO}/handouts/job-aid/page", follow=False).status == 404
    assert "Job aid" in own.visit(f"{STUDIO}/history").text


def written_down(session, draft):
    session.expire_all()
    return module_from_json(draft.document)


@pytest.mark.parametrize("ending", ["epub", "1.2", "2004"])
def test_the_page_for_work_leaves_with_the_lessons_and_the_pack_never(ending):
    document = with_handouts(sound_document())
    if ending == "epub":
        content = write_epub(document, "ru", lambda _sha: b"", author="Sabak", at=datetime(2026, 11, 28, tzinfo=UTC))
    else:
        content = write_scorm(document, "ru", lambda _sha: b"", version=ending)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    whole = "".join(files.values())
    (name,) = (name for name in files if "job-aid" in name)
    assert "What law asks" in files[name]
    assert "Page job-aid ru" in "".join(text for other, text in files.items() if other != name), "it is in the contents"
    assert "acilitator" not in whole
