"""States of single texts go with a package, and come back as they were."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from lms.authoring.models import PackageRecord
from lms.authoring.packs import Level, Pack, check_document, open_pack, read_pack, read_unchecked, write_pack
from lms.authoring.packs.checks import known_from
from lms.authoring.packs.signing import Papers, Signature
from lms.authoring.services.loading import load_pack
from lms.catalogue.documents import ModuleDocument, Rendition, module_from_json
from lms.catalogue.models import Edition
from lms.catalogue.translation import State, tally_of
from lms.core import clock
from lms.questions.documents import canonical, hash_of
from tests.authoring.documents import sound_document

STATES = {
    "lessons/first/body/10": {"ru": Rendition("approved", "1234567890123456"), "ky": Rendition("translated")},
    "lessons/first/body/2": {"ky": Rendition("missing")},
    "title": {"ru": Rendition("legally-checked", "00ff00ff00ff00ff")},
}
KNOWN = known_from(Path("content"))


def with_states(states):
    return msgspec.structs.replace(sound_document(), translation=states)


def round_trip(document, folder):
    path = folder / "pack.zip"
    path.write_bytes(write_pack(document, lambda _sha: b""))
    return path, read_pack(open_pack(path), KNOWN)


def states_in(package):
    return zipfile.ZipFile(io.BytesIO(package)).read("practice/translation.yaml").decode()


def test_states_survive_the_round_trip_byte_by_byte(tmp_path):
    document = with_states(STATES)
    path, read = round_trip(document, tmp_path)
    assert read.document is not None
    assert read.document.translation == STATES
    assert hash_of(read.document) == hash_of(document)
    text = states_in(path.read_bytes())
    stored = msgspec.json.decode(canonical(read.document), type=ModuleDocument)
    shuffled = with_states(dict(reversed([(name, dict(reversed(one.items()))) for name, one in STATES.items()])))
    assert {states_in(write_pack(again, lambda _sha: b"")) for again in (stored, shuffled)} == {text}
    assert text.index("body/2:") < text.index("body/10:") < text.index("title:")


@pytest.fixture(scope="module", params=sorted(path.parent.name for path in Path("content").glob("*/module.yaml")))
def shipped(request, tmp_path_factory):
    """A module as it is shipped, signed elsewhere; as a package, and as that package is read again."""
    read = read_unchecked(open_pack(Path("content") / request.param), KNOWN)
    media = {hashlib.sha256(content).hexdigest(): content for content in read.media.values()}
    document_hash = hash_of(read.document)
    signatures = (
        Signature("gender", "А. Б.", "2026-11-10", document_hash, "Гендер боюнча адис", 2),
        Signature("kyrgyz", "А. Б.", "2026-11-10", document_hash),
        Signature("law", "C. D.", "2026-11-12", document_hash),
        Signature("rights", "C. D.", "2026-11-12", document_hash),
    )
    papers = Papers(signatures, (), read.papers.open_questions, read.papers.findings)
    path = tmp_path_factory.mktemp("packs") / f"{request.param}.zip"
    path.write_bytes(write_pack(read.document, media.__getitem__, papers))
    return Shipped(read.document, media, papers, path.read_bytes(), read_unchecked(open_pack(path), KNOWN))


@dataclass
class Shipped:
    document: ModuleDocument
    media: dict[str, bytes]
    papers: Papers
    package: bytes
    again: Pack


def test_a_shipped_module_gives_the_same_package_however_it_comes(shipped):
    stored = module_from_json(canonical(shipped.document))
    assert [*stored.title] != [*shipped.document.title], "the database does not keep the order of languages"
    turned = msgspec.structs.replace(
        stored, questions=stored.questions[::-1], checks=stored.checks[::-1], sources=stored.sources[::-1]
    )
    for document in (stored, turned, shipped.again.document):
        assert write_pack(document, shipped.media.__getitem__, shipped.papers) == shipped.package
    assert hash_of(shipped.again.document) == hash_of(shipped.document)
    assert shipped.again.papers == shipped.papers
    folder = Path("content") / shipped.document.slug
    assert shipped.papers.open_questions == (folder / "open-questions.md").read_text()
    assert shipped.papers.findings == "".join(path.read_text() for path in folder.glob("findings.md"))
    written = {
        f"{one.key}.{code}.md": text.body for one in shipped.document.handouts for code, text in one.texts.items()
    }
    named = [path for name in ("job-aid", "facilitator") for path in folder.glob(f"{name}.*.md")]
    assert written == {path.name: path.read_text().split("\n---\n\n", 1)[1] for path in named}


def test_an_empty_platform_gives_the_package_back_byte_by_byte(app, session, shipped, tmp_path):
    load_pack(shipped.again, is_demonstration=False, at=clock.now())
    session.commit()

    output = tmp_path / "back.zip"
    result = app.test_cli_runner().invoke(args=["content", "export", shipped.document.slug, "--output", str(output)])

    assert result.exit_code == 0, result.output
    assert output.read_bytes() == shipped.package
    assert session.scalars(select(Edition.is_reviewed)).all() == [True]
    load_pack(shipped.again, is_demonstration=False, at=clock.now())
    assert session.scalar(select(func.count()).select_from(PackageRecord)) == 1


def test_a_note_that_is_not_translated_yet_does_not_hinder_the_package(tmp_path):
    document = sound_document()
    lesson, *others = document.lessons
    noted = msgspec.structs.replace(lesson, content_note={"en": "A note."})
    _path, read = round_trip(msgspec.structs.replace(document, lessons=(noted, *others)), tmp_path)
    assert read.document.lessons[0].content_note == {"en": "A note."}


def test_a_module_of_which_nothing_is_said_keeps_its_hash_and_has_no_file(tmp_path):
    document = sound_document()
    assert "translation" not in msgspec.to_builtins(document)
    path, read = round_trip(document, tmp_path)
    assert "practice/translation.yaml" not in zipfile.ZipFile(path).namelist()
    assert hash_of(read.document) == hash_of(document)


def test_what_cannot_be_true_is_named(app):
    bad = {
        "title": {"en": Rendition("approved"), "ru": Rendition("missing")},
        "nowhere/at/all": {"ky": Rendition("approved")},
        "summary": {"ky": Rendition("approved", "no hash")},
    }
    with app.test_request_context("/en/"):
        found = [p for p in check_document(with_states(bad), KNOWN) if p.place[0] == "translation"]
    errors = {p.place: p.text for p in found if p.level is Level.ERROR}
    assert errors.keys() == {("translation", "title", "en"), ("translation", "summary", "ky", "of")}
    advice = {p.place for p in found if p.level is Level.WARNING}
    assert advice == {("translation", "title", "ru"), ("translation", "nowhere/at/all", "ky")}


def test_a_state_that_does_not_exist_is_refused_with_its_line(tmp_path):
    files = zipfile.ZipFile(io.BytesIO(write_pack(with_states(STATES), lambda _sha: b"")))
    for name in files.namelist():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.read(name).replace(b"state: legally-checked", b"state: outdated"))
    read = read_pack(open_pack(tmp_path / "practice"), KNOWN)
    assert read.document is None
    (problem,) = [p for p in read.report.errors if p.file.endswith("translation.yaml")]
    lines = (tmp_path / "practice/translation.yaml").read_text().split("\n")
    assert lines[problem.line - 1].strip() == "state: outdated"


def test_the_shipped_texts_say_honestly_how_far_they_are():
    for folder in (path.parent for path in Path("content").glob("*/module.yaml")):
        document = read_unchecked(open_pack(folder), KNOWN).document
        assert set(tally_of(document, "ky")) == {State.MACHINE_DRAFT}
        assert set(tally_of(document, "ru")) == {State.TRANSLATED}
        assert set(tally_of(document, "en")) == {State.SOURCE}
