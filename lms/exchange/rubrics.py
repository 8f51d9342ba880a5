"""A rubric as text that people read and that comes back: for formats with one field for those who mark.

After the guidance::

    [rubric] two markers; difference 2
    [facts] Facts of the case
    [facts.none 0] Not named
    [facts.all 2] Named in full

The lines are the same in every language; their keys tie them together.
"""

import re
from collections.abc import Mapping

from lms.core.i18n import LANGUAGES
from lms.questions.documents import Criterion, Level, Rubric, Words

_KEY = r"[a-z0-9][a-z0-9-]{0,39}"
_HEAD = re.compile(r"\[rubric\] (one marker|two markers); difference (\d{1,3})")
_CRITERION = re.compile(rf"\[({_KEY})\] ?(.*)")
_LEVEL = re.compile(rf"\[({_KEY})\.({_KEY}) (\d{{1,4}})\] ?(.*)")


def rubric_as_words(rubric: Rubric) -> Words:
    """Guidance and rubric as one text in each language that any of them has."""
    spoken = {code for text in _texts(rubric) for code in LANGUAGES if text.get(code)} or {LANGUAGES[0]}
    return {code: _as_text(rubric, code) if code in spoken else "" for code in LANGUAGES}


def _texts(rubric: Rubric) -> list[Words]:
    levels = [level.text for criterion in rubric.criteria for level in criterion.levels]
    return [rubric.guidance or {}, *(criterion.text for criterion in rubric.criteria), *levels]


def _as_text(rubric: Rubric, code: str) -> str:
    lines = []
    if rubric.criteria:
        markers = "two markers" if rubric.double else "one marker"
        lines.append(f"[rubric] {markers}; difference {rubric.difference}")
    for criterion in rubric.criteria:
        lines.append(f"[{criterion.key}] {criterion.text.get(code, '')}".rstrip())
        lines += [
            f"[{criterion.key}.{level.key} {level.points}] {level.text.get(code, '')}".rstrip()
            for level in criterion.levels
        ]
    guidance = (rubric.guidance or {}).get(code, "")
    return "\n".join([guidance, *([""] if guidance and lines else []), *lines]).strip()


def rubric_from_words(words: Mapping[str, str], least: int | None, most: int | None) -> Rubric:
    """The rubric that is in the texts; all of a text before it, or without one, is guidance."""
    guidance: Words = {}
    read: dict[str, _Lines] = {}
    for code in LANGUAGES:
        before, found, after = _parted(words.get(code, ""))
        guidance[code] = before
        if found:
            read[code] = _Lines(after)
    first = next(iter(read.values()), None)
    return Rubric(
        criteria=_criteria(first, read) if first else (),
        guidance=guidance if any(guidance.values()) else None,
        double=any(head[1] == "two markers" for head in _heads(words)),
        difference=next((int(head[2]) for head in _heads(words)), 2),
        least_words=least,
        most_words=most,
    )


def _heads(words: Mapping[str, str]) -> list[re.Match[str]]:
    lines = [line for text in words.values() for line in text.split("\n")]
    return [found for line in lines if (found := _HEAD.fullmatch(line))]


def _parted(text: str) -> tuple[str, bool, list[str]]:
    lines = text.split("\n")
    at = next((place for place, line in enumerate(lines) if _HEAD.fullmatch(line)), None)
    if at is None:
        return text.strip(), False, []
    return "\n".join(lines[:at]).strip(), True, lines[at + 1 :]


class _Lines:
    """One language's lines: criteria and levels with their texts, which may go on over lines."""

    def __init__(self, lines: list[str]) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.points: dict[tuple[str, str], int] = {}
        at: tuple[str, str] | None = None
        for line in lines:
            level, criterion = _LEVEL.fullmatch(line), _CRITERION.fullmatch(line)
            if level:
                at = (level[1], level[2])
                self.points[at] = int(level[3])
                self.texts[at] = level[4]
            elif criterion:
                at = (criterion[1], "")
                self.texts[at] = criterion[2]
            elif at:
                self.texts[at] += f"\n{line}"


def _criteria(first: _Lines, read: Mapping[str, _Lines]) -> tuple[Criterion, ...]:
    keys = [key for key, level in first.texts if not level]
    return tuple(
        Criterion(
            key,
            _text((key, ""), read),
            tuple(
                Level(level, first.points[(key, level)], _text((key, level), read))
                for of, level in first.texts
                if of == key and level
            ),
        )
        for key in keys
    )


def _text(place: tuple[str, str], read: Mapping[str, _Lines]) -> Words:
    return {code: read[code].texts.get(place, "").strip() if code in read else "" for code in LANGUAGES}
