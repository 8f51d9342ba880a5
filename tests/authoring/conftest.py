"""People of the studio, and a module on somebody's desk."""

import msgspec
import pytest

from lms.accounts.models import Role
from lms.authoring.services import drafts, publishing
from lms.catalogue.documents import MediaFile, Source
from lms.catalogue.models import Draft, TrainingModule
from lms.core import clock
from lms.core.extensions import db
from lms.core.site import Publication
from lms.questions.documents import Image
from tests.authoring.documents import sound_document
from tests.support import live
from tests.support.factories import make_account, make_edition
from tests.support.packs import small_module, words
from tests.support.reviews import approve, send

#: The module whose questions are taken.
OWNER = "owner"


@pytest.fixture
def trainer(session):
    return make_account(Role.TRAINER)


@pytest.fixture
def other_trainer(session):
    return make_account(Role.TRAINER)


@pytest.fixture
def gender_reviewer(session):
    return make_account(Role.GENDER_REVIEWER)


@pytest.fixture
def rights_reviewer(session):
    return make_account(Role.RIGHTS_REVIEWER)


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def module(session, trainer) -> TrainingModule:
    """A complete module that nobody has reviewed yet."""
    made = drafts.create_module(sound_document(), by=trainer.id, at=clock.now())
    session.commit()
    return made


@pytest.fixture(scope="module")
def live_studio(database_kind, tmp_path_factory):
    """The platform as it is served, and the cookies of a trainer who writes a module in it."""
    with live.platform(database_kind, tmp_path_factory.mktemp("live")) as here:
        with here.app.app_context():
            trainer = make_account(Role.TRAINER)
            drafts.create_module(sound_document(), by=trainer.id, at=clock.now())
            db.session.commit()
            trainer_id = trainer.id
        yield here, list(here.client(trainer_id).cookies.items())
        here.hang_up()


@pytest.fixture
def draft(session, module) -> Draft:
    return session.get_one(Draft, module.id)


@pytest.fixture
def review(session, draft, trainer):
    """The draft is with its reviewers."""
    made = send(draft, trainer)
    session.commit()
    return made


@pytest.fixture
def approved(session, review, gender_reviewer, rights_reviewer):
    """Every list is signed."""
    approve(review, gender_reviewer, rights_reviewer)
    session.commit()
    return review


@pytest.fixture
def edition(session, approved, draft, trainer):
    """It is on the shelf."""
    made = publishing.publish(draft, policy=Publication().policy, by=trainer.id, at=clock.now())
    session.commit()
    return made


@pytest.fixture
def stored(session, trainer, draft):
    """Put a question into the draft."""

    def put(question, field="questions"):
        text = sound_document()
        changed = {field: tuple(sorted((*getattr(text, field), question), key=lambda one: one.key))}
        drafts.save(draft, msgspec.structs.replace(text, **changed), by=trainer.id, what="s", at=clock.now())
        session.commit()

    return put


@pytest.fixture
def owner(session):
    """Another module, published; its question z1 cites a source of its own and shows a picture."""
    text = small_module(OWNER, "M92")
    picture = MediaFile("map.png", "ab" * 32, "image/png", 100, 4, 3)
    law = Source("law-2020", words("A law"), year=2020)
    marks = {
        "image": Image("map.png", words("A map")),
        "explanation": words("So it is."),
        "explanation_sources": ("law-2020 art. 1",),
    }
    questions = [msgspec.structs.replace(one, **marks) if one.key == "z1" else one for one in text.questions]
    changed = {"questions": tuple(questions), "media": (picture,), "sources": (*text.sources, law)}
    return make_edition(msgspec.structs.replace(text, **changed))


@pytest.fixture
def taken(browser, session, trainer, module, owner):
    """The trainer's browser, after z1 was taken as q01."""
    person = browser(trainer)
    person.visit("/en/studio/modules/practice/reuse").click("z1").submit("Take this question")
    return person


@pytest.fixture
def speaking_english(app):
    with app.app_context():
        yield
