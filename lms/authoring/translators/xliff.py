"""XLIFF 2.0: one file of a module and a language. Read behind the door for XML of strangers (``lms.exchange``)."""

from collections.abc import Sequence

from lxml import etree

from lms.authoring.translators.units import Sent
from lms.catalogue.translation import State
from lms.core.i18n import _
from lms.exchange.readings import Refused
from lms.exchange.xml_door import child, children, inside, local, parsed

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STATES = {
    State.TRANSLATED: "translated",
    State.LEGALLY_CHECKED: "reviewed",
    State.APPROVED: "final",
}
_READ = {word: state for state, word in _STATES.items()} | {"initial": State.MACHINE_DRAFT}
BASE = "sabak:base"


def write(slug: str, source: str, target: str, units: Sequence[Sent]) -> bytes:
    """The file; the identity of a text is the name of its unit."""
    root = etree.Element(
        f"{{{NAMESPACE}}}xliff", nsmap={None: NAMESPACE}, version="2.0", srcLang=source, trgLang=target
    )
    root.set(_SPACE, "preserve")
    file = _under(root, "file", id=slug, original=slug)
    for number, unit in enumerate(units, start=1):
        one = _under(file, "unit", id=f"t{number}", name=unit.identity)
        _under(_under(one, "notes"), "note", category=BASE).text = unit.base
        state = _STATES.get(unit.state, "initial") if unit.state else "initial"
        segment = _under(one, "segment", state=state)
        _under(segment, "source").text = unit.source
        if unit.target:
            _under(segment, "target").text = unit.target
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)
    return written


def _under(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def read(content: bytes, slug: str, target: str) -> list[Sent]:
    """What the file holds. Raises ``Refused`` for what is no such file, or one of another module or language."""
    root = parsed(content)
    if local(root) != "xliff" or not str(root.get("version", "")).startswith("2."):
        raise Refused(_("This is not an XLIFF file of version 2."))
    if root.get("trgLang") != target:
        raise Refused(_("The file is a translation into another language: %(code)s.", code=root.get("trgLang") or "–"))
    units = []
    for file in children(root, "file"):
        if file.get("original") != slug:
            raise Refused(_("The file belongs to another module: %(name)s.", name=(file.get("original") or "–")[:80]))
        units += [_unit(unit) for unit in inside(file, "unit")]
    return units


def _unit(unit: etree._Element) -> Sent:
    notes = child(unit, "notes")
    base = (
        next((_words(note) for note in children(notes, "note") if note.get("category") == BASE), "")
        if (notes is not None)
        else ""
    )
    segments = children(unit, "segment")
    source = "".join(_words(child(one, "source")) for one in segments)
    target = "".join(_words(child(one, "target")) for one in segments)
    said = {one.get("state", "initial") for one in segments}
    return Sent(unit.get("name", ""), base, source, target, _READ.get(said.pop()) if len(said) == 1 else None)


def _words(element: etree._Element | None) -> str:
    """The text, also of what a tool has marked in it."""
    return "" if element is None else "".join(element.itertext())
