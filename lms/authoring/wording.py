"""Remarks of the check of wording on a draft, with what people have decided about each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from lms.authoring import queries
from lms.authoring.checking import current_known
from lms.authoring.models import WordingWaiver
from lms.authoring.packs.checks.decided import Decided, decided_as, mark_of
from lms.authoring.packs.checks.said import Remark, remarks_on
from lms.authoring.packs.shapes import convert
from lms.authoring.packs.signing import Kept
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import Place, step
from lms.wording import Finding, Severity

PART_OF_FIELD = {"lessons": "lesson", "handouts": "handout", "checks": "check", "questions": "question"}
WHOLE = "module"
#: Letters shown to either side of words.
CONTEXT = 60
#: What a reader of a lesson does not see: the sign of a citation and of a term, addresses, the lines of boxes, the rule
#: of a table, what makes a heading, a quotation, strong words.
_SIGNS = re.compile(
    r"(?<=\[)@|!?\[(?=[^\]\n@^]{0,300}\]\()|\]\([^)\n]{0,300}\)|\[\^[^\]\n]{0,300}\]:?|^:::.*\n?"
    r"|^#{1,6} |^> ?|^\|[-:| ]+\|$\n?|^\| ?| ?\|$|(?<!\\)\*+(?=\S)|(?<=[^\s\\])\*+|`|\\(?=[^\w\s])",
    re.MULTILINE,
)
_TERM = re.compile(r"(\[\?[a-z0-9-]+[ \u00a0])([^\]\n]{0,300})\]")
_MANY_LINES = re.compile(r"\n{3,}")
_NO_LETTER = "\0"


@dataclass(frozen=True)
class Note:
    """A remark with its number on the page and its waiver, if there is one."""

    number: int
    mark: str
    remark: Remark
    waiver: WordingWaiver | None

    @property
    def finding(self) -> Finding:
        return self.remark.finding

    @property
    def state(self) -> Decided | None:
        """What people have decided, if anything."""
        return None if self.waiver is None else decided_as(self.finding.severity, is_accepted=self.waiver.is_accepted)

    @property
    def snippet(self) -> tuple[str, str, str]:
        """The words with a little of what stands before and after them in their line."""
        words, finding = self.remark.text.words, self.finding
        seen = without_signs(words)
        before = seen[max(0, finding.start - CONTEXT) : finding.start].rpartition("\n")[2]
        after = seen[finding.end : finding.end + CONTEXT].partition("\n")[0]
        return shown(before), shown_or(seen, words, finding.start, finding.end), shown(after)

    @property
    def is_blocking(self) -> bool:
        """Whether nothing is published with it."""
        return self.finding.severity is Severity.ERROR and self.state is not Decided.KEPT

    @property
    def is_to_do(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.finding.severity is not Severity.INFO and self.state is not Decided.KEPT

    @property
    def part(self) -> str:
        """The part of the module, as comments name it: ``lesson:first``, ``scenario``, ``module``."""
        return part_of(self.remark.place)


def part_of(place: Place) -> str:
    field = str(place[0])
    if field in PART_OF_FIELD:
        return f"{PART_OF_FIELD[field]}:{place[1]}"
    return field if field == "scenario" else WHOLE


def notes_on(document: ModuleDocument, module_id: UUID) -> list[Note]:
    """All remarks on a draft, in its order."""
    waivers = {waiver.mark: waiver for waiver in queries.waivers_of(module_id)}
    remarks = remarks_on(msgspec.to_builtins(document), current_known().checker)
    return [
        Note(number, mark, remark, waivers.get(mark))
        for number, (mark, remark) in enumerate(((mark_of(remark), remark) for remark in remarks), start=1)
    ]


def has_blocking(document: ModuleDocument, module_id: UUID) -> bool:
    """Whether words stand in the way of publication: errors and traces of people that nobody else has agreed to."""
    return any(note.is_blocking for note in notes_on(document, module_id))


def kept_in(document: ModuleDocument, module_id: UUID) -> list[Kept]:
    """Words that hold up publication and that a reviewer let stand, with the reason, for a package."""
    agreed = {
        note.mark: Kept(note.mark, waiver.place, waiver.rule, waiver.reason)
        for note in notes_on(document, module_id)
        if note.finding.severity is Severity.ERROR and note.state is Decided.KEPT
        if (waiver := note.waiver) is not None
    }
    return list(agreed.values())


def note_marked(notes: Iterable[Note], mark: str) -> Note | None:
    return next((note for note in notes if note.mark == mark), None)


# ── Showing ───────────────────────────────────────────────────────────────────


def without_signs(words: str) -> str:
    """A text as long as before, in which the signs of Markdown are no letters; a citation keeps its source."""
    bare = _TERM.sub(lambda found: _NO_LETTER * len(found[1]) + found[2] + _NO_LETTER, words)
    return _SIGNS.sub(lambda found: _NO_LETTER * len(found[0]), bare)


def shown(seen: str) -> str:
    """A stretch of such a text as it is read."""
    return _MANY_LINES.sub("\n\n", seen.replace(_NO_LETTER, ""))


def as_read(words: str) -> str:
    """A paragraph as its reader sees it; one of signs alone, such as the opening of a box, as it stands."""
    return shown(without_signs(words)).strip() or words


def shown_or(seen: str, words: str, start: int, end: int) -> str:
    """The same; words that are signs altogether, such as the opening of a box, as they stand."""
    return shown(seen[start:end]) or words[start:end]


@dataclass(frozen=True)
class Piece:
    """Some words of a text, with the number of the remark on them."""

    words: str
    number: int | None = None
    weight: str = ""


@dataclass(frozen=True)
class MarkedText:
    """A text of the module cut where remarks begin and end."""

    place: Place
    language: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def marked_texts(notes: Sequence[Note]) -> list[MarkedText]:
    """The texts that remarks are about, each once, with the words marked."""
    by_place: dict[Place, list[Note]] = {}
    for note in notes:
        by_place.setdefault(note.remark.place, []).append(note)
    return [
        MarkedText(
            place,
            found[0].remark.text.language,
            tuple(pieces_of(found[0].remark.text.words, [(note.number, note.finding) for note in found])),
            tuple(found),
        )
        for place, found in by_place.items()
    ]


def pieces_of(words: str, found: Sequence[tuple[int, Finding]]) -> list[Piece]:
    """A text cut where findings begin and end; ``found`` in the order of the text, with numbers."""
    seen = without_signs(words)
    at, pieces = 0, []
    for number, finding in found:
        if finding.end <= finding.start or finding.start < at:
            continue
        pieces += [
            Piece(shown(seen[at : finding.start])),
            Piece(shown_or(seen, words, finding.start, finding.end), number, finding.severity.value),
        ]
        at = finding.end
    return [*pieces, Piece(shown(seen[at:]))]


# ── Changing ──────────────────────────────────────────────────────────────────


def can_replace(document: ModuleDocument, note: Note) -> bool:
    """Whether the better wording can be put there as it is. Questions of other modules are changed in those."""
    if note.finding.replacement is None:
        return False
    place = note.remark.place
    owned = getattr(document, f"{place[0]}_by_key", {}).get(place[1]) if place[0] in ("checks", "questions") else None
    return getattr(owned, "origin", None) is None


def with_replacement(document: ModuleDocument, note: Note) -> ModuleDocument:
    """The document with the better wording in the place of the words found."""
    finding, words = note.finding, note.remark.text.words
    better = words[: finding.start] + (finding.replacement or "") + words[finding.end :]
    data = msgspec.to_builtins(document)
    _put(data, note.remark.place, better)
    changed, misfits = convert(data, ModuleDocument)
    if changed is None or misfits:
        message = "A text in the place of a text always fits."
        raise ValueError(message)
    return changed


def _put(data: Any, place: Place, text: str) -> None:
    *way, last = place
    for part in way:
        if isinstance(data, Mapping):
            data = data[part]
        else:
            data = next(item for index, item in enumerate(data) if step(item, index) == part)
    data[last] = text
