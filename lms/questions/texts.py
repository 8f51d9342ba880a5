"""Texts that people type as answers: tidied when they are stored, folded when they are compared."""

import re
import unicodedata

#: Letters that a keyboard may not have, or a hurried hand leaves out, and what they are taken for. Kyrgyz ө, ү and ң
#: are written о, у and н where only a Russian keyboard is at hand; ё is usually printed е.
FORGIVEN = str.maketrans({"ё": "е", "ө": "о", "ү": "у", "ң": "н"})
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n.,;:!?…«»\"'“”„‘’()[]"
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-"})


def tidy(text: str) -> str:
    """As it is stored: composed (NFC), without control and direction signs, without blanks around it."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(letter for letter in composed if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"})
    return kept.strip()


def folded(text: str) -> str:
    """As it is compared: case, blanks, dashes, marks around it and the letters of ``FORGIVEN`` make no difference."""
    plain = unicodedata.normalize("NFKC", tidy(text)).casefold().translate(_DASHES)
    return _SPACES.sub(" ", plain).strip(_EDGES).translate(FORGIVEN)


def words_in(text: str) -> int:
    """How many words a text has, as people count them."""
    return len(text.split())
