"""What people say of a package beside its text: reviewers sign it, and let words stand that the check holds up."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from lms.authoring.checklists import APART
from lms.authoring.models import ReviewKind
from lms.authoring.packs.checks.module import is_day


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reviewer's approval of exactly one document by one checklist, from ``reviews.yaml``.

    ``name`` tells people apart; what was written from the platform holds a number there and no name.
    """

    kind: str
    name: str
    signed_on: str
    document_hash: str
    role: str | None = None
    #: Of the checklist.
    version: int = 1


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the document that a reviewer let stand, from ``wording.yaml``: ``mark`` binds them to their line, the
    rest tells people. The words themselves are in the document only.
    """

    mark: str
    place: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Papers:
    """All of it, what an expert still has to confirm, from ``open-questions.md``, and what was found when the module
    was read by others than its writer, from ``findings.md``.
    """

    signatures: tuple[Signature, ...] = ()
    kept: tuple[Kept, ...] = ()
    open_questions: str = ""
    findings: str = ""


NOTHING = Papers()


def complete(signatures: Iterable[Signature], document_hash: str) -> dict[str, Signature] | None:
    """The signature of each checklist, if all are signed for exactly this document, and those apart by two people."""
    valid = {
        one.kind: one
        for one in signatures
        if one.document_hash == document_hash and one.name.strip() and is_day(one.signed_on)
    }
    if not valid.keys() >= {kind.value for kind in ReviewKind}:
        return None
    return valid if len({valid[kind.value].name.strip() for kind in APART}) == len(APART) else None
