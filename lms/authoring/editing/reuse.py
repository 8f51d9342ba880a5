"""A question of another module: taken with what it cites and shows, renewed, made one's own."""

import msgspec

from lms.authoring.editing.items import add_item, free_key, replace_item
from lms.authoring.errors import SourceDiffers
from lms.authoring.packs.texts import source_key
from lms.catalogue.documents import MediaFile, ModuleDocument, Source
from lms.questions.documents import Image, Question

#: What each module says for itself about a question.
OWN = {
    "key": "",
    "objective": "",
    "lesson": "",
    "difficulty": 2,
    "form": None,
    "pair": None,
    "tags": (),
    "category": None,
    "origin": None,
}


def content_of(question: Question, document: ModuleDocument) -> Question:
    """What a question says, wherever it stands: two are the same question if this is equal."""
    image = question.image
    file = document.media_by_name.get(image.name) if image else None
    named = Image(file.sha256, image.alt) if image and file else image
    return msgspec.structs.replace(question, **OWN, image=named)


def taken(document: ModuleDocument, question: Question, owner: ModuleDocument) -> tuple[ModuleDocument, str]:
    """The document with a question of another module, and the key that it has here. Raises ``SourceDiffers``."""
    key = free_key("q", [one.key for one in (*document.checks, *document.questions)])
    own = {"key": key, "objective": "", "lesson": "", "form": None, "pair": None, "category": None}
    changed, brought = brought_along(document, question, owner)
    borrowed = msgspec.structs.replace(brought, **own, origin=f"{owner.slug}/{question.key}")
    return add_item(changed, "questions", borrowed), key


def renewed(document: ModuleDocument, key: str, question: Question, owner: ModuleDocument) -> ModuleDocument:
    """The document with the owner's newer text under the same key, in the same place. Raises ``SourceDiffers``."""
    before = document.questions_by_key[key]
    changed, brought = brought_along(document, question, owner)
    own = {name: getattr(before, name) for name in OWN}
    return replace_item(changed, "questions", key, msgspec.structs.replace(brought, **own))


def made_own(document: ModuleDocument, key: str) -> ModuleDocument:
    """The document with the tie cut: from its next edition on the question has an identity of its own."""
    question = msgspec.structs.replace(document.questions_by_key[key], origin=None)
    return replace_item(document, "questions", key, question)


def brought_along(
    document: ModuleDocument, question: Question, owner: ModuleDocument
) -> tuple[ModuleDocument, Question]:
    """The document with the sources and the picture of a question, and the question as it names them there."""
    for key in dict.fromkeys(map(source_key, question.all_sources)):
        source, known = owner.sources_by_key.get(key), document.sources_by_key.get(key)
        if source is not None and known is None:
            document = add_item(document, "sources", source)
        elif source is not None and known is not None and not _is_same(source, known):
            raise SourceDiffers(key)
    image = question.image
    file = owner.media_by_name.get(image.name) if image else None
    if image is None or file is None:
        return document, question
    name = _name_for(document, file)
    if name not in document.media_by_name:
        document = add_item(document, "media", msgspec.structs.replace(file, name=name))
    return document, msgspec.structs.replace(question, image=Image(name, image.alt))


def _is_same(one: Source, other: Source) -> bool:
    """Whether two descriptions are of one source; one of them may say more."""
    if one.year and other.year and one.year != other.year:
        return False
    titles = {title.strip() for title in one.title.values() if title}
    return bool(titles & {title.strip() for title in other.title.values()}) or bool(one.link and one.link == other.link)


def _name_for(document: ModuleDocument, file: MediaFile) -> str:
    """The name that this very picture has already, else its own, else one that is free."""
    for known in document.media:
        if known.sha256 == file.sha256:
            return known.name
    stem, dot, ending = file.name.rpartition(".")
    name, number = file.name, 2
    while name in document.media_by_name:
        name, number = f"{stem or ending}-{number}{dot}{ending if stem else ''}", number + 1
    return name
