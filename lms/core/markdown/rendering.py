"""From tokens to the pieces of a page."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from lms.core.markdown.cleaning import OUTSIDE, REL_OUTSIDE, clean
from lms.core.markdown.labels import Labels
from lms.core.markdown.parsing import (
    BOX_CLOSE,
    BOX_OPEN,
    container_of,
    parse,
    parser,
    plain_text,
    without_unseen,
)
from lms.core.markdown.results import CheckMark, Citation, CitationText, Heading, MediaFile, Rendered

FIRST_LEVEL, LAST_LEVEL = 2, 3
ALIGNMENTS = {"text-align:right": "align-right", "text-align:center": "align-center"}
Cite = Callable[[str, str], CitationText | None]
Media = Callable[[str], MediaFile | None]
Check = Callable[[str], bool]


def render(
    text: str,
    *,
    language: str,
    cite: Cite = lambda key, place: None,
    media: Media = lambda source: None,
    check: Check = lambda key: True,
    labels: Labels | None = None,
) -> Rendered:
    """The text (without front matter) as clean HTML. Takes about 3 ms for 10 KB; never fails on what an author wrote.

    `cite(key, place)` names a source, None leaves the citation out; `media(source)` finds a picture by the address in
    the text, None shows its alternative text instead; `check(key)` says whether there is such a knowledge check.
    `labels` are by default the words of the language being spoken; `language` decides how days are written.
    """
    env: dict[str, Any] = {}
    tokens = parse(without_unseen(text), env)
    page = _Page(language, cite, media, check, labels or Labels.current())
    _shape(tokens, page)
    renderer, options = _Renderer(page), parser().options
    pieces: list[Markup | CheckMark] = [
        part if isinstance(part, CheckMark) else clean(renderer.render(part, options, env))
        for part in _parts(tokens, page)
    ]
    if page.notes:
        pieces.append(clean(_list_of_sources(page)))
    return Rendered(
        html=[piece for piece in pieces if isinstance(piece, CheckMark) or piece.strip()],
        headings=page.headings,
        citations=list(page.citations),
        checks=[piece.key for piece in pieces if isinstance(piece, CheckMark)],
    )


class _Page:
    """What one rendering knows and gathers."""

    def __init__(self, language: str, cite: Cite, media: Media, check: Check, labels: Labels) -> None:
        self.language = language
        self.cite = cite
        self.media = media
        self.check = check
        self.labels = labels
        self.headings: list[Heading] = []
        self.notes: dict[tuple[str, str], CitationText] = {}
        self.citations: dict[Citation, None] = {}
        self.places = 0

    def number_of(self, key: str, place: str) -> int | None:
        """The note's number: one for each place in a source, however often it is cited."""
        if (key, place) not in self.notes:
            source = self.cite(key, place)
            if source is None:
                return None
            self.notes[key, place] = source
        number = list(self.notes).index((key, place)) + 1
        self.citations[Citation(key, place, number)] = None
        return number


# ── Shape: what tokens mean on our pages ──────────────────────────────────────────────────────────────────────


def _shape(tokens: Sequence[Token], page: _Page) -> None:
    """Give headings their ids, tables their classes and pictures that stand alone their figure, in place."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "heading_open":
            _shape_heading(before, token, after, page)
        if token.type == "inline" and before.type == "paragraph_open" and _is_one_picture(token):
            before.hidden = after.hidden = True
            (token.children or [])[0].meta["alone"] = True
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            _shape_cell(token)
        _close_up(token.children or [])


def _shape_heading(opening: Token, inline: Token, closing: Token, page: _Page) -> None:
    level = min(max(int(opening.tag[1]), FIRST_LEVEL), LAST_LEVEL)
    heading = Heading(f"s-{len(page.headings) + 1}", level, plain_text(inline))
    page.headings.append(heading)
    opening.tag = closing.tag = f"h{level}"
    opening.attrSet("id", heading.id)


def _shape_cell(cell: Token) -> None:
    alignment = ALIGNMENTS.get(str(cell.attrs.pop("style", "")))
    if alignment:
        cell.attrSet("class", alignment)
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _close_up(children: Sequence[Token]) -> None:
    """A note's number follows its word directly, so that it never begins a line."""
    for before, token in pairwise(children):
        if token.type == "citation" and before.type == "text":
            before.content = before.content.rstrip(" \u00a0")


def _is_one_picture(inline: Token) -> bool:
    children = inline.children or []
    return len(children) == 1 and children[0].type == "image"


def _parts(tokens: Sequence[Token], page: _Page) -> list[list[Token] | CheckMark]:
    """The tokens, cut where a knowledge check stands. A check inside another block comes after that block."""
    parts: list[list[Token] | CheckMark] = []
    current: list[Token] = []
    waiting: list[CheckMark] = []
    depth = inside_check = 0
    for token in tokens:
        depth += token.nesting
        if _is_check(token) or inside_check:
            inside_check += token.nesting if token.type in {BOX_OPEN, BOX_CLOSE} else 0
            if _is_check(token):
                waiting += _mark(token, page)
        else:
            current.append(token)
        if depth == 0 and waiting:
            parts += [current, *waiting]
            current, waiting = [], []
    return [part for part in [*parts, current, *waiting] if part]


def _is_check(token: Token) -> bool:
    return token.type == BOX_OPEN and container_of(token)[0] == "check"


