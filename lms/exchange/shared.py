"""What the formats have in common: strict decoding, texts in several languages, and facts that travel as tags.

Moodle has two spellings for a text in several languages, ``{mlang ky}…{mlang}`` and
``<span lang="ky" class="multilang">…</span>``; both are read wherever they stand. What a format has no field for
(objective, lesson, form …) travels as a tag ``objective:…`` and comes back from it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lms.core.i18n import LANGUAGES
from lms.exchange.encodings import MOST_BYTES, decoded
from lms.questions.documents import Credit, Question, Words
from lms.questions.texts import tidy

__all__ = [
    "MOST_BYTES",
    "Facts",
    "Keys",
    "decoded",
    "facts_as_tags",
    "facts_from_tags",
    "joined",
    "no_words",
    "slug_of",
    "split_languages",
    "with_sources",
    "without_sources",
]

# ── Languages ────────────────────────────────────────────────────────────────

_MLANG = re.compile(r"\{mlang(?:[ \t]+([a-z_,\- ]{2,60}))?\}", re.IGNORECASE)
_SPAN = re.compile(r"<span\b([^<>]{0,200})>|</span>", re.IGNORECASE)
_LANG = re.compile(r"""\blang\s*=\s*["']?([a-z]{2})""", re.IGNORECASE)
_MULTILANG = re.compile(r"""\bclass\s*=\s*["']?[^"'<>]{0,100}\bmultilang\b""", re.IGNORECASE)
#: For every language that has no text of its own.
_OTHER = "other"
#: Stands after a brace or bracket that would begin a tag and is none; ``tidy`` takes it away.
_BREAK = "\u2060"
_TAG_LIKE = re.compile(r"([{<])(?=/?(?:mlang|span)\b)", re.IGNORECASE)


def no_words() -> Words:
    return dict.fromkeys(LANGUAGES, "")


def split_languages(text: str, language: str) -> Words:
    """The text in ky, ru and en. Without tags all of it belongs to ``language``, the others are empty.

    What stands outside the tags is common to all languages that the text has. Texts come back tidied.
    """
    pieces = _pieces(text)
    spoken = {code for codes, _inside in pieces for code in codes}
    if not spoken:
        return {**no_words(), language: tidy(text)}
    named = set(LANGUAGES) if _OTHER in spoken else spoken & set(LANGUAGES)
    return {code: tidy(_in(code, pieces, spoken)) if code in named else "" for code in LANGUAGES}


def _in(code: str, pieces: list[tuple[frozenset[str], str]], spoken: set[str]) -> str:
    asked = code if code in spoken else _OTHER
    return "".join(text for codes, text in pieces if not codes or asked in codes)


def _pieces(text: str) -> list[tuple[frozenset[str], str]]:
    """Stretches with the languages they are in; none for what is common to all."""
    pieces: list[tuple[frozenset[str], str]] = []
    at = 0
    for begin, end, codes, inside in _tagged(text):
        pieces += _common(text[at:begin])
        pieces.append((codes, inside))
        at = end
    return [*pieces, *_common(text[at:])]


def _common(text: str) -> list[tuple[frozenset[str], str]]:
    return [(frozenset(), text)] if text.strip() else []


def _tagged(text: str) -> Iterator[tuple[int, int, frozenset[str], str]]:
    """Begin, end, languages and inside of each tag; what is opened and not closed is text."""
    tags, codes_of = (_MLANG, _mlang_codes) if "{mlang" in text.lower() else (_SPAN, _span_codes)
    opened: re.Match[str] | None = None
    for found in tags.finditer(text):
        if opened is None:
            opened = found if codes_of(found[1]) else None
        elif found[1] is None:
            yield opened.start(), found.end(), codes_of(opened[1]), text[opened.end() : found.start()]
            opened = None


def _mlang_codes(named: str | None) -> frozenset[str]:
    return frozenset(re.split("[_-]", code.strip().lower())[0] for code in (named or "").split(",") if code.strip())


def _span_codes(attributes: str | None) -> frozenset[str]:
    lang = _LANG.search(attributes or "")
    return frozenset({lang[1].lower()}) if lang and _MULTILANG.search(attributes or "") else frozenset()


def joined(words: Mapping[str, str] | None, *, spans: bool = False) -> str:
    """One text with a tag for each language that has any; ``spans`` where the words are HTML already."""
    spoken = [(code, text) for code in LANGUAGES if (text := (words or {}).get(code, ""))]
    if spans:
        return "".join(f'<span lang="{code}" class="multilang">{text}</span>' for code, text in spoken)
    return "".join(f"{{mlang {code}}}{_TAG_LIKE.sub(_broken, text)}{{mlang}}" for code, text in spoken)


