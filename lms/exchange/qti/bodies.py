"""The XHTML of an item as HTML, which becomes our plain text as any other."""

from collections.abc import Callable
from html import escape

from lms.exchange.html_texts import Page, page_of
from lms.exchange.qti.names import attribute, name_of
from lms.exchange.xml_door import Element

#: Said elsewhere, or to others.
SET_APART = {"feedbackInline", "feedbackBlock", "modalFeedback", "rubricBlock", "prompt", "stylesheet"}
_KEPT = ("class", "src", "alt")
Replace = Callable[[Element], str | None]


def html_of_tree(element: Element, replace: Replace = lambda element: None) -> str:
    """What stands in an element. ``replace`` says what takes the place of another inside; None: it stays."""
    pieces = [escape(element.text or "")]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append(_html(child, replace))
        pieces.append(escape(child.tail or ""))
    return "".join(pieces)


def _html(element: Element, replace: Replace) -> str:
    name = name_of(element)
    instead = replace(element)
    if instead is not None:
        return instead
    if name in SET_APART:
        return ""
    kept = "".join(f' {key}="{escape(attribute(element, key))}"' for key in _KEPT if attribute(element, key))
    if name in {"img", "br", "hr"}:
        return f"<{name}{kept}>"
    inner = html_of_tree(element, replace)
    return f"<{name}{kept}>{inner}</{name}>" if name.isalnum() else inner


def page_in(element: Element | None, replace: Replace = lambda element: None) -> Page:
    return page_of(html_of_tree(element, replace)) if element is not None else Page({"": ""})


def text_in(element: Element | None) -> str:
    return page_in(element).text
