"""From the files of a package to one typed document, keeping for every place the file and line that says it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from lms.authoring.packs.checks import Known, check_document, check_texts
from lms.authoring.packs.downloads import TYPES as DOCUMENTS
from lms.authoring.packs.downloads import look_into
from lms.authoring.packs.files import PackFiles, Renamed
from lms.authoring.packs.marked_yaml import Marked, Slip, read_yaml
from lms.authoring.packs.passed import Passed
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.authoring.packs.problems import Level, Located, Place, Places, Problem, Report
from lms.authoring.packs.recordings import (
    ABOUT,
    ANALYSIS,
    TYPES,
    facts_from,
    has_ending_of,
    is_about,
    is_about_picture,
    listen_to,
    seconds_of,
)
from lms.authoring.packs.shapes import convert
from lms.authoring.packs.signing import Kept, Papers, Signature, complete
from lms.authoring.packs.texts import canonical_body, sources_cited
from lms.catalogue.documents import DOWNLOADS, ModuleDocument
from lms.core.i18n import _
from lms.core.markdown.parsing import RECORDINGS
from lms.questions.documents import hash_of

HANDOUT = re.compile(r"(?P<key>job-aid|facilitator)\.(?P<language>ky|ru|en)\.md")
LESSON = re.compile(r"lessons/(?P<number>\d+)-(?P<key>[a-z0-9][a-z0-9-]*)\.(?P<language>ky|ru|en)\.md")
QUESTION = re.compile(r"(?P<folder>checks|questions)/(?P<key>[a-z0-9][a-z0-9-]*)\.yaml")
ALONE = frozenset(
    {
        "module.yaml",
        "scenario.yaml",
        "sources.yaml",
        "translation.yaml",
        "reviews.yaml",
        "wording.yaml",
        "open-questions.md",
        "findings.md",
    }
)
T = TypeVar("T")
SAID = ("length", "languages", "text", "captions", ANALYSIS)
#: Bytes of one text, and of all: as data they take some hundred times as much.
LARGEST_TEXT, MOST_TEXTS = 1024 * 1024, 8 * 1024 * 1024


@dataclass
class Pack:
    """A package as read: the document if its shape fits, its media, what stands beside it, what is wrong with it."""

    name: str
    slug: str
    document: ModuleDocument | None
    media: Mapping[str, bytes]
    papers: Papers
    is_wording: bool
    report: Report
    #: Of a package that has passed the checks, where it is asked.
    mark: str = ""
    #: Which states of translations may be published here, by language.
    publishable: dict[str, frozenset[str]] = field(default_factory=lambda: Known().publishable)


def read_pack(pack: PackFiles, known: Known, passed: Passed | None = None) -> Pack:
    """Read and check everything; nothing is stored. What has ``passed`` the same checks is read only."""
    return _read(pack, known, passed, is_checked=True)


def read_unchecked(pack: PackFiles, known: Known) -> Pack:
    """Read only; the report names what cannot be read."""
    return _read(pack, known, None, is_checked=False)


def _read(pack: PackFiles, known: Known, passed: Passed | None, *, is_checked: bool) -> Pack:
    reader = _Reader(pack, known)
    raw = reader.raw_document()
    document, misfits = convert(raw, ModuleDocument)
    reader.note(*misfits)
    signatures, kept = reader.rows("reviews.yaml", Signature), reader.rows("wording.yaml", Kept)
    papers = Papers(signatures, kept, reader.beside("open-questions.md"), reader.beside("findings.md"))
    mark = passed.mark_of(document, papers) if passed is not None and document is not None else ""
    if document is None:
        reader.note(*check_texts(raw, known))
    elif is_checked and (passed is None or mark not in passed.marks):
        reader.note(*check_document(document, _with_what_stands(known, document, papers)))
    return Pack(
        name=pack.name,
        slug=str(raw.get("slug", pack.name)),
        document=document,
        media=Renamed(pack.files, reader.media),
        papers=papers,
        is_wording=reader.is_wording,
        report=reader.report,
        mark="" if reader.report.errors else mark,
        publishable=known.publishable,
    )


def _with_what_stands(known: Known, document: ModuleDocument, papers: Papers) -> Known:
    """With the words that reviewers let stand, beside their signatures on exactly this text."""
    if not papers.kept or complete(papers.signatures, hash_of(document)) is None:
        return known
    return replace(known, decided={one.mark: True for one in papers.kept if one.reason.strip()})


@dataclass
class _Reader:
    pack: PackFiles
    known: Known
    report: Report = field(default_factory=Report)
    media: dict[str, str] = field(default_factory=dict)
    is_wording: bool = False
    text_bytes: int = 0

    def __post_init__(self) -> None:
        self.places = Places(self.pack.name)

    def note(self, *problems: Problem) -> None:
        self.report.add(*(self.places.locate(problem) for problem in problems))

    def slip(self, file: str, line: int, text: str, level: Level = Level.ERROR) -> None:
        self.report.add(Located(f"{self.pack.name}/{file}", line, text, level))

    # ── The parts ────────────────────────────────────────────────────────────

    def raw_document(self) -> dict[str, Any]:
        raw = self._module()
        raw["lessons"] = self._lessons(str(raw.get("source_language", "en")))
        handouts = self._handouts()
        if handouts:
            raw["handouts"] = handouts
        raw["checks"], raw["questions"] = self._questions("checks"), self._questions("questions")
        scenario = self._mapping("scenario.yaml", ("scenario",))
        if scenario is not None:
            raw["scenario"] = scenario
        translation = self._mapping("translation.yaml", ("translation",))
        if translation is not None:
            raw["translation"] = translation
        raw["media"] = self._media()
        raw["sources"] = self._sources(raw)
        self._strangers()
        return raw

    def _module(self) -> dict[str, Any]:
        raw = self._mapping("module.yaml", ())
        if raw is None:
            if "module.yaml" not in self.pack.files:
                self.slip("module.yaml", 1, _("The file is missing. A package begins with it."))
            return {}
        change = raw.pop("change", "content")
        if change not in ("content", "wording"):
            self.slip("module.yaml", self.places.known[("change",)][1], _("“change” is content or wording."))
        self.is_wording = change == "wording"
        return raw

    def _lessons(self, source: str) -> list[dict[str, Any]]:
        lessons: dict[tuple[int, str], dict[str, Any]] = {}
        for path in sorted(self.pack.files):
            found = LESSON.fullmatch(path)
            if found:
                name = (int(found["number"]), found["key"])
                lessons.setdefault(name, {})[found["language"]] = self._written(path, "lessons", found)
        made = []
        for (_number, key), texts in sorted(lessons.items()):
            made.append(self._lesson(key, texts, source))
        return made

    def _lesson(self, key: str, texts: dict[str, dict[str, Any]], source: str) -> dict[str, Any]:
        chief = texts.get(source) or next(iter(texts.values()))
        lesson: dict[str, Any] = {"key": key, "texts": {}}
        for name in ("minutes", "objectives"):
            if name in chief:
                lesson[name] = chief[name]
        notes = {}
        for language, text in texts.items():
            place: Place = ("lessons", key, "texts", language)
            for name in ("minutes", "objectives"):
                said = text.pop(name, None)
                if said != lesson.get(name):
                    self.note(Problem((*place, name), _("“%(name)s” differs between the languages.", name=name)))
            if "content_note" in text:
                notes[language] = text.pop("content_note")
            lesson["texts"][language] = text
        if notes:
            lesson["content_note"] = notes
        return lesson

    def _handouts(self) -> list[dict[str, Any]]:
        texts: dict[str, dict[str, Any]] = {}
        for path in sorted(self.pack.files):
            found = HANDOUT.fullmatch(path)
            if found:
                texts.setdefault(found["key"], {})[found["language"]] = self._written(path, "handouts", found)
        return [{"key": key, "texts": of_key} for key, of_key in texts.items()]

    def _written(self, path: str, field_name: str, named: re.Match[str]) -> dict[str, Any]:
        """Front matter and Markdown."""
        place: Place = (field_name, named["key"], "texts", named["language"])
        self.places.add(place[:2], path, 1)
        self.places.add(place, path, 1)
        text = self._text(path)
        front, body = front_matter(text)
        if front is None:
            self.slip(path, 1, _("The text does not begin with front matter between two lines of three dashes."))
            return {"body": canonical_body(text)}
        facts = self._yaml(path, front, place, first_line=2)
        before = front.count("\n") + 4 + len(body) - len(body.lstrip("\n"))
        self.places.add((*place, "body"), path, before)
        return {**(facts or {}), "body": canonical_body(body)}

    def _questions(self, folder: str) -> list[dict[str, Any]]:
        made = []
        for path in sorted(self.pack.files, key=lambda path: path.removesuffix(".yaml")):
            found = QUESTION.fullmatch(path)
            if not found or found["folder"] != folder:
                continue
            raw = self._mapping(path, (folder, found["key"]))
            if raw is not None:
                if raw.get("key") != found["key"]:
                    self.note(Problem((folder, found["key"], "key"), _("The key differs from the name of the file.")))
                made.append({**raw, "key": found["key"]})
        return made

    def _media(self) -> list[dict[str, Any]]:
        made = []
        for path in sorted(self.pack.files):
            if not path.startswith("media/"):
                continue
            if is_about(path) or is_about_picture(path):
                self._expect_described(path)
                continue
            name, content = path.removeprefix("media/"), self.pack.files[path]
            if path + ABOUT not in self.pack.files:
                self.places.add(("media", name), path, 1)
            try:
                if name.endswith(RECORDINGS):
                    made.append(self._recording(path, name, content))
                    self.media[name] = path
                    continue
                if name.endswith(tuple(DOWNLOADS)):
                    made.append(self._document(path, name, content))
                    self.media[name] = path
                    continue
                picture = look_at(content)
            except NoPicture as error:
                self.slip(path, 1, str(error))
                continue
            self.media[name] = path
            facts = media_facts(name, content, picture.type, picture.width, picture.height)
            made.append(facts | self._about_picture(path, name))
        return made

    def _recording(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """A recording with what the file beside it says of it. Raises ``NoRecording``."""
        kind = listen_to(content)
        if not has_ending_of(name, kind):
            self.slip(path, 1, _("The name of this file must end in %(ending)s.", ending=TYPES[kind]))
        about, place = path + ABOUT, ("media", name)
        said = self._mapping(about, place) or {}
        for field_name in said:
            if field_name not in SAID:
                text = _("“%(name)s” is not known here; known are %(known)s.", name=field_name, known=", ".join(SAID))
                self.note(Problem((*place, field_name), text))
        if said.get("length") is not None and seconds_of(said["length"]) is None:
            self.note(Problem((*place, "length"), _("The length is written in minutes and seconds, for example 4:05.")))
        return media_facts(name, content, kind, None, None) | facts_from(said)

    def _document(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """A document that a lesson gives away. Raises ``NoDownload``."""
        kind = look_into(content)
        if DOCUMENTS[kind] != f".{name.rpartition('.')[2]}":
            self.slip(path, 1, _("The name of this file must end in %(ending)s.", ending=DOCUMENTS[kind]))
        return media_facts(name, content, kind, None, None)

    def _about_picture(self, path: str, name: str) -> dict[str, Any]:
        """Whether the file beside a picture says that it is material for analysis."""
        about, place = path + ABOUT, ("media", name)
        if about not in self.pack.files:
            return {}
        said = self._mapping(about, place) or {}
        for field_name in said:
            if field_name != ANALYSIS:
                text = _("“%(name)s” is not known here; known are %(known)s.", name=field_name, known=ANALYSIS)
                self.note(Problem((*place, field_name), text))
        return {ANALYSIS: True} if said.get(ANALYSIS) is True else {}

    def _expect_described(self, path: str) -> None:
        if path.removesuffix(ABOUT) not in self.pack.files:
            missing = _("The picture that this file describes is missing.")
            self.slip(path, 1, _("The recording that this file describes is missing.") if is_about(path) else missing)

    def _sources(self, raw: dict[str, Any]) -> list[dict[str, Any]]:
        """Those of the package itself, and of the common list those that are cited."""
        own = self._yaml("sources.yaml", self._text("sources.yaml"), ("sources",)) if self._has("sources.yaml") else []
        if not isinstance(own, list):
            self.slip("sources.yaml", 1, _("This file is a list."))
            own = []
        common = {key: self.known.sources[key] for key in sources_cited(raw) if key in self.known.sources}
        named = {**common, **{str(item.get("key")): item for item in own if isinstance(item, dict)}}
        return [named[key] for key in sorted(named)]

    def rows(self, path: str, kind: type[T]) -> tuple[T, ...]:
        """What a file says beside the document; nothing if there is no such file."""
        if not self._has(path):
            return ()
        raw = self._yaml(path, self._text(path), (path.removesuffix(".yaml"),))
        found, misfits = convert(raw or [], tuple[kind, ...])  # type: ignore[valid-type]
        self.report.add(*(Located(f"{self.pack.name}/{path}", 1, misfit.text) for misfit in misfits))
        return found or ()

    def beside(self, path: str) -> str:
        """A text that is no part of the document; empty if there is no such file."""
        return self._text(path) if self._has(path) else ""

    def _strangers(self) -> None:
        for path in sorted(self.pack.files):
            is_known = path in ALONE or path.startswith("media/")
            if not is_known and not any(kind.fullmatch(path) for kind in (LESSON, HANDOUT, QUESTION)):
                self.slip(path, 1, _("This file is not part of a package; it is left out."), Level.WARNING)

    # ── Files ────────────────────────────────────────────────────────────────

    def _has(self, path: str) -> bool:
        return path in self.pack.files

    def _text(self, path: str) -> str:
        content = self.pack.files[path]
        self.text_bytes += len(content)
        if len(content) > LARGEST_TEXT or self.text_bytes > MOST_TEXTS:
            self.slip(path, 1, _("The file has more text than can be read at once. Take it apart into several files."))
            return ""
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.slip(path, line, _("The file is not UTF-8."))
            return ""

    def _mapping(self, path: str, place: Place) -> dict[str, Any] | None:
        if not self._has(path):
            return None
        self.places.add(place, path, 1)
        raw = self._yaml(path, self._text(path), place)
        if not isinstance(raw, dict):
            if raw is not None or not self.report.errors:
                self.slip(path, 1, _("This file is not a mapping of names to values."))
            return None
        return raw

    def _yaml(self, path: str, text: str, place: Place, *, first_line: int = 1) -> Any:
        try:
            marked: Marked = read_yaml(text)
        except Slip as slip:
            self.slip(path, slip.line + first_line - 1, slip.text)
            return None
        for inside, line in marked.lines.items():
            self.places.add((*place, *inside), path, line + first_line - 1)
        return marked.data


def media_facts(name: str, content: bytes, kind: str, width: int | None, height: int | None) -> dict[str, Any]:
    """A picture or recording as the document names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    facts = {"name": name, "sha256": sha256, "type": kind, "size": len(content)}
    return facts | ({"width": width, "height": height} if width and height else {})


def front_matter(text: str) -> tuple[str | None, str]:
    if not text.startswith("---\n"):
        return None, text
    front, line, body = text[4:].partition("\n---\n")
    return (front, body) if line else (None, text)
