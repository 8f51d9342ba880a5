"""What the original of an outdated translation said when it was translated.

A translation that is behind carries the hash of the words it was made of; these words stand in the history of the
draft, or in the edition on the shelf.
"""

from collections.abc import Iterable, Iterator

from lms.authoring import queries
from lms.authoring.desks import Desk
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.translation import State, Text, hash_of_text, part_of, sources_at, stated_of

#: So many earlier texts are looked through, the newest; each is a whole document.
LOOKED_THROUGH = 12


def earlier_sources(desk: Desk, language: str, texts: Iterable[Text]) -> dict[str, str]:
    """The words by the identity of the outdated text. What is not found is left out."""
    wanted = dict(_wanted(desk.document, language, texts))
    found: dict[str, str] = {}
    parts = {part_of(identity) for identity in wanted}
    for document in _earlier(desk) if wanted else ():
        said = {hash_of_text(source): source for source in sources_at(document, parts)}
        found |= {name: said[was] for name, was in wanted.items() if name not in found and was in said}
        if len(found) == len(wanted):
            break
    return found


def _wanted(document: ModuleDocument, language: str, texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    for text in texts:
        stated = stated_of(document, text.identity, language)
        if text.state is State.OUTDATED and text.source.strip() and stated is not None and stated.of:
            yield text.identity, stated.of


def _earlier(desk: Desk) -> Iterator[ModuleDocument]:
    """The edition on the shelf, then the history from its end."""
    if desk.edition is not None:
        yield module_from_json(queries.compared_edition(desk.module.id, desk.edition.number).document)
    for version in queries.versions_of(desk.module.id)[:LOOKED_THROUGH]:
        yield module_from_json(queries.version_of(desk.module.id, version.revision).document)
