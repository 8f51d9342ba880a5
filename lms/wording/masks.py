"""What of a text is not its author's own words: addresses, citations, quotations, the wording of laws."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

# What opens and is never closed is looked for no further than this, so that a text of openings alone takes no longer.
MARKUP = re.compile(
    r"https?://\S+|\[@[^\]\n]{0,300}\]|\[\?[a-z0-9-]+[ \u00a0]"
    r"|\]\([^)\n]{0,300}\)|`[^`\n]*`|^:::[^\n]*$|\[\^[^\]\n]{0,300}\]",
    re.MULTILINE,
)
CITATION = re.compile(r"\[@[^\]\n]{0,300}\]")
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n|:::|[-*#>]|\d+\.)[^\n]+)*")
QUOTED = re.compile(r"«[^»\n]{1,600}»|“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|\"[^\"\n]{1,600}\"")
BOX_LINE = re.compile(r"^:::+ *(?P<name>[\w-]*)(?P<rest>[^\n]*)$", re.MULTILINE)
ALTERNATIVE = re.compile(r"(?<=!\[)[^\]\n]{0,600}(?=\]\()")
#: In every language a sentence ends so and the next begins with a capital.
SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\"]?\s+(?=[«“„\"(]?[A-ZА-ЯЁӨҮҢ])|\n+")

Span = tuple[int, int]


class Spans:
    """Stretches of a text, which may overlap; whether one of them holds another is told without a look at each."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        inorder = sorted(spans)
        self._starts = [start for start, _end in inorder]
        self._reach = list(accumulate((end for _start, end in inorder), max))

    def hold(self, start: int, end: int) -> bool:
        """Whether one stretch holds all of this."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._reach[before - 1] >= end


@dataclass(frozen=True)
class Masks:
    """``plain`` is the text with markup blanked out, as long as before."""

    plain: str
    quoted: Spans
    #: Quotations whose source is named, and the wording of laws.
    cited: Spans
    stories: Spans
    #: What stands for pictures.
    alternatives: Spans


def masks_of(words: str, *, is_sourced: bool) -> Masks:
    """What stands where in a text. ``is_sourced``: what is quoted in it has its source beside it."""
    plain = MARKUP.sub(lambda found: " " * len(found[0]), words) if _has_markup(words) else words
    quoted = [found.span() for found in QUOTED.finditer(words)]
    cited = list(boxes_of(words, "law-text"))
    with_source = [
        (start, end)
        for start, end in paragraphs_of(words)
        if is_sourced or CITATION.search(words, start, end) is not None
    ]
    beside_source = Spans(with_source)
    cited += [span for span in quoted if beside_source.hold(*span)]
    cited += [(start, end) for start, end in with_source if words[start] == ">"]
    alternatives = (found.span() for found in ALTERNATIVE.finditer(words)) if "![" in words else ()
    return Masks(plain, Spans(quoted), Spans(cited), Spans(boxes_of(words, "case")), Spans(alternatives))


def boxes_of(words: str, name: str) -> Iterator[Span]:
    """Containers of this name, from the line that opens one to the first that closes any."""
    opened = None
    for line in BOX_LINE.finditer(words) if ":::" in words else ():
        if opened is None and line["name"] == name:
            opened = line.start()
        elif opened is not None and not line["name"] and not line["rest"].strip():
            yield opened, line.end()
            opened = None


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
