"""What the store keeps for modules: how much there may be, and what leaves when no text needs it. Nothing else does."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from lms.authoring.media_queries import EARLIER, STANDING, kept_bytes
from lms.authoring.models import KeptMedia, PackageState, PackageUpload
from lms.authoring.services import media
from lms.authoring.services.sweeping import GRACE, sweep
from lms.catalogue.documents import MediaFile
from lms.core import clock, files
from lms.core.extensions import db
from lms.core.pictures import FORMS, has_copies, key_of
from lms.questions.documents import canonical
from tests.authoring.documents import sound_document
from tests.authoring.writing import HOME, document, picture, send_picture
from tests.support.factories import make_edition

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def empty_store(session):
    for key in [key for key, _size in files.listed() if key.startswith(("media/", "copies/"))]:
        files.remove(key)


def kept(content):
    sha256 = media.put(content)
    db.session.commit()
    return sha256


def is_there(sha256):
    return files.size_of(f"media/{sha256}") is not None


def naming(*names, slug="practice", code="M91"):
    shown = tuple(MediaFile(f"p{number}.mp3", sha256, "audio/mpeg", 5) for number, sha256 in enumerate(names))
    return msgspec.structs.replace(sound_document(), media=shown, slug=slug, code=code)


def test_what_nothing_needs_leaves_after_its_time_and_not_before(session):
    at = clock.now()
    needed, orphan = kept(b"needed"), kept(picture())
    media.make_sizes(orphan, picture())
    unnoted = files.put("media", b"put without a note").rpartition("/")[2]
    make_edition(naming(needed))
    assert has_copies(orphan)

    trial = sweep(at=at, is_trial=True)
    assert (set(trial.unused), trial.removed) == ({orphan, unnoted}, {})
    assert kept_bytes() == len(b"needed") + len(picture()), "a trial notes nothing"
    assert set(sweep(at=at).unused) == {orphan, unnoted}
    assert set(sweep(at=at + GRACE - DAY).unused) == {orphan, unnoted}
    assert all(map(is_there, (needed, orphan, unnoted)))
    assert set(sweep(at=at + GRACE + DAY, is_trial=True).removed) == {orphan, unnoted}
    assert is_there(orphan)
    assert set(sweep(at=at + GRACE + DAY).removed) == {orphan, unnoted}
    assert [is_there(name) for name in (needed, orphan, unnoted)] == [True, False, False]
    assert not any(files.size_of(key_of(orphan, form)) for form in FORMS)
    assert kept_bytes() == len(b"needed")
    assert sweep(at=at + 9 * GRACE).removed == {}


def test_every_text_that_may_show_it_keeps_it(session, trainer, browser, module):
    """Drafts, their history, editions (the withdrawn, too), reviews, and packages that wait."""
    at, person = clock.now(), browser(trainer)
    send_picture(person)
    send_picture(person, size=(50, 30))
    first, second = (file.sha256 for file in document(session).media)
    name = document(session).media[0].name
    person.visit(f"{HOME}/pictures/{name}/delete").submit("Delete")
    assert [file.sha256 for file in document(session).media] == [second], "the other one stands in the history alone"
    old, waiting = kept(b"withdrawn"), kept(b"waiting")
    edition = make_edition(naming(old, slug="other", code="M97"))
    edition.withdrawn_at, edition.withdrawn_reason = at, "Wrong."
    upload = PackageUpload(made_by_id=trainer.id, made_at=at, name="p.zip", size=1, language="en")
    upload.state, upload.remarks, upload.beside, upload.compared_with = PackageState.READ, [], {}, ""
    upload.document = canonical(naming(waiting)).decode()
    session.add(upload)
    session.commit()

    for days in (0, 40, 80):
        swept = sweep(at=at + days * DAY)
        assert (swept.unused, swept.removed) == ({}, {})
    assert all(map(is_there, (first, second, old, waiting)))

    session.delete(upload)
    session.commit()
    sweep(at=at + 81 * DAY)
    assert set(sweep(at=at + 120 * DAY).removed) == {waiting}


def test_no_other_table_names_files_of_modules():
    """A new place that holds whole modules must be known to the sweep."""
    known = {column.property.columns[0] for column in (*STANDING, *EARLIER)}
    found = {
        column
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name in ("document", "before", "after") and table.name not in ("frozen_reports", "questions")
    }
    documents = {column for column in found if column.table.name.startswith(("draft", "edition", "review", "package"))}
    assert documents <= known
    assert len(known) == 5


def test_what_is_needed_again_starts_a_new_time(session):
    at, content = clock.now(), b"again"
    sha256 = kept(content)
    sweep(at=at)
    assert kept(content) == sha256
    assert session.scalars(select(KeptMedia.unused_since)).one() is None
    assert sweep(at=at + GRACE + DAY).removed == {}
    assert is_there(sha256)


def test_beyond_the_room_of_the_platform_nothing_more_comes_in(app, browser, session, trainer, module, monkeypatch):
    person = browser(trainer)
    send_picture(person)
    page = person.visit(f"{HOME}/pictures")
    assert "Pictures of this module: 1 KB of" in page.text
    assert "All modules of the platform: 1 KB of" in page.text
    before = document(session).media
    monkeypatch.setitem(app.config, "MEDIA_MOST", 10)
    page = send_picture(person, size=(60, 20))
    assert page.status == 422
    assert "The platform keeps at most" in page.text
    assert document(session).media == before
    assert len(session.scalars(select(KeptMedia)).all()) == 1


def test_the_command_and_the_night_do_the_same(app, session):
    kept(b"orphan")
    assert "0 files would leave" in app.test_cli_runner().invoke(args=["content", "sweep", "--dry-run"]).output
    assert session.scalars(select(KeptMedia.unused_since)).one() is None
    assert "1 files are needed by no text" in app.test_cli_runner().invoke(args=["content", "sweep"]).output
    assert session.scalars(select(KeptMedia.unused_since)).one() is not None
