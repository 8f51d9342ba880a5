"""The register: acts that texts cite, with their articles and the places that rest on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.catalogue.documents import ModuleDocument, Source
from lms.catalogue.models import TrainingModule
from lms.laws import queries
from lms.laws.citing import Citing, citations_in
from lms.laws.queries import Shelf

#: Half a year after somebody has seen that an act is in force, somebody looks again.
PAUSE = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Line:
    """A text that cites an act. The document is the published one where the text is in it."""

    module: TrainingModule
    document: ModuleDocument
    citing: Citing
    is_published: bool


@dataclass(frozen=True, slots=True)
class Act:
    """A treaty or a law with everything that cites it."""

    source: Source
    lines: Sequence[Line]
    #: Of the texts: the newest day as of which their modules describe the law.
    as_of: str | None

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def places(self) -> set[tuple[object, str]]:
        return {(line.module.id, line.citing.place) for line in self.lines}


def acts_in(shelves: Iterable[Shelf]) -> dict[str, Act]:
    """Key to act, of everything that binds, in the order of keys."""
    sources: dict[str, Source] = {}
    days: dict[str, set[str]] = {}
    lines: dict[str, dict[tuple[object, Citing], Line]] = {}
    for shelf in shelves:
        for document in shelf.documents:
            for citing in citations_in(document):
                source = document.sources_by_key.get(citing.act)
                if source is None or not source.binding:
                    continue
                sources.setdefault(source.key, source)
                days.setdefault(source.key, set()).update(filter(None, [document.law_as_of]))
                line = Line(shelf.module, document, citing, document is shelf.current)
                lines.setdefault(source.key, {}).setdefault((shelf.module.id, citing), line)
    return {
        key: Act(sources[key], list(found.values()), max(days[key], default=None))
        for key, found in sorted(lines.items())
    }


def acts_known(shelves: Iterable[Shelf]) -> dict[str, Act]:
    """The same with what has changed and only earlier editions cite, which people may still be reading."""
    found = acts_in(shelves)
    earlier = queries.changed_acts() - found.keys()
    return dict(sorted({**found, **_cited_earlier(earlier)}.items()))


def _cited_earlier(keys: set[str]) -> dict[str, Act]:
    """Acts by key, without lines: no text that is written or published now cites them."""
    return {
        key: Act(document.sources_by_key[key], (), document.law_as_of)
        for documents in (queries.readable_documents().values() if keys else ())
        for document in documents
        for key in keys & document.sources_by_key.keys()
    }


def act_called(key: str) -> Act | None:
    """One act; None if no text cites it."""
    return acts_known(queries.shelves()).get(key)


def to_confirm(shelves: Iterable[Shelf], at: datetime) -> Mapping[str, datetime]:
    """Acts that nobody has looked at for half a year, and since when; those of published texts only."""
    shelves = [shelf for shelf in shelves if shelf.current is not None]
    begun = queries.first_published([shelf.module.id for shelf in shelves])
    said = queries.confirmations()
    since: dict[str, datetime] = {}
    for key, act in acts_in(shelves).items():
        published = [begun[line.module.id] for line in act.lines if line.is_published]
        if published:
            since[key] = said.get(key) or min(published)
    return {key: day for key, day in since.items() if at - day >= PAUSE}
