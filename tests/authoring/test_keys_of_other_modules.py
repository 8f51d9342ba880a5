"""Keys of other modules are for trainers who do not study them; an origin in a package is kept, and explained."""

import io

import msgspec
import pytest

from lms.authoring.packs import Known, Level, open_pack, read_pack, write_pack
from lms.authoring.packs.checks import check_document
from lms.core import clock
from lms.enrolments import services
from lms.enrolments.requirements import FINAL_KEY
from tests.authoring.conftest import OWNER
from tests.authoring.documents import sound_document
from tests.authoring.test_reused_questions import OFFER
from tests.authoring.writing import HOME, document
from tests.support.factories import make_account, make_enrolment


def listed(browser, account):
    page = browser(account).visit(f"{HOME}/reuse")
    return bool(page.all("//table[@id='offers']"))


def test_a_trainer_who_studies_there_sees_no_keys_before_passing(browser, session, trainer, module, owner):
    assert listed(browser, trainer)
    enrolment = make_enrolment(owner, trainer.person)

    assert not listed(browser, trainer)
    for place in (OFFER, f"{HOME}/questions/q01/newer"):
        assert browser(trainer).visit(place).status == 404
    page = browser(trainer).visit(f"{HOME}/questions/a1")
    token = page.all("//input[@name='csrf_token']")[0].get("value")
    assert page.browser.post(OFFER, {"csrf_token": token}).status == 404

    services.record_step(enrolment, FINAL_KEY, at=clock.now())
    session.commit()
    assert listed(browser, trainer)


def test_leaving_the_module_opens_no_keys(browser, session, trainer, module, owner):
    enrolment = make_enrolment(owner, trainer.person)
    services.leave_module(enrolment, at=clock.now())
    session.commit()

    assert not listed(browser, trainer)


def test_a_trainer_for_one_module_reads_no_other(browser, session, trainer, module, owner):
    for grant in trainer.grants:
        grant.module_slug = "practice"
    session.commit()

    assert browser(trainer).visit(HOME).status == 200
    assert not listed(browser, trainer)
    assert browser(trainer).visit(OFFER).status == 404


def test_others_have_no_such_pages(browser, module, owner, other_trainer, coordinator, gender_reviewer):
    for person in (other_trainer, coordinator, gender_reviewer, make_account()):
        for place in ("/reuse", f"/reuse/{OWNER}/z1", "/questions/a1/versions", "/questions/a1/try", "/questions/new"):
            assert browser(person).visit(HOME + place).status == 404


@pytest.mark.parametrize(
    "place",
    [
        "reuse/owner/absent",
        "reuse/absent/z1",
        "reuse/practice/z1",
        "questions/a1/newer",
        "questions/a1/own",
        "questions/absent/versions",
        "questions/absent/try",
    ],
)
def test_what_is_not_there_is_not_found(browser, trainer, module, owner, place):
    assert browser(trainer).visit(f"{HOME}/{place}").status == 404


def test_a_package_keeps_the_origin(tmp_path, session, taken, app):
    taken.visit(f"{HOME}/questions/q01").submit("Save", objective="o1", lesson="second")
    text = msgspec.structs.replace(document(session), media=())
    questions = tuple(msgspec.structs.replace(one, image=None) for one in text.questions)
    text = msgspec.structs.replace(text, questions=questions)
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(text, lambda sha256: io.BytesIO().getvalue()))

    read = read_pack(open_pack(path), Known(questions=frozenset({"owner/z1"})))

    assert read.document == text
    assert read.document.questions_by_key["q01"].origin == "owner/z1"


def said_of_origins(known, *origins):
    text = sound_document()
    keys = [f"z{number}" for number in range(1, len(origins) + 1)]
    given = dict(zip(keys, origins, strict=True))
    questions = tuple(msgspec.structs.replace(one, origin=given.get(one.key)) for one in text.questions)
    found = check_document(msgspec.structs.replace(text, questions=questions), known)
    return [(problem.level, problem.text) for problem in found if problem.place[-1] == "origin"]


def test_an_unknown_origin_is_explained(app):
    with app.app_context():
        assert said_of_origins(Known(questions=frozenset({"owner/z1"})), "owner/z1") == []
        [(level, text)] = said_of_origins(Known(), "owner/z1")
        assert level is Level.WARNING
        assert text.startswith("No module here has a question “owner/z1”.")


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        (["owner"], "The origin of a question is written module/question"),
        (["Owner/Z 1"], "The origin of a question is written module/question"),
        (["practice/a1"], "A question whose origin is this very module is this module’s own"),
        (["owner/z1", "owner/z1"], "The question “owner/z1” was taken more than once."),
    ],
)
def test_an_origin_that_is_none_is_refused(app, origins, said):
    with app.app_context():
        found = said_of_origins(Known(questions=frozenset({"owner/z1"})), *origins)

    assert {level for level, _text in found} == {Level.ERROR}
    assert all(text.startswith(said) for _level, text in found)


def test_the_studio_knows_what_was_published(browser, session, trainer, taken):
    page = taken.visit(f"{HOME}/questions/q01")

    assert "No module here has a question" not in page.text
