"""QTI 2 says ``choiceInteraction`` and ``responseIdentifier``, QTI 3 ``qti-choice-interaction`` and
``response-identifier``. Here both are called as in QTI 2.
"""

import re
from collections.abc import Iterator

from lms.core.i18n import _
from lms.exchange.xml_door import Element, children, local

_PREFIX = "qti-"
_CAPITAL = re.compile(r"(?<!^)([A-Z])")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def name_of(element: Element) -> str:
    name = local(element)
    if not name.startswith(_PREFIX):
        return name
    first, *others = name.removeprefix(_PREFIX).split("-")
    return first + "".join(other.capitalize() for other in others)


def kebab(name: str) -> str:
    """``responseIdentifier`` → ``response-identifier``."""
    return _CAPITAL.sub(r"-\1", name).lower()


def attribute(element: Element, name: str, otherwise: str = "") -> str:
    return str(element.get(name, element.get(kebab(name), otherwise))).strip()


def named(element: Element | None, *names: str) -> list[Element]:
    """Children of these names."""
    return [child for child in children(element) if name_of(child) in names] if element is not None else []


def first(element: Element | None, *names: str) -> Element | None:
    return next(iter(named(element, *names)), None)


def within(element: Element | None, *names: str) -> Iterator[Element]:
    """Everything inside that has one of these names, in the order of the file."""
    if element is None:
        return iter(())
    return (one for one in element.iter() if isinstance(one.tag, str) and one is not element and name_of(one) in names)


def identifier(key: str) -> str:
    """A key of ours as an identifier, which begins with a letter."""
    return key if key[:1].isalpha() else f"_{key}"


def key_from(name: str) -> str:
    """The key of ours that is in an identifier, behind a full stop if there is one; empty if it can be none."""
    plain = name.rpartition(".")[2].removeprefix("_")
    return plain if _KEY.fullmatch(plain) else ""


def place_in(path: str, element: Element) -> str:
    """``items/q1.xml, line 12, <simpleChoice>``, as in the file."""
    place = _("line %(line)s, <%(element)s>", line=element.sourceline, element=local(element))
    return f"{path}, {place}" if path else place
