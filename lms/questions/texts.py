"""Texts that people type as answers: tidied when they are stored, folded when they are compared."""

import re
import unicodedata

#: Letters that a keyboard may not have, or a hurried hand leaves out, and what they are taken for. Kyrgyz ө, ү and ң
#: are written о, у and н where only a Russian keyboard is at hand; ё is usually printed е.
FORGIVEN = str.maketrans({"ё": "е", "ө": "о", "ү": "у", "ң": "н"})
#: Marks that a keyboard or a program exchanges for one another.
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("«»“”„‟‹›", '"') | dict.fromkeys("‘’‚‛ʼ`", "'"),
)
_SPACES = re.compile(r"\s+")
_EDGES = " .,;:!?\"'()[]"
#: Control and direction signs, halves of letters; marks above and beneath letters, of stress for example.
_UNSEEN, _MARKS = {"Cc", "Cf", "Cs"}, {"Mn", "Me"}


def tidy(text: str) -> str:
    """As it is stored: composed (NFC), without control and direction signs, without blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in _UNSEEN)
    # Composed last: a sign taken out from between a letter and its mark must not leave them apart.
    return unicodedata.normalize("NFC", kept).strip()


def plain(text: str) -> str:
    """Letters of every width in one case, one kind of blank, dash and quotation mark; marks that fit no letter gone."""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tidy(text)).casefold())
    bare = "".join(letter for letter in lower if unicodedata.category(letter) not in _MARKS)
    return _SPACES.sub(" ", bare.translate(_ALIKE)).strip()


def folded(text: str) -> str:
    """As it is compared: case, blanks, the kinds of dashes and of quotation marks, signs of stress, marks around it and
    the letters of ``FORGIVEN`` make no difference. Empty where nothing but such marks is there.
    """
    return plain(text).strip(_EDGES).translate(FORGIVEN)


def words_in(text: str) -> int:
    """How many words a text has, as people count them."""
    return len(text.split())
