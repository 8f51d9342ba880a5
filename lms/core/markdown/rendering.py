"""From a text to the pieces of a page."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.token import Token
from markupsafe import Markup, escape

from lms.core.i18n import whole
from lms.core.markdown.cleaning import clean
from lms.core.markdown.drawing import Around, Drawing, Page, list_of_sources, list_of_terms
from lms.core.markdown.labels import Labels
from lms.core.markdown.parsing import BOX_CLOSE, BOX_OPEN, MATERIAL, canonical, container_of, parse, parser, plain_text
from lms.core.markdown.results import CheckMark, Heading, Rendered, ScenarioMark

#: Key of a source and a place in it to a sentence about it.
Warn = Callable[[str, str], str | None]

FIRST_LEVEL, LAST_LEVEL = 2, 3
Mark = CheckMark | ScenarioMark
ALIGNMENTS = {"text-align:right": "align-right", "text-align:center": "align-center"}


def render(
    text: str,
    *,
    language: str,
    around: Around,
    labels: Labels | None = None,
    warn: Warn | None = None,
    with_material: bool = False,
) -> Rendered:
    """The text (without front matter) as clean HTML. Takes about 3 ms for 10 KB; never fails on what an author wrote.

    `around` answers for what the text names. `warn(key, place)` gives a sentence that the reader must see below the
    block that cites this.
    `with_material` shows what is shown for analysis only: on pages of the platform, never in what leaves it.
    `labels` are by default the words of the language being spoken; `language` decides how days are written.
    """
    env: dict[str, Any] = {}
    tokens = parse(canonical(text), env)
    page = Page(language, around, labels or Labels.current())
    tokens = _guarded(tokens, page.labels, with_material=with_material)
    _shape(tokens, page)
    tokens = _warned(tokens, warn, page.labels) if warn else tokens
    renderer, options = Drawing(page), parser().options
    pieces: list[Markup | Mark] = [
        part if isinstance(part, Mark) else clean(renderer.render(part, options, env)) for part in _parts(tokens, page)
    ]
    if page.terms:
        pieces.append(clean(list_of_terms(page)))
    if page.notes:
        pieces.append(clean(list_of_sources(page)))
    return Rendered(
        html=[piece for piece in pieces if isinstance(piece, Mark) or piece.strip()],
        headings=page.headings,
        citations=list(page.citations),
        checks=[piece.key for piece in pieces if isinstance(piece, CheckMark)],
    )


# ── What tokens mean on our pages ──────────────────────────────────────────────────────────────────────


def _shape(tokens: Sequence[Token], page: Page) -> None:
    """Give headings their ids, tables their classes and pictures that stand alone their figure, in place."""
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type == "heading_open":
            _shape_heading(before, token, after, page)
        if stands_alone(before, token):
            before.hidden = after.hidden = True
            (token.children or [])[0].meta["alone"] = True
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            _shape_cell(token)
        _close_up(token.children or [])
        _keep_whole(token.children or [])
    _label_cells(tokens)


def _shape_heading(opening: Token, inline: Token, closing: Token, page: Page) -> None:
    level = min(max(int(opening.tag[1]), FIRST_LEVEL), LAST_LEVEL)
    heading = Heading(f"s-{len(page.headings) + 1}", level, plain_text(inline))
    page.headings.append(heading)
    opening.tag = closing.tag = f"h{level}"
    opening.attrSet("id", heading.id)
    _plain_terms(inline.children or [])


def _shape_cell(cell: Token) -> None:
    alignment = ALIGNMENTS.get(str(cell.attrs.pop("style", "")))
    if alignment:
        cell.attrSet("class", alignment)
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _label_cells(tokens: Sequence[Token]) -> None:
    """Give each cell what heads its column: where a window is too narrow for columns, it stands before the value."""
    heads: list[str] = []
    place = 0
    for opening, inline in pairwise(tokens):
        if opening.type == "table_open":
            heads = []
        elif opening.type == "tr_open":
            place = 0
        elif opening.type == "th_open":
            heads.append(plain_text(inline))
        elif opening.type == "td_open":
            if heads[place]:
                opening.attrSet("data-label", _before_a_value(heads[place]))
            place += 1


def _before_a_value(words: str) -> str:
    return words if words[-1] in "?!:.…" else f"{words}:"


def _close_up(children: Sequence[Token]) -> None:
    """A note's number follows its word directly, or the number before it, so that it never begins a line."""
    for before, token in pairwise(children):
        if token.type == "citation" and before.type == "text":
            said = before.content.rstrip(" \u00a0")
            # A browser breaks no line between a letter and a bracket, but between a mark and a bracket it does.
            before.content = said if said[-1:].isalnum() else f"{said}\N{WORD JOINER}"


