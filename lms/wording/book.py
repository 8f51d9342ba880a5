"""Rules compiled for searching: each text is read once, word by word, whatever the number of rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.wording.masks import Span
from lms.wording.rules import REMARK, Rule
from lms.wording.tokens import GAP, WORD, Token, key_of, like


@dataclass(frozen=True)
class Phrase:
    """An expression of a rule in one language."""

    rule: Rule
    language: str
    text: str
    keys: tuple[str, ...]
    #: Capitals only: an abbreviation, found as it is written.
    is_abbreviation: bool
    #: When the words are meant, if only then.
    remark: str | None


@dataclass(frozen=True)
class Hit:
    """Words of a text that are an expression of a rule."""

    phrase: Phrase
    first: int
    last: int
    start: int
    end: int


class Book:
    """Expressions of many rules, found by their first word."""

    def __init__(self, rules: Sequence[Rule], *, language: str, take: str) -> None:
        self._language = language
        self._first: dict[str, list[Phrase]] = defaultdict(list)
        for rule in rules:
            for text in _expressions(rule, language, take):
                for phrase in _compiled(rule, language, text):
                    self._first[phrase.keys[0]].append(phrase)

    def hits(self, words: str, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Everything that is found, in the order of the text."""
        for index, token in enumerate(tokens):
            for key in token.keys:
                for phrase in self._first.get(key, ()):
                    last = _end_of(phrase, words, tokens, index)
                    if last is not None:
                        yield Hit(phrase, index, last, token.start, tokens[last].end)

    def spans(self, words: str, tokens: Sequence[Token]) -> dict[str, list[Span]]:
        """Where expressions stand, by the rule that they belong to."""
        found: dict[str, list[Span]] = defaultdict(list)
        for hit in self.hits(words, tokens):
            found[hit.phrase.rule.id].append((hit.start, hit.end))
        return found


def _expressions(rule: Rule, language: str, take: str) -> tuple[str, ...]:
    if take == "avoid":
        return rule.avoid.get(language, ())
    better = rule.prefer.get(language) or ""
    preferred = tuple(part.strip() for piece in better.split(";") for part in piece.split(",") if part.strip())
    return (*rule.exceptions.get(language, ()), *preferred)


def _compiled(rule: Rule, language: str, text: str) -> Iterator[Phrase]:
    remark = REMARK.search(text)
    bare = REMARK.sub("", text) if remark else text
    found = WORD.findall(bare)
    if not found:
        return
    is_abbreviation = bare.isupper() and len(bare) > 1
    keys = tuple(key_of(word, language) for word in found)
    said = remark[1] if remark else None
    yield Phrase(rule, language, bare, keys, is_abbreviation, said)
    if language == "en" and "-" in bare:
        joined = bare.replace("-", "")
        keys = tuple(key_of(word, language) for word in WORD.findall(joined))
        yield Phrase(rule, language, joined, keys, is_abbreviation, said)


def _end_of(phrase: Phrase, words: str, tokens: Sequence[Token], index: int) -> int | None:
    """The number of the last word of the expression, if it stands here."""
    last = index + len(phrase.keys) - 1
    if last >= len(tokens):
        return None
    if phrase.is_abbreviation and not tokens[index].word.startswith(phrase.text):
        return None
    for place, key in enumerate(phrase.keys[1:], start=index + 1):
        if key not in tokens[place].keys or not GAP.fullmatch(words, tokens[place - 1].end, tokens[place].start):
            return None
    return last


def replacement_for(hit: Hit, tokens: Sequence[Token]) -> str | None:
    """What can be put in the place of the words found, in the same form; None where a person must think."""
    instead = hit.phrase.rule.instead.get(hit.phrase.language, {}).get(hit.phrase.text)
    if instead is None:
        return None
    found = [token.word for token in tokens[hit.first : hit.last + 1]]
    patterns, better = WORD.findall(hit.phrase.text), WORD.findall(instead)
    if [word.casefold() for word in found] == [word.casefold() for word in patterns]:
        return instead[:1].upper() + instead[1:] if found[0][:1].isupper() else instead
    if not len(found) == len(patterns) == len(better) or instead != " ".join(better):
        return None
    made = [like(*parts, hit.phrase.language) for parts in zip(found, patterns, better, strict=True)]
    return None if None in made else " ".join(filter(None, made))
