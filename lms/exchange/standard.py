"""Words that other formats take for granted and our questions say in full, in all three languages."""

from flask import current_app, has_app_context

from lms.core.i18n import LANGUAGES, _l, catalogue, speaking
from lms.questions.documents import Words

TRUE, FALSE = "True", "False"
FILL_IN = "Fill in the gap."
#: So that the catalogues know them.
_SAID = (_l("True"), _l("False"), _l("Fill in the gap."))


def in_three(text: str) -> Words:
    """A text of this file in each language; in English where no application is there to ask."""
    if not has_app_context():
        return dict.fromkeys(LANGUAGES, text)
    folder = str(current_app.config["TRANSLATIONS"])
    return {code: catalogue(folder, code).gettext(text) for code in LANGUAGES}


def truth(*, is_true: bool) -> Words:
    """The option of a true-or-false question, where a format has no words for it."""
    return in_three(TRUE if is_true else FALSE)


def in_each(text: object) -> Words:
    """A text that is said later, in each language."""
    if not has_app_context():
        return dict.fromkeys(LANGUAGES, str(text))
    said = {}
    for code in LANGUAGES:
        with speaking(code):
            said[code] = str(text)
    return said


def is_standard(words: Words, text: str) -> bool:
    """Whether every language that is there says just this."""
    standard = in_three(text)
    return all(said == standard.get(code) for code, said in words.items() if said)
