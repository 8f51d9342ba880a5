"""From the files of a package to one typed document, keeping for every place the file and line that says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lms.authoring.packs.checks import Known, check_document, check_texts
from lms.authoring.packs.file_reading import FileReader, front_matter
from lms.authoring.packs.files import PackFiles, Renamed
from lms.authoring.packs.media_reading import MediaReader
from lms.authoring.packs.passed import Passed
from lms.authoring.packs.problems import Level, Place, Problem, Report
from lms.authoring.packs.shapes import convert
from lms.authoring.packs.signing import Kept, Papers, Signature, complete
from lms.authoring.packs.texts import canonical_body, sources_cited
from lms.authoring.packs.weighing import among
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
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
    reader = _Reader(pack, known=known)
    raw = reader.raw_document()
    document, misfits = convert(raw, ModuleDocument)
    reader.note(*misfits)
    signatures, kept = reader.rows("reviews.yaml", Signature), reader.rows("wording.yaml", Kept)
    papers = Papers(signatures, kept, reader.beside("open-questions.md"), reader.beside("findings.md"))
    media = Renamed(pack.files, reader.media.paths)
    mark = passed.mark_of(document, papers) if passed is not None and document is not None else ""
    if document is None:
        reader.note(*check_texts(raw, known))
    elif is_checked and (passed is None or mark not in passed.marks):
        reader.note(*check_document(document, _with_what_stands(replace(known, weigh=among(media)), document, papers)))
    return Pack(
        name=pack.name,
        slug=str(raw.get("slug", pack.name)),
        document=document,
        media=media,
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


@dataclass(kw_only=True)
class _Reader(FileReader):
    known: Known
    is_wording: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.media = MediaReader(self)

    # ── The parts ────────────────────────────────────────────────────────────

    def raw_document(self) -> dict[str, Any]:
        raw = self._module()
        raw["lessons"] = self._lessons(str(raw.get("source_language", "en")))
        handouts = self._handouts()
        if handouts:
            raw["handouts"] = handouts
        raw["checks"], raw["questions"] = self._questions("checks"), self._questions("questions")
        scenario = self.mapping("scenario.yaml", ("scenario",))
        if scenario is not None:
            raw["scenario"] = scenario
        translation = self.mapping("translation.yaml", ("translation",))
        if translation is not None:
            raw["translation"] = translation
        raw["media"] = self.media.rows()
        raw["sources"] = self._sources(raw)
        self._strangers()
        return raw

    def _module(self) -> dict[str, Any]:
        raw = self.mapping("module.yaml", ())
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
        text = self.text(path)
        front, body = front_matter(text)
        if front is None:
            self.slip(path, 1, _("The text does not begin with front matter between two lines of three dashes."))
            return {"body": canonical_body(text)}
        facts = self.yaml(path, front, place, first_line=2)
        before = front.count("\n") + 4 + len(body) - len(body.lstrip("\n"))
        self.places.add((*place, "body"), path, before)
        return {**(facts or {}), "body": canonical_body(body)}

    def _questions(self, folder: str) -> list[dict[str, Any]]:
        made = []
        for path in sorted(self.pack.files, key=lambda path: path.removesuffix(".yaml")):
            found = QUESTION.fullmatch(path)
            if not found or found["folder"] != folder:
                continue
            raw = self.mapping(path, (folder, found["key"]))
            if raw is not None:
                if raw.get("key") != found["key"]:
                    self.note(Problem((folder, found["key"], "key"), _("The key differs from the name of the file.")))
                made.append({**raw, "key": found["key"]})
        return made

    def _sources(self, raw: dict[str, Any]) -> list[dict[str, Any]]:
        """Those of the package itself, and of the common list those that are cited."""
        own = self.yaml("sources.yaml", self.text("sources.yaml"), ("sources",)) if self.has("sources.yaml") else []
        if not isinstance(own, list):
            self.slip("sources.yaml", 1, _("This file is a list."))
            own = []
        common = {key: self.known.sources[key] for key in sources_cited(raw) if key in self.known.sources}
        named = {**common, **{str(item.get("key")): item for item in own if isinstance(item, dict)}}
        return [named[key] for key in sorted(named)]

    def _strangers(self) -> None:
        for path in sorted(self.pack.files):
            is_known = path in ALONE or path.startswith("media/")
            if not is_known and not any(kind.fullmatch(path) for kind in (LESSON, HANDOUT, QUESTION)):
                self.slip(path, 1, _("This file is not part of a package; it is left out."), Level.WARNING)
