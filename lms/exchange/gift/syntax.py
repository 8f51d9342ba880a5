r"""Signs of GIFT. A backslash takes the meaning from ``~ = # { } :``; ``\n`` is a line break, ``\\`` a backslash.

While a question is taken apart, escaped signs stand as characters that no text has; ``plain`` gives them back.
"""

import re

_SIGNS = "\\:#={}~\n"
_FIRST_HIDDEN = 0xFDD0  # Unicode keeps these for itself; no text may hold them
_HIDDEN = {sign: chr(_FIRST_HIDDEN + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MLANG = re.compile(r"(?<!\\)\{(mlang(?:[ \t]+[a-z_,\- ]{2,60})?)(?<!\\)\}", re.IGNORECASE)
_RESERVED = str.maketrans(
    {"\\": "\\\\", "#": "\\#", "=": "\\=", "~": "\\~", "{": "\\{", "}": "\\}", ":": "\\:", "\n": "\\n"}
)


def hidden(text: str) -> str:
    """With the escaped signs out of the way; a language tag without backslashes is one all the same."""
    clear = text.translate(dict.fromkeys(_SHOWN))
    clear = _MLANG.sub(lambda tag: f"{_HIDDEN['{']}{tag[1]}{_HIDDEN['}']}", clear)
    return _ESCAPED.sub(lambda pair: _HIDDEN["\n" if pair[1] == "n" else pair[1]], clear)


def plain(text: str) -> str:
    """The signs as they are meant."""
    return text.translate(_SHOWN)


def escaped(text: str) -> str:
    return text.translate(_RESERVED)
