"""E-mail addresses and phone numbers as people type them, in the one form in which they are kept."""

import re
from dataclasses import dataclass

from lms.core.folding import clean

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_EMAIL = 254
COUNTRY = "996"
#: Digits of a Kyrgyz number after the country code.
NATIONAL = 9
#: E.164: a country code that does not begin with 0, fifteen digits at most.
INTERNATIONAL = re.compile(r"[1-9][0-9]{7,14}")


@dataclass(frozen=True)
class Contact:
    """``value`` is a lower-case e-mail address or an E.164 phone number."""

    value: str
    is_email: bool

    @property
    def email(self) -> str | None:
        return self.value if self.is_email else None

    @property
    def phone(self) -> str | None:
        return None if self.is_email else self.value


def normal_contact(typed: str) -> Contact | None:
    """What was typed, normalised; None if it is neither an address nor a number."""
    text = clean(typed)
    if "@" in text:
        address = text.lower()
        fits = EMAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL
        return Contact(address, is_email=True) if fits else None
    number = normal_phone(text)
    return Contact(number, is_email=False) if number else None


def login_key(typed: str) -> str:
    """One text for one login, whether or not there is such an account."""
    contact = normal_contact(typed)
    return contact.value if contact else clean(typed).lower()


def normal_phone(text: str) -> str | None:
    """E.164. Kyrgyz numbers come as 0555 123 456, 555123456, 996…, +996… or 00996…."""
    bare = re.sub(r"[\s()\-.\u2010-\u2015]", "", text)
    has_plus = bare.startswith(("+", "00"))
    digits = bare.removeprefix("+")
    if has_plus and digits == bare:
        digits = bare.removeprefix("00")
    if not digits.isascii() or not digits.isdigit():
        return None
    if has_plus:
        return _international(digits)
    if digits.startswith(COUNTRY) and len(digits) == len(COUNTRY) + NATIONAL:
        return f"+{digits}"
    digits = digits.removeprefix("0")
    if len(digits) == NATIONAL and not digits.startswith("0"):
        return f"+{COUNTRY}{digits}"
    return None


def _international(digits: str) -> str | None:
    if digits.startswith(COUNTRY) and len(digits) != len(COUNTRY) + NATIONAL:
        return None
    return f"+{digits}" if INTERNATIONAL.fullmatch(digits) else None
