"""What of a text is not its author's own words: addresses, citations, quotations, the wording of laws."""

import re
from dataclasses import dataclass

MARKUP = re.compile(r"https?://\S+|\[@[^\]\n]*\]|\]\([^)\n]*\)|`[^`\n]*`|^:::[^\n]*$|\[\^[^\]\n]*\]", re.MULTILINE)
CITATION = re.compile(r"\[@[^\]\n]*\]")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n|:::|[-*#>]|\d+\.)[^\n]+)*")
QUOTED = re.compile(r"«[^»\n]{1,600}»|“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|\"[^\"\n]{1,600}\"")
LAW_TEXT = re.compile(r"^:::+ *law-text.*?^:::+ *$", re.MULTILINE | re.DOTALL)
CASE_BOX = re.compile(r"^:::+ *case.*?^:::+ *$", re.MULTILINE | re.DOTALL)
ALTERNATIVE = re.compile(r"(?<=!\[)[^\]\n]*(?=\]\()")
#: In every language a sentence ends so and the next begins with a capital.
SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"]?\s+(?=[«“„\"(]?[A-ZА-ЯЁӨҮҢ])|\n+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Masks:
    """``plain`` is the text with markup blanked out, as long as before."""

    plain: str
    quoted: tuple[Span, ...]
    #: Quotations whose source is named, and the wording of laws.
    cited: tuple[Span, ...]
    stories: tuple[Span, ...]
    #: What stands for pictures.
    alternatives: tuple[Span, ...]

    def is_alternative(self, start: int, end: int) -> bool:
        return _inside(self.alternatives, start, end)

    def is_quoted(self, start: int, end: int) -> bool:
        return _inside(self.quoted, start, end)

    def is_cited(self, start: int, end: int) -> bool:
        return _inside(self.cited, start, end)

    def is_story(self, start: int, end: int) -> bool:
        return _inside(self.stories, start, end)


def masks_of(words: str, *, is_sourced: bool) -> Masks:
    """What stands where in a text. ``is_sourced``: what is quoted in it has its source beside it."""
    plain = MARKUP.sub(lambda found: " " * len(found[0]), words) if _has_markup(words) else words
    quoted = tuple(found.span() for found in QUOTED.finditer(words))
    cited = [found.span() for found in LAW_TEXT.finditer(words)] if ":::" in words else []
    stories = tuple(found.span() for found in CASE_BOX.finditer(words)) if ":::" in words else ()
    for start, end in paragraphs_of(words):
        has_source = is_sourced or CITATION.search(words, start, end) is not None
        if has_source:
            cited += [span for span in quoted if start <= span[0] and span[1] <= end]
            if words[start] == ">":
                cited.append((start, end))
    alternatives = tuple(found.span() for found in ALTERNATIVE.finditer(words)) if "![" in words else ()
    return Masks(plain, quoted, tuple(cited), stories, alternatives)


def paragraphs_of(words: str) -> list[Span]:
    """Paragraphs, headings and items of lists."""
    return [found.span() for found in PARAGRAPH.finditer(words)]


def sentences_of(plain: str) -> list[Span]:
    """Sentences; a line end ends one too."""
    spans, start = [], 0
    for found in SENTENCE_END.finditer(plain):
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(plain)))
    return [(first, last) for first, last in spans if plain[first:last].strip()]


def _has_markup(words: str) -> bool:
    return any(sign in words for sign in ("[", "`", ":::", "http"))


def _inside(spans: tuple[Span, ...], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in spans)
