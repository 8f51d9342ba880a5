"""Where the paragraphs of a lesson went when it was written anew, in the source and in a translation."""

from dataclasses import dataclass

from lms.catalogue.blocks import Pairs, blocks_of, paired
from lms.catalogue.documents import ModuleDocument, Written
from lms.catalogue.translation import pairs_of

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The paragraphs as they were and as they are; for each of the source now, where it was and what translates it."""

    old_source: Texts
    old_target: Texts
    old_pairs: Pairs
    source: Texts
    target: Texts
    origins: Pairs
    pairs: Pairs

    def old_counterpart(self, number: int) -> str:
        """The translation that a paragraph of the old source had; empty where it had none."""
        place = self.old_pairs[number]
        return "" if place is None else self.old_target[place]


def moved_in(before: ModuleDocument, known: Written, now: Written, language: str) -> Moved:
    """What became of the paragraphs of a text that both documents have in both languages."""
    written = before.source_language
    old_source, old_target = _texts(known, written), _texts(known, language)
    source, target = _texts(now, written), _texts(now, language)
    old_pairs, origins = pairs_of(before, known, language), _origins(source, old_source)
    return Moved(
        old_source=old_source,
        old_target=old_target,
        old_pairs=old_pairs,
        source=source,
        target=target,
        origins=origins,
        pairs=_pairs_now(source, target, origins, (old_source, old_target, old_pairs)),
    )


def _texts(text: Written, language: str) -> Texts:
    return blocks_of(text.texts[language].body).texts


def _origins(now: Texts, before: Texts) -> Pairs:
    """For each paragraph the number that it had before; None where it is new."""
    if len(now) == len(before):
        return tuple(range(len(now)))
    return paired(now, before, known={text: text for text in before})


def _pairs_now(source: Texts, target: Texts, origins: Pairs, old: tuple[Texts, Texts, Pairs]) -> Pairs:
    """Which paragraphs belong together: as before where neither side has more or fewer, else by what is known."""
    old_source, old_target, old_pairs = old
    if len(source) == len(old_source) and len(target) == len(old_target):
        return old_pairs
    were_complete = old_pairs == tuple(range(len(old_target)))
    if len(source) == len(target) and were_complete:
        return tuple(range(len(source)))
    known = {
        old_target[place]: text
        for text, origin in zip(source, origins, strict=True)
        if origin is not None and (place := old_pairs[origin]) is not None
    }
    return paired(source, target, known=known)
