"""Packages that have passed the checks already. While the checks are the same and the package is, it passes again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lms.authoring.packs.checks import Known
from lms.authoring.packs.signing import Papers
from lms.catalogue.documents import ModuleDocument
from lms.questions.documents import hash_of

_CODE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Passed:
    """``checks``: a hash of what they are made of; ``marks``: those of packages that passed, by whatever checks."""

    checks: str
    marks: frozenset[str] = frozenset()

    def mark_of(self, document: ModuleDocument, papers: Papers) -> str:
        """Everything that the answer of the checks rests on."""
        beside = msgspec.json.encode(papers)
        return hashlib.sha256(f"{self.checks} {hash_of(document)} ".encode() + beside).hexdigest()


def checks_of(content: Path, known: Known) -> str:
    """A hash of the program, what it is built on, the lists beside the modules, and questions that modules may take.

    That is more than the checks look at: they are asked again too often rather than once too seldom.
    """
    found = hashlib.sha256("\n".join(sorted(known.questions)).encode())
    for path in _made_of(content):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _made_of(content: Path) -> Iterator[Path]:
    yield from sorted(_CODE.rglob("*.py"))
    yield from sorted(_CODE.parent.glob("requirements.txt"))
    yield from sorted((*content.glob("*.yaml"), *content.glob("*.txt")))
