"""Elements of QTI as they are written, in the spelling of a version."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lxml import etree

from lms.exchange.gap_texts import split_marks
from lms.exchange.html_texts import clean, settled
from lms.exchange.qti.names import kebab
from lms.exchange.qti.versions import Dialect

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"
#: Elements of XHTML, which every version spells alike.
_PLAIN = {"p", "div", "span", "br", "img"}


class Maker:
    """Makes elements. Names and attributes are given as in QTI 2."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def root(self, name: str, language: str, attributes: Mapping[str, str]) -> Any:
        spaces: dict[str | None, str] = {None: self.dialect.namespace, "xsi": _XSI}
        element = etree.Element(self._name(name), nsmap=spaces)
        element.set(f"{{{_XSI}}}schemaLocation", f"{self.dialect.namespace} {self.dialect.schema}")
        element.set(f"{{{_XML}}}lang", language)
        self._attributes(element, attributes)
        return element

    def sub(self, parent: Any, name: str, text: str = "", **attributes: str) -> Any:
        element = etree.SubElement(parent, self._name(name))
        self._attributes(element, attributes)
        if text:
            element.text = clean(text)
        return element

    def _attributes(self, element: Any, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            plain = name.rstrip("_")
            element.set(kebab(plain) if self.dialect.kebab else plain, clean(value))

    def _name(self, name: str) -> str:
        spelled = f"qti-{kebab(name)}" if self.dialect.kebab and name not in _PLAIN else name
        return f"{{{self.dialect.namespace}}}{spelled}"

    def lines(self, parent: Any, text: str) -> Any:
        """Text with a break at the end of each line."""
        first, *others = clean(settled(text)).split("\n")
        _append(parent, first)
        for line in others:
            self.sub(parent, "br").tail = line or None
        return parent

    def block(self, parent: Any, text: str, class_: str = "") -> Any:
        """A paragraph, in a block of that class if one is given."""
        holder = self.sub(parent, "div", class_=class_) if class_ else parent
        return self.lines(self.sub(holder, "p"), text)

    def content(self, parent: Any) -> Any:
        """QTI 3 has an element more around the content of feedback and rubrics."""
        return self.sub(parent, "contentBody") if self.dialect.kebab else parent

    def passage(self, parent: Any, text: str, places: Sequence[Any]) -> None:
        """A paragraph with elements in the place of marks."""
        paragraph = self.sub(parent, "p")
        for piece, number in split_marks(text):
            self._piece(paragraph, piece)
            if number is not None:
                paragraph.append(places[number - 1])

    def _piece(self, parent: Any, text: str) -> None:
        first, *others = clean(text).split("\n")
        _append(parent, first)
        for line in others:
            self.sub(parent, "br").tail = line or None

    def alone(self, name: str, **attributes: str) -> Any:
        """An element that gets its parent later."""
        holder = etree.Element("holder")
        return self.sub(holder, name, **attributes)


def _append(parent: Any, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def figure(value: Fraction) -> str:
    """A decimal with ten digits at most."""
    return f"{float(value):.10f}".rstrip("0").rstrip(".")
