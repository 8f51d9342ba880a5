"""From a pasted or uploaded table to rows with a name, a way to reach the person, and a position.

With the headings of the template (or of the export) each value stands under its heading. Without headings every cell
says by itself what it is: an @ makes an e-mail, digits make a phone, the rest is the name and then the position.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from lms.core.folding import clean
from lms.core.i18n import LANGUAGES, _, speaking
from lms.sheets.uploads import (
    Cause,
    Entry,
    Heading,
    Limits,
    Line,
    TableRefused,
    read_pasted,
    read_table,
    under_headings,
)

MOST_ROWS = 5000
LIMITS = Limits(rows=MOST_ROWS + 20)
#: A number of the line, as lists have in front.
COUNTER = re.compile(r"[0-9]{1,4}[.)]?")
PHONE = re.compile(r"\+?[0-9][0-9\s()\-\u2010-\u2015.]{4,}")
EMAIL = re.compile(r"\S+@\S+")
EDGES = " ,;:–—-"


class Row(msgspec.Struct):
    """One person as typed. ``line`` is where it stands in the person's own list."""

    line: int
    name: str = ""
    email: str = ""
    phone: str = ""
    position: str = ""
    #: Whoever typed it says: this is another person than the one with a similar name.
    is_another: bool = False

    def has_anything(self) -> bool:
        return bool(self.name or self.email or self.phone)


def cell(typed: str) -> str:
    """One cell as it is kept: one line, nothing hidden in it, no longer than a cell of a list may be."""
    return clean(typed)[: LIMITS.cell]


def rows_of_paste(text: str) -> list[Row]:
    """Raises ``TableRefused``."""
    return _rows(read_pasted(text, LIMITS))


def rows_of_file(content: bytes) -> list[Row]:
    """Raises ``TableRefused``."""
    return _rows(read_table(content, LIMITS))


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows = [row for row in _recognised(lines) if row.has_anything()]
    if not rows:
        raise TableRefused(Cause.EMPTY)
    if len(rows) > MOST_ROWS:
        raise TableRefused(Cause.ROWS, most=MOST_ROWS)
    return rows


def _recognised(lines: Sequence[Line]) -> list[Row]:
    try:
        entries = under_headings(lines, headings())
    except TableRefused as refusal:
        if refusal.cause is Cause.EMPTY:
            raise
        return [_from_cells(line) for line in lines]
    return [_from_entry(entry) for entry in entries]


# ── With headings ────────────────────────────────────────────────────────────


def titles() -> dict[str, str]:
    """Headings of the template and of the export, in the language of the page."""
    return {
        "name": _("Full name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "position": _("Position"),
    }


#: What lists that were not made from the template have there.
ALSO = {
    "name": ("ФИО", "Ф.И.О.", "Фамилия, имя, отчество", "Аты-жөнү", "ФАА", "Name"),
    "phone": ("Телефон", "Тел.", "Мобильный телефон", "Телефон номери", "Phone or e-mail", "Contact", "Контакт"),
    "email": ("Email", "Mail", "Почта", "Эл. почта", "Электронная почта", "Электрондук почта", "Электрондук дарек"),
    "position": ("Должность", "Кызматы", "Кызмат", "Job title"),
}


def headings() -> list[Heading]:
    """In all three languages, the page's first; only the name is looked for in any case."""
    here = titles()
    known: dict[str, list[str]] = {key: [title] for key, title in here.items()}
    for code in LANGUAGES:
        with speaking(code):
            for key, title in titles().items():
                known[key].append(title)
    return [Heading(key, (*known[key], *ALSO[key]), optional=key != "name") for key in known]


def _from_entry(entry: Entry) -> Row:
    values = entry.values
    email, phone = _contacts([value for value in (values["phone"], values["email"]) if value])
    return Row(entry.line, name=values["name"], email=email, phone=phone, position=values["position"])


def _contacts(cells: Sequence[str]) -> tuple[str, str]:
    """E-mail and phone: in whichever column it was written, an @ makes it an e-mail."""
    emails = [cell for cell in cells if "@" in cell]
    phones = [cell for cell in cells if "@" not in cell]
    return emails[0] if emails else "", phones[0] if phones else ""


# ── Without headings ─────────────────────────────────────────────────────────


def _from_cells(line: Line) -> Row:
    cells = [cell for cell in line.cells if cell and not COUNTER.fullmatch(cell)]
    if len(cells) == 1:
        return _from_sentence(line.number, cells[0])
    contacts = [cell for cell in cells if EMAIL.search(cell) or PHONE.fullmatch(cell)]
    words = [cell for cell in cells if cell not in contacts]
    email, phone = _contacts(contacts)
    return Row(line.number, name=words[0] if words else "", email=email, phone=phone, position=", ".join(words[1:]))


def _from_sentence(number: int, text: str) -> Row:
    """``Асанова Айгүл 0555 123 456 судья``: the contact divides the name from the position."""
    email, rest = _taken_out(EMAIL.search, text)
    phone, rest = _taken_out(PHONE.search, rest)
    before, _divider, after = rest.partition("\n")
    name, position = (before.strip(EDGES), after.strip(EDGES)) if before.strip(EDGES) else (after.strip(EDGES), "")
    return Row(number, name=name, email=email.strip(EDGES), phone=phone.strip(EDGES), position=position)


def _taken_out(search: Callable[[str], Any], text: str) -> tuple[str, str]:
    """What was found, and the text with a line break in its place."""
    found = search(text)
    if found is None:
        return "", text
    return found.group(), f"{text[: found.start()]}\n{text[found.end() :]}".replace("\n\n", "\n")
