"""Pictures of a file of questions: drawn anew like any other that comes from outside, and named in the module."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from lms.authoring.images import drawn_anew
from lms.authoring.incoming import Incoming, State
from lms.authoring.packs.files import MOST_BYTES, MOST_RECORDED
from lms.authoring.packs.media_reading import media_facts
from lms.authoring.packs.pictures import NoPicture
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.core.i18n import _
from lms.exchange.readings import Remark, Weight
from lms.questions.documents import Image, Question

#: What a package holds, without its recordings; two megabytes are for texts.
MOST_OF_A_MODULE = MOST_BYTES - MOST_RECORDED - 2 * 1024 * 1024
#: Pictures of one file: each takes a process of its own, and the module is locked meanwhile.
MOST_PICTURES = 30


@dataclass
class Brought:
    """The questions with their pictures under the module's names, the module with these, and what could not come."""

    planned: list[Incoming]
    document: ModuleDocument
    contents: list[bytes] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def bring_pictures(
    document: ModuleDocument, planned: Sequence[Incoming], media: Mapping[str, bytes], *, replace: bool
) -> Brought:
    """Nothing is kept here: ``contents`` is what the caller puts into the store.

    A picture that cannot be read, or for which there is no room, stays out, and its question comes without it.
    """
    brought, coming = Brought([], document), {State.NEW, *({State.OTHER} if replace else ())}
    names: dict[str, str] = {}
    for one in planned:
        image = one.question.image
        if one.state not in coming or image is None or image.name in names:
            continue
        try:
            names[image.name] = _bring(brought, image.name, media)
        except NoPicture as refusal:
            brought.remarks.append(Remark(one.item.place, str(refusal), Weight.LOST, one.item.number))
    brought.planned = [_named(one, names) if one.state in coming else one for one in planned]
    return brought


def _bring(brought: Brought, name: str, media: Mapping[str, bytes]) -> str:
    """The name of the picture in the module. Raises ``NoPicture``."""
    known = brought.document.media_by_name.get(name)
    if name not in media:
        if known is None:
            raise NoPicture(_("The picture “%(name)s” is not in the file.", name=name))
        return name
    if known is not None and known.sha256 == hashlib.sha256(media[name]).hexdigest():
        return name
    if len(brought.contents) >= MOST_PICTURES:
        raise NoPicture(_("More than %(number)s pictures come at once; this one stays out.", number=MOST_PICTURES))
    content, kind, ending, width, height = drawn_anew(media[name])
    refuse_beyond_room(brought.document, len(content))
    free = free_name(brought.document, name, ending)
    picture = MediaFile(**media_facts(free, content, kind, width, height))
    brought.document = msgspec.structs.replace(brought.document, media=(*brought.document.media, picture))
    brought.contents.append(content)
    return free


def _named(one: Incoming, names: Mapping[str, str]) -> Incoming:
    image = one.question.image
    if image is None:
        return one
    under = Image(names[image.name], image.alt) if image.name in names else None
    question: Question = msgspec.structs.replace(one.question, image=under)
    return Incoming(one.item, question, one.state)


def refuse_beyond_room(document: ModuleDocument, size: int) -> None:
    """A module with more could be downloaded as a package, and not be loaded again."""
    kept = sum(file.size for file in document.media if not file.is_recording)
    if kept + size > MOST_OF_A_MODULE:
        most = MOST_OF_A_MODULE // 1024 // 1024
        raise NoPicture(_("The pictures of a module may have %(size)s MB together. Delete one first.", size=most))


def free_name(document: ModuleDocument, wanted: str, ending: str, *, otherwise: str = "picture") -> str:
    """A name for the text, made of what the person gave, that is not taken."""
    base = re.sub(r"[^a-z0-9]+", "-", wanted.rsplit(".", 1)[0].lower()).strip("-")[:60] or otherwise
    name, number = f"{base}{ending}", 2
    while name in document.media_by_name:
        name, number = f"{base}-{number}{ending}", number + 1
    return name
