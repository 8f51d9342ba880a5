"""From a document back to a package: a zip file that loads again and gives the same document."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import yaml

from lms.authoring.packs.recordings import ABOUT, said_of
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import LANGUAGES
from lms.core.markdown.parsing import RECORDINGS

#: Every file bears this moment, so that the same document gives the same bytes.
MOMENT = (2020, 1, 1, 0, 0, 0)
_NOT_IN_MODULE = ("lessons", "checks", "questions", "scenario", "sources", "media", "translation")


def write_pack(document: ModuleDocument, media: Callable[[str], bytes]) -> bytes:
    """The zip file. ``media`` gives the bytes of a picture by its SHA-256."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(document, media):
            member = zipfile.ZipInfo(f"{document.slug}/{name}", MOMENT)
            # Sound and film are as small as they get.
            kind = zipfile.ZIP_STORED if name.endswith(RECORDINGS) else zipfile.ZIP_DEFLATED
            member.compress_type, member.external_attr = kind, 0o644 << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def _files(document: ModuleDocument, media: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    data = msgspec.to_builtins(document)
    yield "module.yaml", _yaml({name: value for name, value in data.items() if name not in _NOT_IN_MODULE})
    for number, lesson in enumerate(data["lessons"], start=1):
        yield from _lesson(number, lesson)
    for folder in ("checks", "questions"):
        for question in data[folder]:
            yield f"{folder}/{question['key']}.yaml", _yaml(question)
    if data.get("scenario"):
        yield "scenario.yaml", _yaml(data["scenario"])
    if data.get("sources"):
        yield "sources.yaml", _yaml(data["sources"])
    if document.translation:
        yield "translation.yaml", _yaml(_in_order(data["translation"]))
    for file in document.media:
        yield f"media/{file.name}", media(file.sha256)
        if file.is_recording:
            yield f"media/{file.name}{ABOUT}", _yaml(said_of(file))


def _in_order(states: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By identity and language, the tenth paragraph after the ninth: however they were said, the bytes are the same."""
    by_number = sorted(
        states, key=lambda identity: [part.zfill(6) if part.isdigit() else part for part in identity.split("/")]
    )
    return {
        identity: {code: states[identity][code] for code in LANGUAGES if code in states[identity]}
        for identity in by_number
    }


def _lesson(number: int, lesson: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for language, text in lesson["texts"].items():
        front: dict[str, Any] = {"title": text["title"], "summary": text["summary"]}
        front |= {name: lesson[name] for name in ("minutes", "objectives")}
        if lesson.get("content_note"):
            front["content_note"] = lesson["content_note"][language]
        content = b"---\n" + _yaml(front) + b"---\n\n" + text["body"].encode()
        yield f"lessons/{number:02d}-{lesson['key']}.{language}.md", content


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, so that people can read and mend a package."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def _yaml(data: Any) -> bytes:
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
