"""What is said without a source: figures, and provisions of law."""

import re
from collections.abc import Iterator, Sequence

from lms.core.i18n import _
from lms.wording.findings import Finding, Severity, Text
from lms.wording.masks import CITATION, Masks, Span, paragraphs_of

_PERCENT = r"\d+(?:[.,]\d+)?\s?(?:%|per\s?cent|процент\w*|пайыз\w*)"
FIGURES = {
    "en": re.compile(rf"\b(?:up to \d[\d ,]*|(?:thousands|hundreds|millions) of \w+|{_PERCENT})", re.IGNORECASE),
    "ru": re.compile(
        rf"\b(?:до \d[\d ]* (?:человек|лиц|женщин|мужчин|детей|случаев|дел)|(?:тысячи|сотни|миллионы) \w+|{_PERCENT})",
        re.IGNORECASE,
    ),
    "ky": re.compile(rf"\b(?:(?:миңдеген|жүздөгөн|миллиондогон) \w+|{_PERCENT})", re.IGNORECASE),
}
#: A provision: the word and its number.
PROVISION = re.compile(
    r"\b(?:закон\w*|мыйзам\w*)\s+(?:№\s?)?\d+|\b(?:ст\.|стать[яиюей]\w*)\s?\d+|\b\d+-берене\w*|\bберене\w*\s+\d+"
    r"|\b(?:articles?|art\.)\s?\d+",
    re.IGNORECASE,
)
NATIONAL = re.compile(
    r"\b(?:кодекс\w*|УК|УПК|КР\b|Кыргызской Республики|Кыргыз Республикасы\w*|Kyrgyz Republic|Criminal Code"
    r"|закон\w*\s+(?:№\s?)?\d+|мыйзам\w*\s+(?:№\s?)?\d+)"
)


def without_source(text: Text, masks: Masks) -> Iterator[Finding]:
    """Figures and provisions in paragraphs that cite nothing."""
    if text.is_sourced or text.is_story or text.is_title:
        return
    for start, end in paragraphs_of(text.words):
        if CITATION.search(text.words, start, end) or text.words[start] == "#":
            continue
        yield from _figures(text.language, masks, (start, end))
        for found in PROVISION.finditer(masks.plain, start, end):
            if not masks.stories.hold(*found.span()):
                yield Finding(
                    "source-missing",
                    Severity.WARN,
                    *found.span(),
                    found[0],
                    _("The paragraph speaks of a provision and cites no source. Add one: [@key art. 1]."),
                )
                break


def undated_law(text: Text, masks: Masks, sentences: Sequence[Span]) -> Iterator[Finding]:
    """National law, where nobody says as of which day."""
    if text.law_is_dated or text.is_title:
        return
    for start, end in sentences:
        found = PROVISION.search(masks.plain, start, end)
        if found and NATIONAL.search(masks.plain, start, end):
            reason = _("National law is described here, so the module must say as of which day.")
            yield Finding("law-undated", Severity.WARN, *found.span(), found[0], reason)
            return


def _figures(language: str, masks: Masks, span: Span) -> Iterator[Finding]:
    pattern = FIGURES.get(language)
    for found in pattern.finditer(masks.plain, *span) if pattern else ():
        if not masks.stories.hold(*found.span()):
            reason = _("A figure needs its source and its date.")
            yield Finding("figure", Severity.WARN, *found.span(), found[0], reason)
