"""Letters that only look right: Latin ones in a Cyrillic word, Russian ones in a Kyrgyz word, signs nobody sees."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lms.core.i18n import _
from lms.core.markdown.parsing import UNSEEN
from lms.wording.findings import Finding, Severity
from lms.wording.tokens import Token, folded_kyrgyz

#: A run of letters. Hyphens part words, so that “SIM-карта” is two.
LETTERS = re.compile(r"[A-Za-z\u0400-\u04ff]+")
LATIN, CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
#: The same shape in the other alphabet.
TO_CYRILLIC = str.maketrans("AaBCcEeHKkMOoPpTXxYy", "АаВСсЕеНКкМОоРрТХхУу")
TO_LATIN = str.maketrans("АаВСсЕеНКкМОоРрТХхУу", "AaBCcEeHKkMOoPpTXxYy")
#: A mark that was to be replaced: {name}, {case}. Attributes of containers hold an equals sign.
MARKER = re.compile(r"\{/?[A-Za-z_][\w ]*\}")
#: Of a text this long, some word has a letter that only Kyrgyz has.
LONG = 600
OWN_LETTERS = re.compile("[ңөүҢӨҮ]")


def mixed(plain: str, language: str) -> Iterator[Finding]:
    """Words of two alphabets."""
    for found in LETTERS.finditer(plain):
        word = found[0]
        if not (LATIN.search(word) and CYRILLIC.search(word)):
            continue
        odd, table = (CYRILLIC, TO_LATIN) if language == "en" else (LATIN, TO_CYRILLIC)
        letters = ", ".join(dict.fromkeys(odd.findall(word)))
        mended = word.translate(table)
        reason = _("“%(word)s” mixes two alphabets: look at %(letters)s.", word=word, letters=letters)
        right = None if odd.search(mended) else mended
        yield Finding("letters-mixed", Severity.ERROR, *found.span(), word, reason, right, right)


def markers(plain: str) -> Iterator[Finding]:
    """Marks that were to be replaced by something."""
    for found in MARKER.finditer(plain):
        reason = _("“%(marker)s” was not replaced.", marker=found[0])
        yield Finding("marker", Severity.ERROR, *found.span(), found[0], reason)


def unseen(words: str) -> Iterator[Finding]:
    """Signs that nobody sees."""
    for found in UNSEEN.finditer(words):
        reason = _("There is a character that nobody sees. Delete it.")
        yield Finding("unseen", Severity.ERROR, *found.span(), found[0], reason, None, "")


def spelling_of(words: Sequence[str]) -> dict[str, str]:
    """From Kyrgyz words, how a word is spelt that was written with Russian letters only, where there is one answer."""
    spelt: dict[str, set[str]] = {}
    for word in words:
        spelt.setdefault(folded_kyrgyz(word), set()).add(word.casefold())
    return {folded: next(iter(ways)) for folded, ways in spelt.items() if len(ways) == 1 and ways != {folded}}


def russian_in_kyrgyz(plain: str, tokens: Sequence[Token], spelling: Mapping[str, str]) -> Iterator[Finding]:
    """Kyrgyz words written with о, у, н for ө, ү, ң."""
    for token in tokens:
        right = spelling.get(token.word.casefold())
        if right is None or OWN_LETTERS.search(token.word):
            continue
        shown = right.upper() if token.word.isupper() else right
        shown = shown[:1].upper() + shown[1:] if token.word[:1].isupper() else shown
        reason = _("In Kyrgyz this is written with ө, ү or ң.")
        yield Finding("letters-kyrgyz", Severity.WARN, token.start, token.end, token.word, reason, shown, shown)
    if len(plain) >= LONG and CYRILLIC.search(plain) and not OWN_LETTERS.search(plain):
        reason = _("There is no ө, ү or ң in the whole text. Was it written on a Russian keyboard?")
        yield Finding("letters-kyrgyz", Severity.WARN, 0, 0, "", reason)
