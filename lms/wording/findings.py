"""A text as it is looked at, and what is found in it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding asks for."""

    ERROR = "error"  # must be changed, or kept with a reason
    WARN = "warn"  # advice
    INFO = "info"  # said once, for those who want to know

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@dataclass(frozen=True)
class Text:
    """Words in one language, and what is known of the place where they stand."""

    words: str
    language: str
    #: Stands for a picture.
    is_alternative: bool = False
    #: Shown as a bad example and explained: a wrong answer with its reason.
    is_example: bool = False
    #: A source is named beside it.
    is_sourced: bool = False
    #: A story: numbers in it are invented.
    is_story: bool = False
    #: The official name of something that others wrote.
    is_title: bool = False
    #: Names its gaps as {key}.
    has_gaps: bool = False
    #: It is said elsewhere as of which day national law is described.
    law_is_dated: bool = True


@dataclass(frozen=True)
class Finding:
    """One remark on words that begin at ``start`` and end before ``end``; on the whole text if both are the same.

    ``rule`` is a word for machines. ``better`` is advice, in the language of the text; ``replacement`` is what can be
    put in the place of the words as they are.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    words: str
    reason: str
    better: str | None = None
    replacement: str | None = None

    @property
    def is_personal(self) -> bool:
        """Whether a real person may be recognisable."""
        return self.rule.startswith("person-")
