"""The words that the modules speak of and what they mean, read from ``content/glossary.yaml``.

The glossary is the platform's, like the words of its pages: a term means the same in every module, and a meaning that
is corrected is right everywhere at once. An edition holds only which of its words are terms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml
from flask import current_app

from lms.core.i18n import _
from lms.core.markdown import TermText
from lms.core.site import kept_fresh

Words = dict[str, str]
FILE = "glossary.yaml"
#: What the modules speak of; the other table holds words of the pages themselves.
CONTENT = "content"


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a term means, in every language; ``machine_draft`` names those in which nobody has read it yet."""

    text: Words
    machine_draft: tuple[str, ...] = ()


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the file. A term without a meaning can be looked up in the other languages only."""

    key: str
    table: Literal["content", "interface"]
    term: Words
    status: Literal["seen", "ordinary", "uncertain"]
    variants: dict[str, tuple[str, ...]] = {}
    avoid: dict[str, tuple[str, ...]] = {}
    note: Words = {}
    meaning: Meaning | None = None

    @property
    def is_explained(self) -> bool:
        """Whether a lesson may mark it."""
        return self.table == CONTENT and self.meaning is not None


@dataclass(frozen=True, eq=False)
class Glossary:
    """All terms by key, in the order of the file. Two are the same only if they are one."""

    terms: Mapping[str, Term]

    def explained(self) -> list[Term]:
        """Those that a lesson may mark."""
        return [term for term in self.terms.values() if term.is_explained]

    def explain(self, language: str) -> Callable[[str], TermText | None]:
        """What a reader of this language is told of a key."""
        return lambda key: self._told(key, language)

    def _told(self, key: str, language: str) -> TermText | None:
        term = self.terms.get(key)
        if term is None or term.meaning is None or language not in term.meaning.text:
            return None
        remark = _("translated by a machine, not checked yet") if language in term.meaning.machine_draft else ""
        return TermText(term.term[language], term.meaning.text[language], remark)


def glossary() -> Glossary:
    """The same object until the file changes; an installation without the file has no terms."""
    try:
        return kept_fresh(current_app.config["CONTENT"] / FILE, read_glossary)
    except OSError:
        return NONE


def read_glossary(path: Path) -> Glossary:
    rows: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe loaders)
    return Glossary({term.key: term for term in msgspec.convert(rows, list[Term])})


NONE = Glossary({})
