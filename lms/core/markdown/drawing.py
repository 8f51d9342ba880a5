"""How our pages draw what the library parsed: boxes, notes, pictures, links, tables, the list of sources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import escape

from lms.core.markdown.cleaning import OUTSIDE, REL_OUTSIDE
from lms.core.markdown.labels import Labels
from lms.core.markdown.parsing import MATERIAL, OWN_FILE, container_of, plain_text
from lms.core.markdown.recordings import recording_block, recording_link
from lms.core.markdown.results import Citation, CitationText, Heading, MediaFile, TermText
from lms.core.pictures import USUAL, WIDTHS

WIDEST_ON_A_PHONE = 400
#: How wide a picture stands on a page: all of a phone, a column of text elsewhere.
ON_SCREEN = "(min-width: 48rem) 42rem, 100vw"

Cite = Callable[[str, str], CitationText | None]
Media = Callable[[str], MediaFile | None]
Check = Callable[[str], bool]
Explain = Callable[[str], TermText | None]


@dataclass(frozen=True)
class Around:
    """What stands around a text, asked for by what it names.

    `cite(key, place)` names a source, None leaves the citation out; `media(source)` finds a picture by the address in
    the text, None shows its alternative text instead; `check(key)` says whether there is such a knowledge check;
    `explain(key)` says what a marked term means, None leaves it a plain word; `has_scenario` whether there is one.
    """

    cite: Cite = lambda key, place: None
    media: Media = lambda source: None
    check: Check = lambda key: True
    explain: Explain = lambda key: None
    has_scenario: bool = False


class Page:
    """What one rendering knows and gathers."""

    def __init__(self, language: str, around: Around, labels: Labels) -> None:
        self.language = language
        self.cite = around.cite
        self.media = around.media
        self.check = around.check
        self.explain = around.explain
        self.has_scenario = around.has_scenario
        self.labels = labels
        self.terms: dict[str, TermText] = {}
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


class Drawing(RendererHTML):
    """The library's renderer with our way of drawing boxes, notes, pictures and links. Method names are its rules."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open_boxes: list[tuple[str, Mapping[str, str]]] = []
        #: What follows the link that is open; None where its words stand without one.
        self.after_link: str | None = ""

    def container_box_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        name, attributes = container_of(tokens[idx])
        self.open_boxes.append((name, attributes))
        draw = BOXES.get(name)
        return draw(self.page, attributes) if draw else ""

    def container_box_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        name, attributes = self.open_boxes.pop()
        if name == "law-text":
            return f"</blockquote>{_source_of_law(self.page, attributes)}</div>\n"
        if name == "content-note":
            return "</details>\n"
        if name == MATERIAL:
            return "</details></div>\n"
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

    def term(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        """A link to its meaning at the end, from the first place; later ones and headings keep the word."""
        key, words = tokens[idx].meta["key"], str(escape(tokens[idx].content))
        meaning = self.page.explain(key)
        if meaning is None or key in self.page.terms or tokens[idx].meta.get("is_plain"):
            return words
        self.page.terms[key] = meaning
        return f'<a class="term" href="#term-{key}" id="word-{key}">{words}</a>'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        words = plain_text(token)
        file = self.page.media(str(token.attrGet("src") or ""))
        if (
            file is None
            or file.download
            or (file.is_guarded and MATERIAL not in (name for name, _attributes in self.open_boxes))
        ):
            return f"<p>{escape(words)}</p>" if token.meta.get("alone") else str(escape(words))
        if file.recording is not None:
            if not token.meta.get("alone") and not file.is_guarded:
                return recording_link(file, file.recording, words)
            return recording_block(file, file.recording, words, token.attrGet("title"), self.page.labels)
        picture = _link(file, words, self.page.labels) if file.weight else _picture(file, words)
        if not token.meta.get("alone"):
            return picture
        caption = token.attrGet("title")
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        if _has_small_words(file) and not file.weight:
            picture = _scrolling(picture, self.page.labels)
        return f"<figure>{picture}{below}</figure>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        self.after_link = ""
        if str(token.attrGet("href") or "").startswith(OWN_FILE):
            return self._document_open(str(token.attrGet("href")))
        if OUTSIDE.match(str(token.attrGet("href") or "")):
            token.attrSet("rel", REL_OUTSIDE)
        return self.renderToken(tokens, idx, options, env)

    def _document_open(self, address: str) -> str:
        """A document of the module: what it is and how large stands behind its words. Without it they stand alone."""
        file = self.page.media(address)
        if file is None or not file.download or file.is_guarded:
            self.after_link = None
            return ""
        self.after_link = f' <span class="meta">({escape(file.download)})</span>'
        return f'<a href="{escape(file.url)}">'

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "" if self.after_link is None else f"</a>{self.after_link}"

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


def _law_in_force(page: Page, attributes: Mapping[str, str]) -> str:
    line = page.labels.law_line(attributes.get("as_of", ""), attributes.get("applies", ""), page.language)
    below = f'<p class="as-of">{escape(line)}</p>\n' if line else ""
    return _box("law-in-force", page.labels.law_in_force) + below


def _difficult(page: Page, attributes: Mapping[str, str]) -> str:
    """Closed until the reader wants to read it; who does not goes on below."""
    said = page.labels.difficult.replace("{what}", attributes.get("about", ""))
    return f'<details class="content-note"><summary>{escape(said)}</summary>\n'


def _material(page: Page, attributes: Mapping[str, str]) -> str:
    """Closed until the reader wants to see it; before it why it may be shown, and that one may go on without."""
    said = page.labels.material.replace("{what}", attributes.get("about", ""))
    key, _blank, place = attributes.get("basis", "").partition(" ")
    source = page.cite(key, place.strip()) if key else None
    before, _mark, after = str(escape(page.labels.material_word)).partition("{basis}")
    basis = f"{before}{_named(source) if source else '–'}{after}"
    opened = f'<details class="content-note"><summary>{escape(said)}</summary>\n'
    return f'<div class="material"><p class="as-of">{basis}</p>\n{opened}'


BOXES: dict[str, Callable[[Page, Mapping[str, str]], str]] = {
    "law-text": lambda page, attributes: '<div class="law-text"><blockquote>\n',
    "law-in-force": _law_in_force,
    "case": lambda page, attributes: _box("case", page.labels.case),
    "note": lambda page, attributes: _box("note", page.labels.note),
    "practice": lambda page, attributes: _box("practice", page.labels.practice),
    "content-note": _difficult,
    MATERIAL: _material,
}


def _source_of_law(page: Page, attributes: Mapping[str, str]) -> str:
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
    told = f'alt="{escape(words)}"{size} loading="lazy"'
    if not file.has_sizes or not file.width:
        return f'<img src="{escape(file.url)}" {told}>'
    source = f'<source type="image/webp" srcset="{_sizes(file, file.width, "webp")}" sizes="{ON_SCREEN}">'
    shown = (
        f'<img src="{escape(file.url)}/{USUAL}" srcset="{_sizes(file, file.width, "jpg")}" sizes="{ON_SCREEN}" {told}>'
    )
    return f"<picture>{source}{shown}</picture>"


def _sizes(file: MediaFile, width: int, ending: str) -> str:
    """The addresses with the width of each; a narrow picture has one only."""
    needed = [least for before, least in zip((0, *WIDTHS), WIDTHS, strict=False) if width > before]
    return ", ".join(f"{escape(file.url)}/{least}.{ending} {min(least, width)}w" for least in needed)


def _link(file: MediaFile, words: str, labels: Labels) -> str:
    said = labels.picture.format(what=words, size=file.weight)
    address = f"{file.url}/{USUAL}" if file.has_sizes else file.url
    return f'<a href="{escape(address)}">{escape(said)}</a>'


def _has_small_words(file: MediaFile) -> bool:
    """Whether it is a diagram that could not be read any more when it is made as narrow as a phone."""
    return file.url.endswith(".svg") and file.width is not None and file.width > WIDEST_ON_A_PHONE


def _scrolling(picture: str, labels: Labels) -> str:
    """In a region of its own, which the keyboard must reach; the sentence is shown where the region is too narrow."""
    said = escape(labels.sideways)
    return (
        f'<div class="picture-scroll" role="region" tabindex="0" aria-label="{said}">{picture}</div>'
        f'<p class="sideways" aria-hidden="true">{said}</p>'
    )


def list_of_sources(page: Page) -> str:
    items = "".join(
        f'<li id="source-{number}">{_named(source)}{_back(f"cite-{number}", page.labels)}</li>\n'
        for number, source in enumerate(page.notes.values(), start=1)
    )
    heading = f'<h2 id="sources">{escape(page.labels.sources)}</h2>'
    return (
        f'<section class="sources" role="doc-endnotes" aria-labelledby="sources">{heading}<ol>\n{items}</ol></section>'
    )


def list_of_terms(page: Page) -> str:
    rows = "".join(
        f'<dt id="term-{key}">{escape(term.term)}</dt>\n'
        f"<dd>{escape(term.meaning)}{_remark(term)}{_back(f'word-{key}', page.labels)}</dd>\n"
        for key, term in page.terms.items()
    )
    heading = f'<h2 id="terms">{escape(page.labels.terms)}</h2>'
    return f'<section class="terms" aria-labelledby="terms">{heading}<dl class="glossary">\n{rows}</dl></section>'


def _remark(term: TermText) -> str:
    return f' <span class="meta">({escape(term.remark)})</span>' if term.remark else ""


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