def _keep_whole(children: Sequence[Token]) -> None:
    """A number stays on one line with its sign and its ending."""
    for token in children:
        if token.type == "text":
            token.content = whole(token.content)


def _plain_terms(children: Sequence[Token]) -> None:
    """A heading is read alone: a term is a plain word there."""
    for token in children:
        if token.type == "term":
            token.meta["is_plain"] = True


def stands_alone(before: Token, token: Token) -> bool:
    """Whether the token is a paragraph's text and that is one picture or recording."""
    children = token.children or []
    is_paragraph = token.type == "inline" and before.type == "paragraph_open"
    return is_paragraph and len(children) == 1 and children[0].type == "image"


def _guarded(tokens: list[Token], labels: Labels, *, with_material: bool) -> list[Token]:
    """The tokens; material for analysis is replaced by a remark unless it may be seen here and is there."""
    if not any(_is_material(token) for token in tokens):
        return tokens
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        if depth:
            depth += token.nesting if token.type in {BOX_OPEN, BOX_CLOSE} else 0
        elif _is_material(token) and not (with_material and not container_of(token)[1].get("left_out")):
            depth = 1
            heading = labels.material.replace("{what}", container_of(token)[1].get("about", ""))
            kept.append(_remark([labels.material_left_out], heading))
        else:
            kept.append(token)
    return kept


def _is_material(token: Token) -> bool:
    return token.type == BOX_OPEN and container_of(token)[0] == MATERIAL


def _warned(tokens: Sequence[Token], warn: Warn, labels: Labels) -> list[Token]:
    """The tokens with a remark after each outermost block that cites something of which there is a warning."""
    warned: list[Token] = []
    found: dict[str, None] = {}
    depth = 0
    for token in tokens:
        warned.append(token)
        depth += token.nesting
        found |= dict.fromkeys(sentence for key, place in _cited(token) if (sentence := warn(key, place)))
        if depth == 0 and found:
            warned.append(_remark(list(found), labels.changed))
            found = {}
    return warned


def _cited(token: Token) -> Iterator[tuple[str, str]]:
    """Sources and places that a token names itself."""
    if token.type == BOX_OPEN:
        attributes = container_of(token)[1]
        if attributes.get("source"):
            yield attributes["source"], attributes.get("at", "")
        elif attributes.get("basis"):
            key, _blank, place = attributes["basis"].partition(" ")
            yield key, place.strip()
    for child in token.children or ():
        if child.type == "citation":
            yield child.meta["key"], child.meta["place"]


def _remark(sentences: Sequence[str], heading: str) -> Token:
    said = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in sentences)
    label = f'<p class="box-label">{escape(heading)}</p>\n'
    return Token("html_block", "", 0, content=f'<div class="note">{label}{said}</div>\n')


def _parts(tokens: Sequence[Token], page: Page) -> list[list[Token] | Mark]:
    """The tokens, cut where a knowledge check or the scenario stands. One inside another block comes after it."""
    parts: list[list[Token] | Mark] = []
    current: list[Token] = []
    waiting: list[Mark] = []
    depth = inside_check = 0
    for token in tokens:
        depth += token.nesting
        if _is_mark(token) or inside_check:
            inside_check += token.nesting if token.type in {BOX_OPEN, BOX_CLOSE} else 0
            if _is_mark(token):
                waiting += _mark(token, page)
        else:
            current.append(token)
        if depth == 0 and waiting:
            parts += [current, *waiting]
            current, waiting = [], []
    return [part for part in [*parts, current, *waiting] if part]


def _is_mark(token: Token) -> bool:
    return token.type == BOX_OPEN and container_of(token)[0] in {"check", "scenario"}


def _mark(token: Token, page: Page) -> list[Mark]:
    if container_of(token)[0] == "scenario":
        return [ScenarioMark()] if page.has_scenario else []
    key = container_of(token)[1].get("key", "")
    return [CheckMark(key)] if key and page.check(key) else []
