"""How much there is of each module in each language, as a table in the page about the content."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lms.authoring.packs.texts import media_in
from lms.catalogue.documents import ModuleDocument, Written
from lms.catalogue.translation import tally_of, texts_in
from lms.core.i18n import LANGUAGES
from lms.questions.documents import Question

PAGE = "README.md"
BEGIN, END = "<!-- content table -->\n", "<!-- end of content table -->\n"
HEAD = (
    "Module", "Language", "Words of lessons", "Words in all", "Minutes", "Checks", "Questions", "Of which kind",
    "Difficulty 1 · 2 · 3", "Sources", "Diagrams", "State of the texts",
)  # fmt: skip
_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_MARKS = re.compile(r"\[@[^\]\n]*\]|\]\([^)\n]*\)|^:::.*$", re.MULTILINE)


def table_of(documents: Iterable[ModuleDocument]) -> str:
    """In Markdown, one row for each language of each module, in the order of their codes."""
    rows = [HEAD, ("---",) * len(HEAD)]
    for document in sorted(documents, key=lambda one: (len(one.code), one.code)):
        rows += [tuple(_row(document, code)) for code in LANGUAGES]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(document: ModuleDocument, language: str) -> Iterator[str]:
    yield f"{document.code} {document.slug}"
    yield language
    yield str(sum(map(_words, _bodies(document.lessons, language))))
    yield str(sum(_words(text.target) for text in texts_in(document, language)))
    yield str(document.minutes)
    yield str(len(document.checks))
    yield str(len(document.questions))
    yield _kinds(document.questions)
    yield " · ".join(str(sum(one.difficulty == level for one in document.questions)) for level in (1, 2, 3))
    yield str(len(document.sources))
    yield str(len(diagrams_in(document, language)))
    yield ", ".join(f"{state.value} {number}" for state, number in sorted(tally_of(document, language).items()))


def diagrams_in(document: ModuleDocument, language: str) -> set[str]:
    """Names of the pictures that its texts show in a language."""
    shown = {name for body in _bodies(document.written, language) for name in media_in(body)}
    return {file.name for file in document.media if file.name in shown and not file.is_recording}


def _bodies(written: Iterable[Written], language: str) -> Iterator[str]:
    return (one.texts[language].body for one in written if language in one.texts)


def _words(text: str) -> int:
    """Without citations, addresses and the lines that open and close boxes."""
    return len(_WORD.findall(_MARKS.sub(" ", text)))


def _kinds(questions: Iterable[Question]) -> str:
    counted = Counter(question.kind for question in questions)
    return ", ".join(f"{kind} {number}" for kind, number in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


# ── On the page ───────────────────────────────────────────────────────────────


def page_with(page: str, table: str) -> str | None:
    """The page with this table between its marks; None where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    return before + begin + table + end + after if begin and end else None


def page_in(content: Path) -> str:
    """The page about the content as it is; empty where there is none."""
    path = content / PAGE
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def is_stale(content: Path, documents: Iterable[ModuleDocument]) -> bool:
    """Whether the page has a table that says something else. A folder without such a page has none to renew."""
    page = page_in(content)
    fresh = page_with(page, table_of(documents))
    return fresh is not None and fresh != page
