"""What a module's document cites, place by place; worked out once and kept with the document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lms.catalogue.blocks import blocks_of
from lms.catalogue.documents import ModuleDocument, Written
from lms.core.markdown.parsing import ATTRIBUTE, CITATION
from lms.laws.articles import articles_in

#: Boxes whose opening line names an act: the source of a quotation, the basis for showing material.
_NAMING = re.compile(r"^ {0,3}:::+ *(?:law-text|analysis) *\{([^}\n]*)\}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Citing:
    """One text that cites an act. ``place`` is what the pages of the studio call it: ``lesson:words-matter``."""

    place: str
    act: str
    #: As it is written: ``art. 19(3)``.
    at: str
    #: The number of the paragraph of what is written.
    paragraph: int | None = None

    @property
    def articles(self) -> frozenset[str]:
        return articles_in(self.at)


def citations_in(document: ModuleDocument) -> tuple[Citing, ...]:
    """All of them, each once, in the order of the document."""
    kept: tuple[Citing, ...] | None = document.kept.get("citations")
    if kept is None:
        kept = document.kept["citations"] = tuple(dict.fromkeys(_all(document)))
    return kept


def _all(document: ModuleDocument) -> Iterator[Citing]:
    for written in document.written:
        yield from _in_written(document, written)
    for check in document.checks:
        yield from _in_list(f"check:{check.key}", check.all_sources)
    scenario = document.scenario
    if scenario is not None:
        for node in scenario.nodes:
            for choice in node.choices:
                yield from _in_list("scenario", choice.sources)
        yield from _in_list("scenario", scenario.standard_sources)
    for question in document.questions:
        yield from _in_list(f"question:{question.key}", question.all_sources)


def _in_list(place: str, references: tuple[str, ...]) -> Iterator[Citing]:
    for reference in references:
        act, _space, at = reference.partition(" ")
        yield Citing(place, act, at.strip())


def _in_written(document: ModuleDocument, written: Written) -> Iterator[Citing]:
    """Citations are the same in all languages; they are read in the one the module was written in."""
    code = document.source_language if document.source_language in written.texts else next(iter(written.texts), "")
    for number, block in enumerate(blocks_of(written.texts[code].body).blocks if code else (), start=1):
        # An opening line with words of its own is a paragraph; any other stands before one.
        for opening in _NAMING.finditer(f"{block.before}\n{block.text}"):
            named = dict(ATTRIBUTE.findall(opening[1]))
            key, _space, place = named.get("basis", "").partition(" ")
            if named.get("source") or key:
                at = named.get("at", "") or place.strip()
                yield Citing(written.part, named.get("source") or key, at, number)
        for cited in CITATION.finditer(block.text):
            yield Citing(written.part, cited[1], (cited[2] or "").strip(), number)
