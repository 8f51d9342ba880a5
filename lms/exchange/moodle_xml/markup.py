"""Elements of Moodle XML as they are written."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from lms.core.i18n import LANGUAGES
from lms.exchange.html_texts import clean, html_of, settled
from lms.exchange.moodle_xml.texts import PLUGIN_FILE
from lms.exchange.shared import joined, with_sources
from lms.questions.documents import Image, Words

#: What has a meaning inside the braces of a Cloze gap.
_CLOZE = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "\\": "&#92;",
        "{": "&#123;",
        "}": "\\}",
        "#": "\\#",
        "~": "\\~",
        "\n": "<br />",
    }
)


def html_words(words: Words | None, change: Callable[[str, str], str] | None = None) -> str:
    """The text in all its languages as HTML. ``change`` gets language and HTML of each."""
    spoken = {code: html_of(text) for code, text in (words or {}).items() if settled(text)}
    return joined({code: change(code, html) if change else html for code, html in spoken.items()}, spans=True)


def reason(words: Words, sources: tuple[str, ...]) -> Words:
    """Feedback with its sources behind it in every language; in the first if there is none."""
    spoken = [code for code in LANGUAGES if words.get(code)]
    return {code: with_sources(words.get(code, ""), sources) for code in (spoken or LANGUAGES[:1])}


def sub(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, name, attributes)
    if text:
        element.text = clean(text)
    return element


def wrapped(parent: Any, name: str, text: str, **attributes: str) -> Any:
    """``<name><text>…</text></name>``, letter by letter."""
    element = etree.SubElement(parent, name, attributes)
    sub(element, "text", text)
    return element


def html(parent: Any, name: str, text: str, **attributes: str) -> Any:
    """The same with HTML, which stands as it is."""
    element = etree.SubElement(parent, name, {**attributes, "format": "html"})
    inner = etree.SubElement(element, "text")
    if text:
        inner.text = etree.CDATA(clean(text))
    return element


def feedback(parent: Any, words: Words, sources: tuple[str, ...] = (), name: str = "feedback") -> Any:
    return html(parent, name, html_words(reason(words, sources)))


def picture_html(image: Image, spoken: list[str]) -> str:
    """The picture once in each language, because what stands for it is in one."""
    alts = {code: html_of(image.alt.get(code, "")) for code in spoken}
    return joined(
        {code: f'<img src="{PLUGIN_FILE}/{image.name}" alt="{alt}" />' for code, alt in alts.items()}, spans=True
    )


def files(element: Any, image: Image | None, media: Mapping[str, bytes]) -> None:
    if image is not None and image.name in media:
        file = etree.SubElement(element, "file", {"name": image.name, "path": "/", "encoding": "base64"})
        file.text = base64.b64encode(media[image.name]).decode()


def in_cloze(text: str) -> str:
    return clean(settled(text)).translate(_CLOZE)
