"""Places in a text: words that can be marked, fields that can be filled."""

from collections.abc import Sequence

from lms.core.i18n import _
from lms.exchange.gap_texts import gap_key, marked, passage_of
from lms.exchange.notes import LeftOut
from lms.exchange.qti.names import attribute, name_of
from lms.exchange.qti.source import Source, keys_of
from lms.exchange.xml_door import Element
from lms.questions.passages import PLACE

MOST_PLACES = 50


def passage_in(source: Source, container: Element, places: Sequence[Element], attribute_name: str) -> tuple[str, str]:
    """The text with ``{key}`` at its places, and the same with marks that ``gap_texts`` knows."""
    if len(places) > MOST_PLACES:
        raise LeftOut(_("There are more gaps than can be read."), source.place(container))
    names = [attribute(one, attribute_name) for one in places]
    numbers = {name: place for place, name in enumerate(names, start=1)}
    kinds = {name_of(one) for one in places}

    def replace(element: Element) -> str | None:
        return marked(numbers[attribute(element, attribute_name)]) if name_of(element) in kinds else None

    text = source.page(container, replace).text
    passage = passage_of(source.words(text), len(places), source.notes)[source.language]
    keys = {gap_key(number): keys_of(names)[name] for name, number in numbers.items()}
    return PLACE.sub(lambda found: f"{{{keys[found[1]]}}}", passage), text
