"""XLIFF 2.0: one file of a module and a language. Read behind the door for XML of strangers (``lms.exchange``)."""

from collections.abc import Sequence

from lxml import etree

from lms.authoring.translators.units import Sent, each_once
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
#: That a text is checked or approved is said here, by a reviewer, and never by a file.
_READ = {"initial": State.MACHINE_DRAFT} | dict.fromkeys(_STATES.values(), State.TRANSLATED)
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
        raise Refused(
            _("The file is a translation into another language: %(code)s.", code=root.get("trgLang", "–")[:20])
        )
    files = children(root, "file")
    strange = next(
        (file.get("original", "–") for file in files if file.get("original") != slug), None if files else "–"
    )
    if strange is not None:
        raise Refused(_("The file belongs to another module: %(name)s.", name=strange[:80]))
    return each_once(_unit(unit) for file in files for unit in inside(file, "unit"))


def _unit(unit: etree._Element) -> Sent:
    """A tool may have cut the text into sentences; the blanks between them are ``ignorable``. The least state holds."""
    notes = child(unit, "notes")
    bases = [
        _words(note) for note in ([] if notes is None else children(notes, "note")) if note.get("category") == BASE
    ]
    pieces = children(unit, "segment", "ignorable")
    source = "".join(_words(child(one, "source")) for one in pieces)
    target = "".join(_words(_target(one)) for one in pieces)
    said = {_READ.get(one.get("state", "initial")) for one in pieces if local(one) == "segment"}
    state = next((state for state in State if state in said), None)
    return Sent(unit.get("name", ""), bases[0] if bases else "", source, target, state)


def _target(piece: etree._Element) -> etree._Element | None:
    """Blanks that a tool has not translated are those of the source."""
    target = child(piece, "target")
    return child(piece, "source") if target is None and local(piece) == "ignorable" else target


def _words(element: etree._Element | None) -> str:
    """The text, also of what a tool has marked in it."""
    return "" if element is None else "".join(element.itertext())
