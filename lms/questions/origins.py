"""A question that another module owns names its owner: ``module-slug/question-key``."""

import re

from lms.questions.documents import Question

ORIGIN = re.compile(r"([a-z0-9][a-z0-9-]{0,79})/([a-z0-9][a-z0-9-]{0,79})")


def owner_in(origin: str | None) -> tuple[str, str] | None:
    """Module and key of the question; None of what names no question."""
    found = ORIGIN.fullmatch(origin or "")
    return (found[1], found[2]) if found else None


def owner_of(module_slug: str, question: Question) -> tuple[str, str]:
    """Module and key that the identity of a question of this module hangs on."""
    return owner_in(question.origin) or (module_slug, question.key)
