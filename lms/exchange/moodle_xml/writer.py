"""Questions as Moodle XML.

A text in several languages is written with spans for Moodle's filter; a text with gaps, whose gaps would be counted
twice, as one question for each language, tied by its tags ``key:…`` and ``language:…``.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from lxml import etree

from lms.core.i18n import LANGUAGES, _
from lms.exchange.by_language import TAG, languages_of, only
from lms.exchange.gap_texts import order_tag
from lms.exchange.moodle_xml.markup import sub, wrapped
from lms.exchange.moodle_xml.writing import Target, writer_of
from lms.exchange.notes import Notes
from lms.exchange.readings import Written
from lms.exchange.shared import facts_as_tags
from lms.questions.documents import Question

_NOTHING: Mapping[str, bytes] = MappingProxyType({})


def write(questions: Sequence[Question], *, media: Mapping[str, bytes] = _NOTHING) -> Written:
    """The file, and what it could not hold. ``media``: bytes of the pictures that questions name."""
    root = etree.Element("quiz")
    remarks = []
    category: str | None = None
    for number, question in enumerate(questions, start=1):
        notes = Notes(question.key, number)
        if question.category != category:
            category = question.category
            _category(root, category or "")
        _question(root, question, notes, media)
        remarks += notes.remarks
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return Written(content, remarks)


def _category(root: Any, category: str) -> None:
    element = sub(root, "question", type="category")
    path = "/".join(["$course$", "top", *(name.replace("⁄", "//") for name in category.split("/") if name)])
    wrapped(element, "category", path)


def _question(root: Any, question: Question, notes: Notes, media: Mapping[str, bytes]) -> None:
    found = writer_of(question)
    if found is None:
        notes.left_out(_("Left out: Moodle has no type for a question of this kind."))
        return
    if question.image is not None and question.image.name not in media:
        notes.lost(_("The picture is not there, so it is left out."))
        question = msgspec.structs.replace(question, image=None)
    languages = languages_of(question) or list(LANGUAGES[:1])
    if question.kind != "gap-fill":
        _one(root, question, notes, media, languages)
        return
    for language in languages:
        _one(root, only(question, language), notes, media, [language])


def _one(root: Any, question: Question, notes: Notes, media: Mapping[str, bytes], languages: list[str]) -> None:
    type_, fill = writer_of(question) or ("", None)
    element = sub(root, "question", type=type_)
    wrapped(element, "name", question.key)
    target = Target(element, question, notes, media, languages)
    if fill is not None:
        fill(target)
    tags = sub(element, "tags")
    for tag in [*facts_as_tags(question), *_more_tags(question, languages[0])]:
        wrapped(tags, "tag", tag)


def _more_tags(question: Question, language: str) -> list[str]:
    """What ties the languages of a text with gaps."""
    return [f"{TAG}{language}", order_tag(question, language)] if question.kind == "gap-fill" else []
