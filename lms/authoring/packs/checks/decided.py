"""What people have decided about single remarks: each is bound to its place, its rule and the line of its words."""

import hashlib
from enum import StrEnum

from lms.authoring.packs.checks.said import Remark
from lms.wording import Severity


class Decided(StrEnum):
    ASKED = "asked"  # the author gives a reason; somebody else must agree
    KEPT = "kept"
    REFUSED = "refused"


def decided_as(severity: Severity, *, is_accepted: bool | None) -> Decided:
    """What an answer means for a remark of this weight: advice needs nobody else to agree."""
    if is_accepted is False:
        return Decided.REFUSED
    return Decided.ASKED if is_accepted is None and severity is Severity.ERROR else Decided.KEPT


def mark_of(remark: Remark) -> str:
    """Changes as soon as the rule, the words or anything in their line changes; not with the rest of the text."""
    finding = remark.finding
    line = remark.line if finding.end > finding.start else remark.text.words
    parts = ("/".join(map(str, remark.place)), finding.rule, finding.words, line.strip())
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
