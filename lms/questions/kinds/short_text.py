"""A word or a few are typed. ``accepted``: spellings in each language; an answer in any of the languages counts. Case,
blanks, ё/е, ө/о, ү/у and ң/н make no difference (``texts.folded``).
"""

from lms.core.i18n import _l
from lms.questions.kinds.foreseen import ForeseenKind


class ShortText(ForeseenKind):
    code = "short-text"
    name = _l("A short text")
    hint = _l("Write one word or a few.")
    needed = "texts"
