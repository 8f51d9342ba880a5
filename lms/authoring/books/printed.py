"""A PDF for study on paper: one edition, the chosen languages one after the other, always the same bytes.

Checks, answers, recordings and the tests are treated as in the other books (``chapters``).
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import escape

from lms.authoring.books.chapters import drawn, drawn_job_aid
from lms.authoring.books.nodes import nodes_of
from lms.authoring.books.notes import notes_on, states_of
from lms.catalogue.documents import JOB_AID, Lesson, MediaFile, ModuleDocument
from lms.catalogue.guarding import without_material
from lms.catalogue.models import Edition
from lms.core.i18n import NATIVE_NAMES, _, in_language, speaking
from lms.documents import render_pdf, written_otherwise
from lms.ui.filters import long_date

TEMPLATE = Path(__file__).with_name("book.typ")
TYPE = "application/pdf"


def write_pdf(
    document: ModuleDocument,
    languages: Sequence[str],
    media: Callable[[str], bytes],
    *,
    service: Mapping[str, str],
    edition: Edition,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> bytes:
    """The book. ``media`` gives the bytes of a picture by its SHA-256; ``told`` hears how many lessons are drawn.

    Raises DocumentRefused.
    """
    # Drawings are kept with a document, and these are of no page.
    document = without_material(msgspec.structs.replace(document))
    pieces = len(languages) * len(document.lessons)
    parts = []
    for code in languages:
        parts.append(_part(document, code, service, edition))
        told(len(parts) * len(document.lessons), pieces)
    title = " · ".join(dict.fromkeys(part["title"] for part in parts))
    pictures = _pictures(document, parts, media)
    facts = written_otherwise({"code": document.code, "parts": parts, "pictures": pictures, "title": title})
    at = edition.published_at
    return render_pdf(TEMPLATE, language=languages[0], title=facts.pop("title"), facts=facts, at=at)


def _part(document: ModuleDocument, code: str, service: Mapping[str, str], edition: Edition) -> dict[str, Any]:
    """The module in one language."""
    with speaking(code):
        words = {
            "contents": _("Contents"),
            "edition": _("Edition %(number)s", number=edition.number),
            # i18n: on the first page of a book; the date is the day on which the edition was published
            "published": _("Published on %(date)s", date=long_date(edition.published_at)),
            "objectives": _("After this module you will be able to"),
            "notes": notes_on(document, code, is_reviewed=edition.is_reviewed),
        }
        objectives = [one.text[code] for one in document.objectives if code in one.text]
    return {
        "language": code,
        "name": NATIVE_NAMES[code],
        "service": in_language(service, code),
        "title": document.title[code],
        "summary": document.summary[code],
        "words": words,
        "objectives": objectives,
        "lessons": [*(_lesson(document, lesson, code) for lesson in document.lessons), *_job_aid(document, code)],
    }


def _lesson(document: ModuleDocument, lesson: Lesson, code: str) -> dict[str, Any]:
    _title, body = drawn(document, lesson, code)
    heading, *rest = nodes_of(str(body))
    with speaking(code):
        return {"heading": heading, "notes": states_of(document, code, f"lesson:{lesson.key}"), "nodes": rest}


def _job_aid(document: ModuleDocument, code: str) -> Iterator[dict[str, Any]]:
    """The page for work, after the lessons and set like one."""
    sheet = drawn_job_aid(document, code)
    if sheet is not None:
        heading, *rest = nodes_of(str(sheet[1]))
        part = document.handouts_by_key[JOB_AID].part
        with speaking(code):
            yield {"heading": heading, "notes": states_of(document, code, part), "nodes": rest}


def _pictures(
    document: ModuleDocument, parts: Sequence[dict[str, Any]], media: Callable[[str], bytes]
) -> dict[str, str]:
    """Name to a drawing (SVG) of each picture that stands in the book."""
    names = {name for part in parts for lesson in part["lessons"] for name in _names_in(lesson["nodes"])}
    shown = [file for file in document.media if file.name in names]
    return {file.name: drawing_of(file, media(file.sha256)) for file in shown}


def _names_in(nodes: Sequence[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, list):
            yield from _names_in(node)
        elif isinstance(node, dict):
            yield from [node["name"]] if node.get("t") == "picture" else _names_in(node.get("c", ()))


def drawing_of(file: MediaFile, content: bytes) -> str:
    """A picture as text, which is how facts travel to the typesetter; a photograph lies in a drawing of its size."""
    if file.type == "image/svg+xml":
        return content.decode()
    width, height = file.width or 1, file.height or 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'xlink:href="data:{escape(file.type)};base64,{b64encode(content).decode()}"/></svg>'
    )
