"""How hard a text is to read: the length of its sentences, and how often nobody does what is done."""

import re
from collections.abc import Iterator, Sequence

from lms.core.i18n import _
from lms.wording.findings import Finding, Severity
from lms.wording.masks import Span
from lms.wording.tokens import Token

#: Words of an average sentence, at most.
MOST_WORDS = {"ru": 20, "ky": 16, "en": 22}
#: From so many sentences on there is an average, and a share, to speak of.
ENOUGH, ENOUGH_FOR_A_SHARE = 6, 12
MOST_PASSIVE = 0.25
#: Fewer words are a heading or the cell of a table.
SENTENCE = 3
PASSIVE = {
    "ru": re.compile(
        r"\b(?:был|была|было|были|будет|будут|быть)\s+(?:\w+о\s+)?\w{3,}(?:ан|ян|ен|ён|т)[аоы]?\b|\b\w{5,}(?:ана|ано|аны|ены|ено)\b"
    ),
    "ky": re.compile(r"\b\w{3,}(?:ыл|ил|ул|үл)(?:ган|ген|гон|гөн|ды|ди|ду|дү|ат|ет|от|өт)\b"),
    "en": re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|own|ught|ound|eld)\b"),
}


def hard_to_read(plain: str, language: str, tokens: Sequence[Token], sentences: Sequence[Span]) -> Iterator[Finding]:
    """At most one finding on length, which marks the longest sentence, and one on the passive."""
    lengths = _lengths(tokens, sentences)
    full = [(count, span) for count, span in zip(lengths, sentences, strict=True) if count >= SENTENCE]
    most = MOST_WORDS.get(language)
    if most is None or len(full) < ENOUGH:
        return
    average = sum(count for count, _span in full) / len(full)
    if average > most:
        count, (start, end) = max(full)
        reason = _(
            "A sentence has %(average)s words on average; at most %(most)s are easy to read. This one has %(count)s.",
            average=round(average),
            most=most,
            count=count,
        )
        yield Finding("reading-long", Severity.WARN, start, end, plain[start:end], reason)
    passive = sum(PASSIVE[language].search(plain, *span) is not None for _count, span in full)
    if len(full) >= ENOUGH_FOR_A_SHARE and passive > MOST_PASSIVE * len(full):
        reason = _(
            "%(passive)s of %(all)s sentences do not say who acts. Say who does what.", passive=passive, all=len(full)
        )
        yield Finding("reading-passive", Severity.WARN, 0, 0, "", reason)


def _lengths(tokens: Sequence[Token], sentences: Sequence[Span]) -> list[int]:
    counts, index = [], 0
    for _start, end in sentences:
        first = index
        while index < len(tokens) and tokens[index].start < end:
            index += 1
        counts.append(index - first)
    return counts
