"""The one door through which XML of strangers comes in.

XML can name files of the machine, addresses in the network, and entities that grow to gigabytes. All of these need a
document type declaration, which no format of questions has: a file with one is refused before the parser sees it. The
parser itself resolves nothing, loads nothing, and keeps the library's own limits (``huge_tree`` off).

Only UTF-8 and its part ASCII are read. Older files say cp1251 or hold it without saying so: that encoding has no
ө, ү and ң, so whatever was Kyrgyz in them is spoilt already.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from lms.core.i18n import _
from lms.exchange.encodings import decoded
from lms.exchange.readings import Refused

MOST_DEPTH = 64
#: Opening and closing signs of elements and attributes together: what a tree costs in memory, told before it is built.
MOST_SIGNS = 400_000
_SHOWN = 200
_HEAD = 1000
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_READ = {"utf-8", "utf8", "us-ascii", "ascii"}
Element = Any


def parsed(content: bytes, *, name: str = "") -> Element:
    """The root element. ``name`` is the file inside a package, said in front. Raises ``Refused``."""
    try:
        return _parsed(content)
    except Refused as refused:
        if name:
            raise Refused(f"{name}: {refused}") from refused
        raise


def _parsed(content: bytes) -> Element:
    _refuse_declared(content[:_HEAD])
    content = decoded(content).encode()
    _refuse_prolog(content)
    if content.count(b"<") + content.count(b"=") > MOST_SIGNS:
        raise Refused(_("The file has too many elements. Take it apart into several files."))
    # Made anew each time: a parser remembers errors, and is not for two threads.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(
            _(
                "Line %(line)s: this is not well-formed XML (%(problem)s).",
                line=error.lineno or 1,
                problem=(error.msg or "")[:_SHOWN],
            )
        ) from error
    _refuse_depth(root)
    return root


def _refuse_declared(content: bytes) -> None:
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf").lstrip())
    if declared and declared[1].decode().lower() not in _READ:
        raise Refused(
            _(
                "Line 1: the file is in the encoding %(encoding)s. Save it as UTF-8.",
                encoding=declared[1].decode(),
            )
        )


def _refuse_prolog(content: bytes) -> None:
    """A declaration of a document type stands before the first element or nowhere; comments may come before it."""
    at = 0
    while True:
        while content[at : at + 1] in {b" ", b"\t", b"\r", b"\n"}:
            at += 1
        ending = {b"<?": b"?>", b"<!--": b"-->"}.get(content[at : at + (4 if content[at + 1 : at + 2] == b"!" else 2)])
        if ending is None:
            break
        end = content.find(ending, at)
        if end < 0:
            return  # the parser says where this was never closed
        at = end + len(ending)
    line = content.count(b"\n", 0, at) + 1
    if content[at : at + 2] == b"<!":
        raise Refused(_("Line %(line)s: the file declares a document type (<!DOCTYPE>), which is not read.", line=line))
    if content[at : at + 1] != b"<":
        raise Refused(_("Line %(line)s: this is not XML; an element was expected.", line=line))


def _refuse_depth(root: Element) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            raise Refused(
                _(
                    "Line %(line)s, <%(element)s>: the elements are nested more than %(most)s deep.",
                    line=element.sourceline,
                    element=local(element),
                    most=MOST_DEPTH,
                )
            )


# ── Looking at elements, whatever their namespace ────────────────────────────


def local(element: Element) -> str:
    """The name without its namespace."""
    return str(etree.QName(element).localname)


def children(element: Element, *names: str) -> list[Element]:
    """The children, of these names if any are given."""
    return [child for child in element if isinstance(child.tag, str) and (not names or local(child) in names)]


def child(element: Element | None, name: str) -> Element | None:
    return next(iter(children(element, name)), None) if element is not None else None


def inside(element: Element, *names: str) -> Iterator[Element]:
    """The element itself and everything in it that has one of these names, in the order of the file."""
    return (found for found in element.iter(etree.Element) if local(found) in names)


def text_of(element: Element | None) -> str:
    """All text in it, without blanks around."""
    return "".join(element.itertext()).strip() if element is not None else ""


def place_of(element: Element) -> str:
    """Where it stands, for a person: ``line 12, <answer>``."""
    return _("line %(line)s, <%(element)s>", line=element.sourceline, element=local(element))