def _broken(found: re.Match[str]) -> str:
    return f"{found[1]}{_BREAK}"


# ── Sources ──────────────────────────────────────────────────────────────────

_SOURCES = "[sources: "


def with_sources(feedback: str, sources: Iterable[str]) -> str:
    """The feedback with its sources behind it: ``Because … [sources: iccpr art. 17; un-plan-2015 para. 2]``."""
    named = "; ".join(sources)
    return f"{feedback} {_SOURCES}{named}]".strip() if named else feedback


def without_sources(text: str) -> tuple[str, tuple[str, ...]]:
    """The feedback, and the sources that stood behind it."""
    whole = text.rstrip()
    before, mark, named = whole.removesuffix("]").rpartition(_SOURCES)
    if not whole.endswith("]") or not mark or "]" in named or "\n" in named:
        return text, ()
    return before.rstrip(), tuple(source.strip() for source in named.split(";") if source.strip())


# ── Facts that travel as tags ────────────────────────────────────────────────

Form = Literal["A", "B"]
MOST_DIFFICULT = 3
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Facts:
    """What the tags of a question say. Everything that is no fact of ours is in ``tags``."""

    key: str = ""
    objective: str = ""
    lesson: str = ""
    difficulty: int = 2
    form: Form | None = None
    pair: str | None = None
    credit: Credit | None = None
    shuffle: bool = True
    origin: str | None = None
    tags: tuple[str, ...] = ()


def facts_as_tags(question: Question) -> tuple[str, ...]:
    """``key:…``, ``objective:…`` and the like, that others have no field for; then the question's own tags."""
    facts = {
        "key": question.key,
        "objective": question.objective,
        "lesson": question.lesson,
        "difficulty": str(question.difficulty),
        "form": question.form,
        "pair": question.pair,
        "credit": question.credit if question.credit != "whole" else None,
        "shuffle": None if question.shuffle else "no",
        "origin": question.origin,
    }
    return (*(f"{name}:{value}" for name, value in facts.items() if value), *question.tags)


def facts_from_tags(tags: Iterable[str]) -> Facts:
    """The facts that are in these tags; the first of a name counts, and what cannot be such a fact stays a tag."""
    found: dict[str, str] = {}
    others: list[str] = []
    for tag in tags:
        name, colon, value = tag.partition(":")
        if colon and name not in found and _is_fact(name, value):
            found[name] = value
        else:
            others.append(tag)
    form: Form | None = "A" if found.get("form") == "A" else "B" if found.get("form") == "B" else None
    return Facts(
        key=found.get("key", ""),
        objective=found.get("objective", ""),
        lesson=found.get("lesson", ""),
        difficulty=int(found.get("difficulty", "2")),
        form=form,
        pair=found.get("pair"),
        credit=next((credit for credit in get_args(Credit) if credit == found.get("credit")), None),
        shuffle="shuffle" not in found,
        origin=found.get("origin"),
        tags=tuple(others),
    )


def _is_fact(name: str, value: str) -> bool:
    if name in {"key", "pair"}:
        return _KEY.fullmatch(value) is not None
    if name in {"objective", "lesson", "origin"}:
        return bool(value.strip())
    allowed = {
        "difficulty": {str(step) for step in range(1, MOST_DIFFICULT + 1)},
        "form": {"A", "B"},
        "credit": set(get_args(Credit)),
        "shuffle": {"no"},
    }
    return value in allowed.get(name, set())


# ── Keys ─────────────────────────────────────────────────────────────────────

MOST_LETTERS_OF_A_KEY = 40


def slug_of(title: str) -> str:
    """A key made of a title in Latin letters; empty where nothing of it is left."""
    return "-".join(re.findall("[a-z0-9]+", title.lower()))[:MOST_LETTERS_OF_A_KEY].strip("-")


class Keys:
    """Gives every question of a file its own key: that of its tag, or made of its title, or ``q`` and a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, wished: str, title: str = "") -> str:
        stem = wished or slug_of(title)
        if stem and stem not in self._taken:
            self._taken.add(stem)
            return stem
        number = 2 if stem else 1
        base = f"{stem}-" if stem else "q"
        while f"{base}{number}" in self._taken:
            number += 1
        self._taken.add(f"{base}{number}")
        return f"{base}{number}"
