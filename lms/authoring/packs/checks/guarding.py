"""Material shown for analysis that could itself be unlawful: it is marked, has its legal basis and its own box."""

from collections.abc import Iterator

from lms.authoring.packs.problems import Place, Problem
from lms.authoring.packs.texts import media_places, source_key
from lms.catalogue.documents import HandoutText, LessonText, ModuleDocument
from lms.catalogue.guarding import boxes_in
from lms.core.i18n import _
from lms.core.markdown.parsing import BOX_OPEN, MATERIAL, container_of, parse


def guarding_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything about such material."""
    yield from _documents(document)
    for written in document.written:
        for language, text in written.texts.items():
            yield from _text(document, (written.field, written.key, "texts", language, "body"), text)
    for name, questions in (("checks", document.checks), ("questions", document.questions)):
        for question in questions:
            file = document.media_by_name.get(question.image.name) if question.image is not None else None
            if file is not None and file.analysis:
                words = _("Material for analysis is shown in lessons only: “%(name)s”.", name=file.name)
                yield Problem((name, question.key, "image"), words)


def _documents(document: ModuleDocument) -> Iterator[Problem]:
    for file in document.media:
        if file.analysis and file.is_download:
            words = _("“%(name)s” is given away, and material for analysis never is.", name=file.name)
            yield Problem(("media", file.name), words)


def _text(document: ModuleDocument, place: Place, text: LessonText | HandoutText) -> Iterator[Problem]:
    yield from _boxes(document, place, text.body)
    boxes = list(boxes_in(text.body))
    for name, line in media_places(text.body):
        file = document.media_by_name.get(name)
        if file is None or file.analysis is any(first <= line <= last for first, last in boxes):
            continue
        if file.analysis:
            words = _("“%(name)s” is material for analysis; it stands in a box “analysis” only.", name=name)
        else:
            words = _("“%(name)s” stands in a box of material for analysis; mark the file itself too.", name=name)
        yield Problem((*place, line + 1), words)


def _boxes(document: ModuleDocument, place: Place, body: str) -> Iterator[Problem]:
    if MATERIAL not in body:
        return
    for token in parse(body, {}):
        name, attributes = container_of(token) if token.type == BOX_OPEN else ("", {})
        if name != MATERIAL:
            continue
        where: Place = (*place, token.map[0] + 1 if token.map else 1)
        basis = attributes.get("basis", "")
        source = document.sources_by_key.get(source_key(basis))
        if basis and source is None:
            yield Problem(where, _("There is no source “%(key)s”.", key=source_key(basis)))
        elif source is not None and not source.binding:
            yield Problem(
                where, _("The basis for showing this is a law or a treaty; “%(key)s” is none.", key=source.key)
            )
        if attributes.get("left_out"):
            yield Problem(
                where,
                _("Here material for analysis was left out when the package was made. Put it in or take the box out."),
            )
