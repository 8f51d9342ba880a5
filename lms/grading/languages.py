"""In which of the three languages a text is written, told by its letters.

Ң, Ө and Ү stand in every longer Kyrgyz text and in no Russian one; English has no Cyrillic letters at all. It only
serves to have a screen reader pronounce the text and to say what it is; nothing is decided by it.
"""

import re

_KYRGYZ = re.compile("[ңөү]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)


def language_of(text: str) -> str:
    """``ky``, ``ru`` or ``en``, by most of the letters."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if _KYRGYZ.search(text) and cyrillic >= latin:
        return "ky"
    return "ru" if cyrillic >= latin else "en"
