"""The glossary as a page: the words that modules speak of, by their first letter, in the alphabet of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.core.folding import fold, sort_key
from lms.core.glossary import Glossary, Term
from lms.core.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Shown:
    """The page: all letters there are, the one that is chosen, and the words that fit."""

    letters: Sequence[str]
    letter: str
    terms: Sequence[Term]


def shown(glossary: Glossary, language: str, *, letter: str = "", search: str = "") -> Shown:
    """The words with this first letter that say, in any language or in their meaning, what was searched for.

    A letter that no word begins with counts as none.
    """
    explained = sorted(glossary.explained(), key=lambda term: sort_key(term.term[language]))
    letters = list(dict.fromkeys(_first(term, language) for term in explained))
    chosen = letter if letter in letters else ""
    wanted = fold(search)
    fitting = [term for term in explained if (not chosen or _first(term, language) == chosen) and wanted in _all(term)]
    return Shown(letters, chosen, fitting)


def _first(term: Term, language: str) -> str:
    return term.term[language][:1].upper()


def _all(term: Term) -> str:
    meanings = term.meaning.text if term.meaning else {}
    others = [word for words in term.variants.values() for word in words]
    return fold(" ".join([*(words[code] for words in (term.term, meanings) for code in LANGUAGES), *others]))
