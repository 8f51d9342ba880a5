"""Our texts are plain; those of other platforms are HTML. There and back, with a word for what is lost."""

import re
from html import escape
from html.entities import html5

from lms.core.i18n import _
from lms.exchange.notes import Notes

_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"})
_LINES = frozenset({"br", "li", "tr", "hr", "dt", "dd"})
_SILENT = frozenset({"script", "style", "iframe", "object", "embed", "video", "audio", "svg", "math"})
_CELLS = frozenset({"td", "th", "tr", "tbody", "thead"})
_PLAIN = frozenset({"p", "div", "br", "span", "html", "body"})
_SHAPES = frozenset(
    "a b i u em strong sub sup img code small font center s mark cite q".split()  # noqa: SIM905
)
_KNOWN = _BLOCKS | _LINES | _SILENT | _PLAIN | _CELLS | _SHAPES
#: No sign of a tag stands inside one, so that a broken tag ends where the next begins and reading takes one pass.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,12})(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,20}));", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MANY = re.compile(r"\n{3,}")
_MARKDOWN = re.compile(r"(?:^|\s)(?:\*\*|__|#{1,6} |```|\[[^\]]{1,200}\]\()")
_KEPT_BLANK = re.compile(r"(?<= ) |^ | $|\t")
_LAST_CODE = 0x10FFFF
_HALVES = range(0xD800, 0xE000)


def is_html(text: str) -> bool:
    """Whether a text that may be either has a tag or an entity of HTML in it."""
    if "<" not in text and "&" not in text:
        return False
    return any(found[2].lower() in _KNOWN for found in _TAG.finditer(text)) or _ENTITY.search(text) is not None


def from_html(text: str, notes: Notes) -> str:
    """The plain text; what it cannot say (a picture, bold letters, a table) is noted in the notes once."""
    reader = _Reader()
    at, clear = 0, _without_comments(text)
    for tag in _TAG.finditer(clear):
        reader.take_text(clear[at : tag.start()])
        reader.take_tag(tag[2].lower(), tag[3], ends=bool(tag[1]))
        at = tag.end()
    reader.take_text(clear[at:])
    for sentence in sorted(reader.lost):
        notes.lost(_losses()[sentence])
    lines = "".join(reader.pieces).split("\n")
    return _MANY.sub("\n\n", "\n".join(line.strip(" ") for line in lines))


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    pieces = [first, *(piece.partition("-->")[2] for piece in others if "-->" in piece)]
    return "".join(pieces)


def to_html(text: str) -> str:
    """HTML that shows this plain text, and from which ``from_html`` makes it again."""
    safe = escape(text, quote=False)
    return _KEPT_BLANK.sub(lambda blank: f"&#{ord(blank[0])};", safe).replace("\n", "<br>")


def note_markdown(text: str, notes: Notes) -> None:
    if _MARKDOWN.search(text):
        notes.lost(_losses()["formatting"])


def _losses() -> dict[str, str]:
    return {
        "formatting": _("Formatting (bold, lists, headings …) is left out: texts are plain here."),
        "table": _("A table became lines of text."),
        "picture": _("A picture is left out; add it to the module and name it in the question."),
        "link": _("The address of a link is left out; its words stay."),
        "code": _("Something that is no text (a script, a recording, a frame) is left out."),
    }


class _Reader:
    """Takes the pieces of a text one after another."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.lost: set[str] = set()
        self._silent = 0

    def take_tag(self, name: str, attributes: str, *, ends: bool) -> None:
        if name in _SILENT:
            self.lost.add("code")
            self._silent = max(0, self._silent + (-1 if ends else 0 if attributes.endswith("/") else 1))
        elif name in _BLOCKS:
            self._paragraph()
        elif not ends and name in _LINES:
            self._say("\n– " if name == "li" else "\n")
        elif not ends and name in _CELLS:
            self._say(" ")
        if not ends:
            self._note(name, attributes)

    def take_text(self, text: str) -> None:
        at = 0
        for found in _ENTITY.finditer(text):
            self._say(_BLANKS.sub(" ", text[at : found.start()]))
            self._say(_character(found))
            at = found.end()
        self._say(_BLANKS.sub(" ", text[at:]))

    def _paragraph(self) -> None:
        if self.pieces:
            self._say("\n\n")

    def _say(self, text: str) -> None:
        if not self._silent:
            self.pieces.append(text)

    def _note(self, name: str, attributes: str) -> None:
        if name == "img":
            self.lost.add("picture")
            alt = _ALT.search(attributes)
            self.take_text((alt[1] or alt[2] or "") if alt else "")
        elif name in {"a", "table"}:
            self.lost.add("link" if name == "a" else "table")
        elif name not in _PLAIN | _CELLS | _SILENT:
            self.lost.add("formatting")


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for; one that nobody knows stays as it is written."""
    decimal, hexadecimal, name = entity.groups()
    if name:
        return " " if name == "nbsp" else html5.get(f"{name};", entity[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= _LAST_CODE and code not in _HALVES else ""
