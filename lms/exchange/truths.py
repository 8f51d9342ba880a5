"""The two options of a true-or-false question, where a format has no words for them."""

from lms.core.i18n import LANGUAGES, _, speaking
from lms.questions.documents import Words


def truth(value: bool) -> Words:  # noqa: FBT001
    """“True” or “False” in the three languages."""
    words = {}
    for code in LANGUAGES:
        with speaking(code):
            words[code] = _("True") if value else _("False")
    return words
