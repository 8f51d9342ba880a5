"""From text to tokens: CommonMark with tables, footnotes, our containers, citations and terms; HTML stays text."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

CONTAINERS = ("law-text", "law-in-force", "case", "note", "practice", "content-note", "analysis", "check", "scenario")
#: The box of material that is shown for analysis and could itself be unlawful.
MATERIAL = "analysis"
BOX_OPEN, BOX_CLOSE = "container_box_open", "container_box_close"

#: A picture's address that ends like this is sound or film.
RECORDINGS = (".mp3", ".m4a", ".aac", ".ogg", ".mp4", ".webm")

#: A link to one of the module's own files that ends like this gives a document away.
DOWNLOADS = (".pdf", ".docx", ".xlsx", ".pptx")
OWN_FILE = "media/"

CITATION = re.compile(r"\[@([a-z0-9][a-z0-9-]*)(?:[ \u00a0]+([^\]\n]+))?\]")
#: A word of the glossary: its key, and the word as the sentence needs it.
TERM = re.compile(r"\[\?([a-z0-9][a-z0-9-]*)[ \u00a0]+([^\[\]\n*_`\\<>|]*[^\s\[\]*_`\\<>|])\]")
#: A rule that reads inside a sentence, as the parser calls it.
Reader = Callable[[StateInline, bool], bool]
ATTRIBUTE = re.compile(r'([a-z][a-z_]*)="([^"]*)"')
OPENING = re.compile(r"\s*(?P<name>[^\s{]+)\s*(?:\{(?P<attributes>.*)\})?\s*$")

#: Tokens inside a sentence that hold words.
SAID = ("text", "code_inline", "text_special", "term")

# Characters that change how text reads without being seen: direction marks, zero-width characters, control characters.
# A soft hyphen (U+00AD) stays, authors may use it; so do tab and line feed.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def without_unseen(text: str) -> str:
    """The text as it looks: line ends made one, characters nobody sees taken out."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def canonical(text: str) -> str:
    """Plain line ends, nothing unseen, no empty lines around it, one line end after it."""
    return without_unseen(text).strip("\n") + "\n"


def parse(text: str, env: dict[str, Any]) -> list[Token]:
    """The tokens of a text; `env` receives what footnotes need and must be passed to the renderer too."""
    return parser().parse(text, env)


@cache
def parser() -> MarkdownIt:
    """One parser for all threads: it keeps nothing between texts."""
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser of our Markdown that somebody may set up further."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.use(footnote_plugin)
    made.use(container_plugin, "box", validate=_opens_a_box)
    made.inline.ruler.before("link", "citation", _reader("citation", CITATION, _fill_citation))
    made.inline.ruler.before("link", "term", _reader("term", TERM, _fill_term))
    return made


def _opens_a_box(parameters: str, markup: str) -> bool:
    """Any name opens a container, so that `problems` can name the unknown ones; a bare ::: opens none."""
    return bool(parameters.strip())


def _reader(kind: str, pattern: re.Pattern[str], fill: Callable[[Token, re.Match[str]], None]) -> Reader:
    """A rule of the parser: where `pattern` begins, a token of this kind stands, filled from what was found."""

    def read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None:
            return False
        if not silent:
            fill(state.push(kind, "", 0), found)
        state.pos = found.end()
        return True

    return read


def _fill_citation(token: Token, found: re.Match[str]) -> None:
    token.meta = {"key": found[1], "place": (found[2] or "").strip()}


def _fill_term(token: Token, found: re.Match[str]) -> None:
    token.meta = {"key": found[1]}
    token.content = found[2].strip()


def container_of(token: Token) -> tuple[str, Mapping[str, str]]:
    """Name and attributes that the opening line of a container states."""
    found = OPENING.match(token.info)
    if found is None:
        return token.info.strip(), {}
    return found["name"], dict(ATTRIBUTE.findall(found["attributes"] or ""))


def plain_text(token: Token) -> str:
    """What an inline token says, without its markup."""
    return "".join(
        child.content if child.type in SAID else " "
        for child in token.children or []
        if child.type in {*SAID, "softbreak", "hardbreak"}
    ).strip()