def _mark(token: Token, page: _Page) -> list[CheckMark]:
    key = container_of(token)[1].get("key", "")
    return [CheckMark(key)] if key and page.check(key) else []


# ── HTML ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _Renderer(RendererHTML):
    """The library's renderer with our way of drawing boxes, notes, pictures and links. Method names are its rules."""

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self.page = page
        self.open_boxes: list[tuple[str, Mapping[str, str]]] = []

    def container_box_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        name, attributes = container_of(tokens[idx])
        self.open_boxes.append((name, attributes))
        draw = BOXES.get(name)
        return draw(self.page, attributes) if draw else ""

    def container_box_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        name, attributes = self.open_boxes.pop()
        if name == "law-text":
            return f"</blockquote>{_source_of_law(self.page, attributes)}</div>\n"
        return "</div>\n" if name in BOXES else ""

    def citation(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        number = self.page.number_of(**tokens[idx].meta)
        if number is None:
            return ""
        # The first place of a note is where the arrow leads back to; an id stands once on a page.
        is_first = number > self.page.places
        self.page.places = max(number, self.page.places)
        anchor = f' id="cite-{number}"' if is_first else ""
        return f'<sup class="cite"><a href="#source-{number}"{anchor} role="doc-noteref">[{number}]</a></sup>'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        words = plain_text(token)
        file = self.page.media(str(token.attrGet("src") or ""))
        if file is None:
            return f"<p>{escape(words)}</p>" if token.meta.get("alone") else str(escape(words))
        picture = _picture(file, words)
        if not token.meta.get("alone"):
            return picture
        caption = token.attrGet("title")
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        return f"<figure>{picture}{below}</figure>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        if OUTSIDE.match(str(token.attrGet("href") or "")):
            token.attrSet("rel", REL_OUTSIDE)
        return self.renderToken(tokens, idx, options, env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        # Wide tables scroll in a region of their own, which the keyboard must reach.
        label = escape(self.page.labels.table)
        return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</table></div>\n"

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        note, again = tokens[idx].meta["id"] + 1, tokens[idx].meta.get("subId", 0)
        anchor = "" if again else f' id="note-{note}-place"'
        return f'<sup class="footnote-ref"><a href="#note-{note}"{anchor} role="doc-noteref">{_letter(note)}</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<section class="footnotes" role="doc-endnotes"><ul>'

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</ul></section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        note = tokens[idx].meta["id"] + 1
        return f'<li id="note-{note}"><sup>{_letter(note)}</sup> '

    def footnote_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        if tokens[idx].meta.get("subId"):
            return ""
        return _back(f"note-{tokens[idx].meta['id'] + 1}-place", self.page.labels)


def _box(name: str, label: str) -> str:
    return f'<div class="{name}"><p class="box-label">{escape(label)}</p>\n'


def _law_in_force(page: _Page, attributes: Mapping[str, str]) -> str:
    line = page.labels.law_line(attributes.get("as_of", ""), attributes.get("applies", ""), page.language)
    below = f'<p class="as-of">{escape(line)}</p>\n' if line else ""
    return _box("law-in-force", page.labels.law_in_force) + below


BOXES: dict[str, Callable[[_Page, Mapping[str, str]], str]] = {
    "law-text": lambda page, attributes: '<div class="law-text"><blockquote>\n',
    "law-in-force": _law_in_force,
    "case": lambda page, attributes: _box("case", page.labels.case),
    "note": lambda page, attributes: _box("note", page.labels.note),
    "practice": lambda page, attributes: _box("practice", page.labels.practice),
}


def _source_of_law(page: _Page, attributes: Mapping[str, str]) -> str:
    """The act and its article under a quotation; a quotation names its source itself and gets no number."""
    key, place = attributes.get("source", ""), attributes.get("at", "")
    source = page.cite(key, place) if key else None
    if source is None:
        return ""
    page.citations[Citation(key, place, None)] = None
    return f"<cite>{_named(source)}</cite>"


def _named(source: CitationText) -> str:
    title = str(escape(source.title))
    if source.link and OUTSIDE.match(source.link):
        title = f'<a href="{escape(source.link)}" rel="{REL_OUTSIDE}">{title}</a>'
    return f"{title}, {escape(source.place)}" if source.place else title


def _picture(file: MediaFile, words: str) -> str:
    size = f' width="{int(file.width)}" height="{int(file.height)}"' if file.width and file.height else ""
    return f'<img src="{escape(file.url)}" alt="{escape(words)}"{size} loading="lazy">'


def _list_of_sources(page: _Page) -> str:
    items = "".join(
        f'<li id="source-{number}">{_named(source)}{_back(f"cite-{number}", page.labels)}</li>\n'
        for number, source in enumerate(page.notes.values(), start=1)
    )
    heading = f'<h2 id="sources">{escape(page.labels.sources)}</h2>'
    return (
        f'<section class="sources" role="doc-endnotes" aria-labelledby="sources">{heading}<ol>\n{items}</ol></section>'
    )


def _back(place: str, labels: Labels) -> str:
    # The second character asks for the arrow as a letter, where a phone would draw a coloured picture.
    return f' <a class="back" href="#{place}" role="doc-backlink" aria-label="{escape(labels.back)}">\u21a9\ufe0e</a>'


def _letter(number: int) -> str:
    """a, b, … z, aa, ab: footnotes have letters, because numbers belong to sources."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
