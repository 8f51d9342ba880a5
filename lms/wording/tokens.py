"""Words of a text, and under which forms each is looked up: grammar for searching, not for speaking.

Russian: a word stands for all its cases, ё is е. Kyrgyz: a word stands for itself with any suffix, and ң, ө, ү are н,
о, у, so that words are found in either spelling. English: singular and plural, -ise and -ize.
"""

import re
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
#: What may stand between two words of one expression.
GAP = re.compile(r"[\s\u00a0*_–—-]{1,5}")
LONGEST_BARE = 4
#: No expression has a longer word; of what is longer only so much is looked up.
LONGEST = 64

#: A stem of three letters or more, and the longest ending of a noun, an adjective or a participle.
_RU_WORD = re.compile(
    r"(.{3,}?)(?:иями|ями|ами|ыми|ими|ого|его|ому|ему|иях|иям|ией|ием|ах|ях|ам|ям|ом|ем|ой|ей|ый|ий|ая|яя|ое|ее|ые|ие"
    r"|ую|юю|ов|ев|ых|их|ым|им|ью|ия|ии|ию|а|я|о|е|у|ю|ы|и|ь|й)"
)
_RU_REFLEXIVE = re.compile(r"(л|ла|ло|ли|ть|ет|ит|ют|ят|ут|ат)с[яь]$")
_KY_FOLD = str.maketrans({"ң": "н", "ө": "о", "ү": "у", "ё": "е"})
_KY_SUFFIXES = re.compile(
    r"((лар|лер|лор|дар|дер|дор|тар|тер|тор)?(ым|им|ум|ын|ин|ун|ы|и|у|сы|си|су)?"
    r"(нын|нин|нун|дын|дин|дун|тын|тин|тун|ны|ни|ну|ды|ди|ду|ты|ти|ту|га|ге|го|ка|ке|ко|на|не|но|да|де|до|та|те|то|"
    r"дан|ден|дон|тан|тен|тон|нан|нен|нон)?)"
)
_EN_VERB = re.compile(r"(is|at)(ed|es|ing)$")


class Token(NamedTuple):
    """A word and its place in the text."""

    start: int
    end: int
    word: str
    #: Everything it may be looked up by.
    keys: tuple[str, ...]


def tokens_of(words: str, language: str) -> list[Token]:
    """All words of a text in order."""
    return [Token(found.start(), found.end(), found[0], keys_of(found[0], language)) for found in WORD.finditer(words)]


@lru_cache(maxsize=65536)
def keys_of(word: str, language: str) -> tuple[str, ...]:
    """What a word of a text is looked up by."""
    plain = word.casefold().replace("’", "'")
    if language == "ru":
        return (russian_stem(plain),)
    if language == "ky":
        folded = folded_kyrgyz(plain)
        return tuple(folded[:length] for length in range(min(len(folded), LONGEST), 1, -1) if _may_end(folded, length))
    return _english(plain)


@lru_cache(maxsize=8192)
def key_of(word: str, language: str) -> str:
    """What a word of a rule is kept under."""
    plain = word.casefold().replace("’", "'")
    if language == "ru":
        return russian_stem(plain)
    return folded_kyrgyz(plain) if language == "ky" else plain.replace("iz", "is")


def russian_stem(word: str) -> str:
    """A word without its ending: the same for all cases of a noun or adjective, and for the past of a verb in -ся."""
    word = _RU_REFLEXIVE.sub("", word.replace("ё", "е"))
    found = _RU_WORD.fullmatch(word)
    return found[1] if found else word


def folded_kyrgyz(word: str) -> str:
    """The word with the letters that Russian has; as long as before."""
    return word.casefold().translate(_KY_FOLD)


def _may_end(word: str, length: int) -> bool:
    """Short words take suffixes of case only: «зек» is not in «зекет»."""
    return length > LONGEST_BARE or _KY_SUFFIXES.fullmatch(word, length) is not None


def _english(word: str) -> tuple[str, ...]:
    word = word.replace("iz", "is")
    forms = [word]
    bare = word.removesuffix("'s").removesuffix("'")
    forms.append(bare)
    if bare.endswith("ies"):
        forms.append(bare[:-3] + "y")
    if bare.endswith("es"):
        forms.append(bare[:-2])
    if bare.endswith("s") and not bare.endswith("ss"):
        forms.append(bare[:-1])
    if _EN_VERB.search(bare):
        forms.append(_EN_VERB.sub(r"\1e", bare))
    return tuple(dict.fromkeys(forms))


def like(word: str, pattern: str, instead: str, language: str) -> str | None:
    """``instead`` in the form in which ``word`` is a form of ``pattern``; None where that cannot be told."""
    stem = _common(word.casefold(), pattern.casefold())
    ending, own = word[len(stem) :], pattern[len(stem) :]
    if own and not instead.casefold().endswith(own.casefold()):
        return None
    made = instead[: len(instead) - len(own)] + ending
    return made[:1].upper() + made[1:] if word[:1].isupper() else made


def _common(one: str, other: str) -> str:
    """What two words begin with alike; ё and е are one letter."""
    length = 0
    for a, b in zip(one.replace("ё", "е"), other.replace("ё", "е"), strict=False):
        if a != b:
            break
        length += 1
    return one[:length]
