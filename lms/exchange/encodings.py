"""Text files from other platforms: UTF-8 and nothing else, and no letter that was lost before the file came here."""

import codecs
import re

from lms.core.i18n import _
from lms.exchange.readings import Refused

MOST_BYTES = 20 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
#: Old encodings of Cyrillic, by the names under which programs offer them.
_OLD = (("cp1251", "Windows-1251"), ("koi8-r", "KOI8-R"), ("cp866", "DOS 866"), ("iso8859-5", "ISO 8859-5"))
_SAMPLE = 20_000
_WORD = re.compile("[А-ЯЁа-яё]{3,}")
_CAPITALS = re.compile("[А-ЯЁ]")
#: A small letter, then a capital: hardly ever in a text, all the time in one that was read in the wrong encoding.
_UPSIDE_DOWN = re.compile("[а-яё][А-ЯЁ]")
#: Windows-1251 has no ң, ө and ү, so a program puts a question mark in the middle of the word. A question mark that
#: ends a sentence is followed by a blank, or by the capital of the next one where the blank was forgotten.
_LOST_LETTER = re.compile(r"[А-Яа-яЁёҢңӨөҮү]\?[а-яёңөү]|(?:^|[\s«“\"(])\?[а-яёңөү]{2}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decoded(content: bytes) -> str:
    """The text, its lines ended by line feeds alone. Raises Refused with a sentence that names encoding or line."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(most)s MB. Send it in parts.", most=MOST_BYTES // (1024 * 1024)))
    for mark, name in _MARKS:
        if content.startswith(mark):
            raise Refused(_save_as_utf8(name))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_save_as_utf8(likely_encoding(content), line=_line_at(content, error.start))) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_what_is_no_text(text, content)
    _refuse_lost_letters(text)
    return text


def likely_encoding(content: bytes) -> str:
    """The name of the encoding that makes most sense of these bytes; empty if none does."""
    if b"\x00" in content[:_SAMPLE]:
        return "UTF-16"
    best, most = "", 0.0
    for encoding, name in _OLD:
        text = content[:_SAMPLE].decode(encoding, "replace")
        high = sum(letter > "\x7f" for letter in text)
        words = "".join(_WORD.findall(text))
        slips = len(_CAPITALS.findall(words)) + 4 * len(_UPSIDE_DOWN.findall(words))
        sense = (len(words) - slips) / high if high else 0.0
        if sense > max(most, 0.4):
            best, most = name, sense
    return best


def _save_as_utf8(name: str, line: int | None = None) -> str:
    if not name:
        return _("The letters in line %(line)s are not UTF-8. Save the file as UTF-8 and send it again.", line=line)
    if line is None or name == "UTF-16":
        return _("The file seems to be saved as %(encoding)s. Save it as UTF-8 and send it again.", encoding=name)
    return _(
        "The letters in line %(line)s are not UTF-8: the file seems to be saved as %(encoding)s, which has no ң, ө "
        "and ү. Save it as UTF-8 and send it again.",
        line=line,
        encoding=name,
    )


def _refuse_what_is_no_text(text: str, content: bytes) -> None:
    found = _CONTROLS.search(text)
    if found is None:
        return
    if found[0] == "\x00" and likely_encoding(content) == "UTF-16":
        raise Refused(_save_as_utf8("UTF-16"))
    raise Refused(
        _(
            "Line %(line)s holds signs that no text has. Is this really a text file?",
            line=text.count("\n", 0, found.start()) + 1,
        )
    )


def _refuse_lost_letters(text: str) -> None:
    found = text.find("\ufffd")
    if found < 0:
        lost = _LOST_LETTER.search(text)
        found = lost.start() + len(lost[0]) - len(lost[0].lstrip()) if lost else -1
    if found >= 0:
        raise Refused(
            _(
                "Letters in line %(line)s were lost before the file came here: “%(word)s”. Save the file as UTF-8 from "
                "the program it was written in and send it again.",
                line=text.count("\n", 0, found) + 1,
                word=_word_at(text, found),
            )
        )


def _word_at(text: str, place: int) -> str:
    begin = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return text[begin : place + 20].split(maxsplit=1)[0][:40]


def _line_at(content: bytes, place: int) -> int:
    before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
