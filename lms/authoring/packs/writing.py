"""From a document back to a package: a zip file that loads again and gives the same document."""

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter, itemgetter
from typing import IO, Any

import msgspec
import yaml

from lms.authoring.carrying import SourceChange, carried
from lms.authoring.packs.recordings import ABOUT, said_of
from lms.authoring.packs.signing import NOTHING, Papers
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.guarding import without_material
from lms.core.i18n import LANGUAGES
from lms.core.markdown.parsing import RECORDINGS
from lms.core.zips import pack

_NOT_IN_MODULE = ("lessons", "handouts", "checks", "questions", "scenario", "sources", "media", "translation")


def write_pack(document: ModuleDocument, media: Callable[[str], bytes], papers: Papers = NOTHING) -> bytes:
    """The zip file. ``media`` gives the bytes of a picture by its SHA-256."""
    buffer = io.BytesIO()
    write_pack_to(buffer, document, media, papers)
    return buffer.getvalue()


def write_pack_to(
    stream: IO[bytes], document: ModuleDocument, media: Callable[[str], bytes], papers: Papers = NOTHING
) -> None:
    """The same into a file, one recording in memory at a time."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in chain(_files(document, media), _papers(papers)):
            # Sound and film are as small as they get.
            kind = zipfile.ZIP_STORED if name.endswith(RECORDINGS) else zipfile.ZIP_DEFLATED
            pack(archive, f"{document.slug}/{name}", content, kind)


def _files(document: ModuleDocument, media: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    """In the order in which they are read, whatever order the document came to have in the studio or the database.

    Material for analysis stays here: its boxes leave empty, its files not at all.
    """
    shown = without_material(document)
    document = document if shown is document else carried(document, shown, SourceChange.TYPO)
    data = _by_language(msgspec.to_builtins(document, order="deterministic"))
    yield "module.yaml", _yaml({name: value for name, value in data.items() if name not in _NOT_IN_MODULE})
    yield from _written(data)
    for folder in ("checks", "questions"):
        for question in sorted(data[folder], key=itemgetter("key")):
            yield f"{folder}/{question['key']}.yaml", _yaml(question)
    if data.get("scenario"):
        yield "scenario.yaml", _yaml(data["scenario"])
    if data.get("sources"):
        yield "sources.yaml", _yaml(sorted(data["sources"], key=itemgetter("key")))
    if document.translation:
        yield "translation.yaml", _yaml(_by_number(data["translation"]))
    for file in sorted(document.media, key=attrgetter("name")):
        yield f"media/{file.name}", media(file.sha256)
        if file.is_recording:
            yield f"media/{file.name}{ABOUT}", _yaml(said_of(file))


def _papers(papers: Papers) -> Iterator[tuple[str, bytes]]:
    for path, rows in (("reviews.yaml", papers.signatures), ("wording.yaml", papers.kept)):
        if rows:
            said = (msgspec.to_builtins(row) for row in rows)
            yield path, _yaml([{name: value for name, value in row.items() if value is not None} for row in said])
    for path, text in (("open-questions.md", papers.open_questions), ("findings.md", papers.findings)):
        if text:
            yield path, text.encode()


def _by_language(data: Any) -> Any:
    """With every mapping by language in the order of pages: in the database its names are sorted as letters are."""
    if isinstance(data, dict):
        names = [code for code in LANGUAGES if code in data] if data.keys() <= set(LANGUAGES) else data
        return {name: _by_language(data[name]) for name in names}
    if isinstance(data, list | tuple):
        return [_by_language(item) for item in data]
    return data


def _by_number(states: dict[str, Any]) -> dict[str, Any]:
    """By identity, the tenth paragraph after the ninth."""
    by_number = sorted(
        states, key=lambda identity: [part.zfill(6) if part.isdigit() else part for part in identity.split("/")]
    )
    return {identity: states[identity] for identity in by_number}


def _written(data: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for number, lesson in enumerate(data["lessons"], start=1):
        yield from _lesson(number, lesson)
    for handout in sorted(data.get("handouts", ()), key=itemgetter("key")):
        for language, text in handout["texts"].items():
            yield f"{handout['key']}.{language}.md", _markdown({"title": text["title"]}, text["body"])


def _lesson(number: int, lesson: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for language, text in lesson["texts"].items():
        front: dict[str, Any] = {"title": text["title"], "summary": text["summary"]}
        front |= {name: lesson[name] for name in ("minutes", "objectives")}
        if language in lesson.get("content_note", ()):
            front["content_note"] = lesson["content_note"][language]
        yield f"lessons/{number:02d}-{lesson['key']}.{language}.md", _markdown(front, text["body"])


def _markdown(front: dict[str, Any], body: str) -> bytes:
    return b"---\n" + _yaml(front) + b"---\n\n" + body.encode()


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, so that people can read and mend a package."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def _yaml(data: Any) -> bytes:
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
