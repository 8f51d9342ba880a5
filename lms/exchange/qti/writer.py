"""Questions as a QTI package. Every language of a question is an item of its own; the keywords ``key:…`` and
``language:…`` of their resources tie them together again.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from lxml import etree

from lms.core.i18n import LANGUAGES, _
from lms.core.zips import pack
from lms.exchange.by_language import TAG, languages_of, only
from lms.exchange.gap_texts import order_tag
from lms.exchange.html_texts import clean
from lms.exchange.notes import Notes
from lms.exchange.pictures import MEDIA_TYPES
from lms.exchange.qti.making import Maker
from lms.exchange.qti.names import identifier
from lms.exchange.qti.package import MANIFEST
from lms.exchange.qti.processing import FEEDBACK, SCORE, Processing
from lms.exchange.qti.reader import CATEGORY
from lms.exchange.qti.source import EXPLANATION
from lms.exchange.qti.typed import WORDS
from lms.exchange.qti.versions import DIALECTS, Dialect, Version
from lms.exchange.qti.writing import WRITERS, Target
from lms.exchange.readings import Written
from lms.exchange.shared import facts_as_tags
from lms.questions.documents import Question

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
MEDIA = "media"


def write(questions: Sequence[Question], *, media: Mapping[str, bytes] = _NOTHING, version: Version = "3.0") -> Written:
    """The zip file of the package, and what it could not hold. ``media``: bytes of the pictures that questions name."""
    dialect = DIALECTS[version]
    files: dict[str, bytes] = {}
    resources: list[tuple[str, str, list[str], list[str]]] = []
    remarks = []
    for number, question in enumerate(questions, start=1):
        notes = Notes(question.key, number)
        for one, language in _in_languages(question, notes, media):
            name = f"{identifier(one.key)}-{language}"
            path = f"items/{name}.xml"
            files[path] = _item(one, language, name, dialect, notes)
            pictures = [f"{MEDIA}/{one.image.name}"] if one.image else []
            files.update({picture: media[picture.removeprefix(f"{MEDIA}/")] for picture in pictures})
            resources.append((name, path, _tags(one, language), pictures))
        remarks += notes.remarks
    files = {MANIFEST: _manifest(resources, dialect), **files}
    return Written(_zip(files), remarks)


def _in_languages(question: Question, notes: Notes, media: Mapping[str, bytes]) -> list[tuple[Question, str]]:
    if question.kind not in WRITERS:
        notes.left_out(_("Left out: QTI has no interaction for a question of this kind."))
        return []
    image = question.image
    if image is not None and (image.name not in media or not _is_name(image.name)):
        notes.lost(_("The picture is not there, so it is left out."))
        question = msgspec.structs.replace(question, image=None)
    return [(only(question, code), code) for code in languages_of(question) or LANGUAGES[:1]]


def _is_name(name: str) -> bool:
    return "/" not in name and any(name.endswith(ending) for ending in MEDIA_TYPES)


def _tags(question: Question, language: str) -> list[str]:
    tags = [*facts_as_tags(question), f"{TAG}{language}"]
    if question.kind == "error-text":
        tags.append(order_tag(question, language))
    if question.category:
        tags.append(f"{CATEGORY}{question.category}")
    rubric = question.rubric
    if rubric and (rubric.least_words or rubric.most_words):
        tags.append(f"{WORDS}{rubric.least_words or ''}-{rubric.most_words or ''}")
    return tags


def _item(question: Question, language: str, name: str, dialect: Dialect, notes: Notes) -> bytes:
    make = Maker(dialect)
    facts = {"identifier": name, "title": question.key, "adaptive": "false", "timeDependent": "false"}
    root = make.root("assessmentItem", language, facts)
    score = make.sub(root, "outcomeDeclaration", identifier=SCORE, cardinality="single", baseType="float")
    if question.kind == "essay":
        score.set("external-scored" if dialect.kebab else "externalScored", "human")
    make.sub(make.sub(score, "defaultValue"), "value", "0")
    make.sub(root, "outcomeDeclaration", identifier=FEEDBACK, cardinality="multiple", baseType="identifier")
    body = make.sub(root, "itemBody")
    processing = make.sub(root, "responseProcessing")
    target = Target(make, root, body, Processing(make, processing), question, language, notes, [])
    _before(target)
    WRITERS[question.kind](target)
    target.say(EXPLANATION, question.explanation, question.explanation_sources)
    if any(name == EXPLANATION for name, _text in target.feedback):
        target.processing.open(processing, EXPLANATION)
    if not len(processing):
        root.remove(processing)
    for said, text in target.feedback:
        modal = make.sub(root, "modalFeedback", outcomeIdentifier=FEEDBACK, identifier=said, showHide="show")
        make.block(make.content(modal), text)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def _before(target: Target) -> None:
    """Case and picture."""
    question = target.question
    if target.text(question.case):
        target.make.block(target.body, target.text(question.case), "case")
    if question.image is not None:
        paragraph = target.make.sub(target.body, "p")
        source = f"../{MEDIA}/{question.image.name}"
        target.make.sub(paragraph, "img", src=source, alt=target.text(question.image.alt))


def _manifest(resources: Sequence[tuple[str, str, list[str], list[str]]], dialect: Dialect) -> bytes:
    space = dialect.manifest
    root = etree.Element(f"{{{space}}}manifest", {"identifier": "MANIFEST"}, nsmap={None: space, "lom": _LOM})
    root.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", f"{space} {dialect.manifest_schema}")
    metadata = etree.SubElement(root, f"{{{space}}}metadata")
    etree.SubElement(metadata, f"{{{space}}}schema").text = dialect.package
    etree.SubElement(metadata, f"{{{space}}}schemaversion").text = dialect.package_version
    etree.SubElement(root, f"{{{space}}}organizations")
    listed = etree.SubElement(root, f"{{{space}}}resources")
    for name, path, tags, pictures in resources:
        facts = {"identifier": f"RES-{name}", "type": dialect.resource, "href": path}
        resource = etree.SubElement(listed, f"{{{space}}}resource", facts)
        _keywords(etree.SubElement(resource, f"{{{space}}}metadata"), tags)
        etree.SubElement(resource, f"{{{space}}}file", href=path)
        for picture in pictures:
            etree.SubElement(resource, f"{{{space}}}dependency", identifierref=_picture_id(picture))
    for picture in dict.fromkeys(picture for *_more, pictures in resources for picture in pictures):
        facts = {"identifier": _picture_id(picture), "type": "webcontent", "href": picture}
        resource = etree.SubElement(listed, f"{{{space}}}resource", facts)
        etree.SubElement(resource, f"{{{space}}}file", href=picture)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return content


def _picture_id(path: str) -> str:
    return f"MEDIA-{path.removeprefix(f'{MEDIA}/')}"


def _keywords(metadata: Any, tags: Sequence[str]) -> None:
    lom = etree.SubElement(metadata, f"{{{_LOM}}}lom")
    general = etree.SubElement(lom, f"{{{_LOM}}}general")
    for tag in tags:
        keyword = etree.SubElement(general, f"{{{_LOM}}}keyword")
        etree.SubElement(keyword, f"{{{_LOM}}}string", language="x-none").text = clean(tag)


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            pack(archive, path, content)
    return stream.getvalue()
