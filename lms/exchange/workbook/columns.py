"""Columns of the workbook: their keys, their titles in three languages, and the words that stand in their cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.folding import fold
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _l
from lms.exchange.standard import in_each
from lms.questions.kinds import KINDS
from lms.sheets import Column
from lms.sheets.uploads import Heading

#: As many options, pairs, steps or places as a question can have anywhere.
MOST_OPTIONS = 12
WIDE, NARROW = 30, 14

#: Kinds by their names; a scenario does not fit a table.
KIND_NAMES = {
    "single-choice": _l("One right option"),
    "multiple-choice": _l("Several right options"),
    "true-false": _l("True or false"),
    "matching": _l("Matching"),
    "ordering": _l("Order of steps"),
    "numeric": _l("Number"),
    "short-text": _l("Short text"),
    "gap-fill": _l("Text with gaps"),
    "error-text": _l("Text with errors"),
    "essay": _l("Essay"),
}
_YES, _NO = _l("Yes"), _l("No")
CREDIT_NAMES = {
    "whole": _l("All or nothing"),
    "minus-wrong": _l("Right ones less wrong ones"),
    "each": _l("Each part for itself"),
}
#: Columns with one value, in their order; then those with a text in each language stand among them.
_ONE = {
    "key": _l("Key"),
    "kind": _l("Kind"),
    "category": _l("Category"),
    "objective": _l("Objective"),
    "lesson": _l("Lesson"),
    "difficulty": _l("Difficulty (1–3)"),
    "form": _l("Form (A or B)"),
    "pair": _l("Pair"),
    "tags": _l("Tags"),
    "credit": _l("Rule of credit"),
    "shuffle": _l("Options may change places"),
    "explanation_sources": _l("Sources of what is said to everybody"),
    "double": _l("Two people mark"),
    "difference": _l("Third opinion beyond this difference in points"),
    "least_words": _l("Fewest words"),
    "most_words": _l("Most words"),
    "origin": _l("Comes from"),
}
_THREE = {
    "stem": _l("Question"),
    "case": _l("Case"),
    "passage": _l("Text with places {a}"),
    "unit": _l("Unit"),
    "explanation": _l("Said to everybody"),
    "otherwise": _l("Said of any other answer"),
    "rubric": _l("Criteria"),
    "guidance": _l("For those who mark"),
}
_ORDER = (
    "key", "kind", "category", "stem", "case", "passage", "objective", "lesson", "difficulty", "form", "pair", "tags",
    "credit", "shuffle", "unit",
)  # fmt: skip
_LAST = (
    "otherwise", "explanation", "explanation_sources", "rubric", "guidance", "double", "difference", "least_words",
    "most_words", "origin",
)  # fmt: skip
_OF_OPTIONS = ("text", "right", "why", "sources")


@dataclass(frozen=True)
class Named:
    """A column with its titles in the three languages."""

    key: str
    titles: dict[str, str]
    wide: bool = False

    def title(self, code: str) -> str:
        return self.titles[code]


def columns() -> list[Named]:
    """All of them, in their order."""
    found: list[Named] = []
    for key in _ORDER:
        found += _named(key)
    for number in range(1, MOST_OPTIONS + 1):
        for part in _OF_OPTIONS:
            found += _of_option(number, part)
    for key in _LAST:
        found += _named(key)
    return found


def _named(key: str) -> list[Named]:
    if key in _ONE:
        return [Named(key, in_each(_ONE[key]))]
    return _three(key, in_each(_THREE[key]))


def _three(key: str, titles: dict[str, str]) -> list[Named]:
    """One column for each language, which stands in the title by its own name."""
    return [
        Named(f"{key}_{code}", {said: f"{title} – {NATIVE_NAMES[code]}" for said, title in titles.items()}, wide=True)
        for code in LANGUAGES
    ]


def _of_option(number: int, part: str) -> list[Named]:
    titles = {code: f"{text} {number}" for code, text in in_each(_PARTS[part]).items()}
    if part in {"text", "why"}:
        return _three(f"{part}{number}", titles)
    return [Named(f"{part}{number}", titles)]


_PARTS = {"text": _l("Option"), "right": _l("Right"), "why": _l("Why"), "sources": _l("Sources")}


def headings() -> list[Heading]:
    """What is looked for: only the kind must be there. A title in any language, or the key, finds its column."""
    return [
        Heading(column.key, (*column.titles.values(), column.key), optional=column.key != "kind")
        for column in columns()
    ]


def sheet_columns(code: str) -> list[Column]:
    return [Column(column.key, column.title(code), width=WIDE if column.wide else NARROW) for column in columns()]


# ── Words in cells ───────────────────────────────────────────────────────────


class Vocabulary:
    """Which words in cells mean what, in whichever language they were written."""

    def __init__(self) -> None:
        self._kinds = _by_words({code: KIND_NAMES.get(code, code) for code in KINDS})
        self._credits = _by_words(CREDIT_NAMES)
        self._truths = dict.fromkeys(("1", "+", "x", "true"), True) | dict.fromkeys(("", "0", "-", "–", "false"), False)
        self._truths |= {fold(text): True for text in in_each(_YES).values()}
        self._truths |= {fold(text): False for text in in_each(_NO).values()}

    def kind(self, cell: str) -> str | None:
        return self._kinds.get(fold(cell))

    def credit(self, cell: str) -> str | None:
        return self._credits.get(fold(cell))

    def truth(self, cell: str) -> bool | None:
        """None for a word that is neither yes nor no."""
        return self._truths.get(fold(cell))


def _by_words(names: Mapping[str, object]) -> dict[str, str]:
    return {fold(text): code for code, name in names.items() for text in (code, *in_each(name).values())}


def yes(value: bool) -> str:  # noqa: FBT001 - one fact of a cell
    return str(_YES if value else _NO)
