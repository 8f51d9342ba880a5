"""What is sent of a text, and what may come back."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lms.authoring.rewriting import NoParagraph
from lms.authoring.translating import base_of, fitting
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.guarding import guarded_texts
from lms.catalogue.translation import OPEN, State, Text, texts_in
from lms.core.i18n import _
from lms.exchange.readings import Refused

#: What a translation holds exactly as its source does: citations, places of a passage, files, keys of boxes.
_FIXED = re.compile(
    r"\[@[^\]\n]*\]|\[\?[a-z0-9-]+|\{[a-z0-9-]+\}|\]\(media/[^)\s]*|\[\^[^\]\n]+\]|(?:as_of|basis)=\"[^\"\n]*\""
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A text as a file holds it. ``base`` is what text, translation and state were when the file was made."""

    identity: str
    base: str
    source: str
    target: str
    state: State | None


def units_of(document: ModuleDocument, language: str) -> list[Sent]:
    """Every text that has a source, in the order of the document. Material for analysis is translated here only."""
    guarded = guarded_texts(document)
    texts = (
        text
        for text in texts_in(document, language)
        if text.source.strip() and not any(_is_of(text.identity, name) for name in guarded)
    )
    return [Sent(text.identity, base_of(text), text.source, text.target, text.state) for text in texts]


def _is_of(identity: str, name: str) -> bool:
    return identity == name or (name.endswith("/") and identity.startswith(name))


def each_once(units: Iterable[Sent]) -> list[Sent]:
    """The units of a file. Raises ``Refused`` if it says two things of one text."""
    sent = {}
    for unit in units:
        if unit.identity in sent:
            raise Refused(_("The file holds one text twice: %(name)s.", name=unit.identity[:80]))
        sent[unit.identity] = unit
    return list(sent.values())


def is_whole(source: str, target: str) -> bool:
    """Whether the translation has all citations and marks of its source, and no others."""
    return Counter(_FIXED.findall(source)) == Counter(_FIXED.findall(target))


@dataclass
class Compared:
    """What a file says otherwise than the draft."""

    document: ModuleDocument
    #: (identity, words here, words in the file) of what can come in.
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    #: Changed here since the file was made, or no longer there: not overwritten.
    overtaken: list[str] = field(default_factory=list)
    #: A citation or a mark of the source is lost, or there is one too many; or it is no single paragraph.
    broken: list[str] = field(default_factory=list)
    same: int = 0
    units: list[Sent] = field(default_factory=list)


def compared(document: ModuleDocument, language: str, units: Sequence[Sent]) -> Compared:
    """Text by text. Nothing is changed by it; a text that the file leaves empty stays as it is."""
    known = {text.identity: text for text in texts_in(document, language)}
    found = Compared(document)
    for sent in units:
        text = known.get(sent.identity)
        unit = sent if text is None else _based(text, sent)
        target = unit.target.strip()
        if not target or (text is not None and target == text.target.strip()):
            found.same += 1
            if text is not None and target and unit.base == base_of(text) and _is_settled_otherwise(text, unit):
                found.units.append(unit)
        elif text is None or unit.base != base_of(text):
            found.overtaken.append(unit.identity)
        elif not is_whole(text.source, target) or not _fits(text, target):
            found.broken.append(unit.identity)
        else:
            found.changed.append((unit.identity, text.target, target))
            found.units.append(unit)
    return found


def _based(text: Text, unit: Sent) -> Sent:
    """A tool may have dropped the note by which it is seen what changed meanwhile. Where the source is the same and
    nothing is translated here, nothing can be overwritten.
    """
    if unit.base or unit.source != text.source or text.target.strip():
        return unit
    return replace(unit, base=base_of(text))


def _is_settled_otherwise(text: Text, unit: Sent) -> bool:
    """Whether a file that leaves the words as they are says that they need work no longer, or again. A format knows
    fewer states than there are: what comes back as it left says nothing.
    """
    return unit.state is not None and (unit.state in OPEN) != (text.state in OPEN)


def _fits(text: Text, target: str) -> bool:
    try:
        fitting(text, target)
    except NoParagraph:
        return False
    return True
