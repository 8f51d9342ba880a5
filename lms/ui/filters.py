"""Dates, numbers, sizes and durations as people write them, in the language of the page.

Everything is formatted here, on the server: browsers know no Kyrgyz (``Intl`` falls back to English).
Times are shown as in Bishkek. Kyrgyz and Russian use a decimal comma and a no-break space between thousands.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache

from babel import Locale, dates, numbers
from flask import Flask
from markupsafe import Markup

from lms.core.clock import BISHKEK
from lms.core.i18n import UNBROKEN, _, language

#: English follows British order, so that 5 May 2026 is never 5/5/26 or May 5.
LOCALES = {"ky": Locale("ky"), "ru": Locale("ru"), "en": Locale("en", "GB")}

#: Kyrgyz ``2026-ж., 5-май``, Russian ``5 мая 2026 г.``, English ``5 May 2026``.
LONG = {"ky": "y-'ж'., d-MMMM", "ru": "d MMMM y 'г'.", "en": "d MMMM y"}
#: For tables. English keeps the month's name: 05/06/2026 is two different days to two readers.
SHORT = {"ky": "dd.MM.y", "ru": "dd.MM.y", "en": "d MMM y"}

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
#: As phones are stored: country, then nine digits.
PHONE = re.compile(r"(\+996)(\d{3})(\d{3})(\d{3})")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
WORD_JOINER = "\N{WORD JOINER}"
LONG_WORD = re.compile("[а-яёңөү]{8,}", re.IGNORECASE)
#: Where a syllable begins: before a consonant that a vowel follows.
SYLLABLE = re.compile("(?<=..)[бвгджзйклмнңпрстфхцчшщ](?=[аеёиоөуүыэюя].)", re.IGNORECASE)
#: As limits are counted: a module that may have 200 MB does not say 209.7.
KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
GIGABYTE = 1024 * MEGABYTE


def locale_of(code: str | None = None) -> Locale:
    """The Babel locale of a language code, of the page by default."""
    return LOCALES[code or language()]


def local(value: date | datetime) -> date | datetime:
    """A moment as read from a clock in Bishkek; a calendar day stays as it is."""
    return value.astimezone(BISHKEK) if isinstance(value, datetime) else value


def long_date(value: date | datetime, code: str | None = None) -> str:
    """``2026-ж., 5-май`` · ``5 мая 2026 г.`` · ``5 May 2026``, without a break inside."""
    return _written(value, LONG, code)


def table_date(value: date | datetime | None, code: str | None = None) -> str:
    """``05.05.2026`` in Kyrgyz and Russian, ``5 May 2026`` in English; a dash where there is none."""
    return "–" if value is None else _written(value, SHORT, code)


def _written(value: date | datetime, patterns: Mapping[str, str], code: str | None) -> str:
    at, code = local(value), code or language()
    return _written_day(at.date() if isinstance(at, datetime) else at, patterns[code], code)


@lru_cache(maxsize=2048)
def _written_day(day: date, pattern: str, code: str) -> str:
    """Kept, for a page or a table shows the same few days again and again."""
    return dates.format_date(day, pattern, LOCALES[code]).translate(UNBROKEN)


def clock_time(value: datetime) -> str:
    """``14:32``."""
    return f"{local(value):%H:%M}"


def long_datetime(value: datetime, code: str | None = None) -> str:
    """A long date with the time after a comma."""
    return f"{long_date(value, code)}, {clock_time(value)}"


def table_datetime(value: datetime | None, code: str | None = None) -> str:
    """A short date with the time; a dash where there is none."""
    return "–" if value is None else f"{table_date(value, code)}, {clock_time(value)}"


def number(value: float | None, places: int | None = None, code: str | None = None) -> str:
    """``1 234 567,8``; ``places`` fixes the digits after the comma; a dash where there is none."""
    if value is None:
        return "–"
    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return numbers.format_decimal(value, pattern, locale_of(code))


def points(value: Fraction | float | None, code: str | None = None) -> str:
    """Points as they are told: ``9``, ``8,66``. Cut and not rounded: what was not reached never looks reached."""
    return "–" if value is None else number(int(Fraction(value) * 100) / 100, code=code)


def percent(share: float | None, places: int = 0, code: str | None = None) -> str:
    """A share between 0 and 1 as ``43 %``, spaced as the language does."""
    if share is None:
        return "–"
    space = "" if (code or language()) == "en" else NO_BREAK_SPACE
    return number(share * 100, places, code) + space + "%"


def file_size(size: int) -> str:
    """Bytes as whole kilobytes, or with one place as megabytes or gigabytes from one of them on."""
    if size < MEGABYTE:
        # i18n: size of a file, kilobytes
        text = _("%(number)s KB", number=number(max(1, round(size / KILOBYTE)) if size else 0))
    elif size < 1000 * MEGABYTE:
        # i18n: size of a file, megabytes
        text = _("%(number)s MB", number=_with_a_place(size / MEGABYTE))
    else:
        # i18n: size of a file, gigabytes
        text = _("%(number)s GB", number=_with_a_place(size / GIGABYTE))
    return text.replace(" ", NO_BREAK_SPACE)


def _with_a_place(value: float) -> str:
    """One place behind the point, and none where it would be a nought."""
    rounded = round(value, 1)
    return number(rounded, 0 if rounded.is_integer() else 1)


def duration(minutes: float) -> str:
    """Minutes as ``1 h 40 min``, without a break inside."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        # i18n: length of a lesson
        text = _("%(minutes)s min", minutes=rest)
    elif not rest:
        text = _("%(hours)s h", hours=hours)
    else:
        text = _("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)
    return text.replace(" ", NO_BREAK_SPACE)


def breakable(text: str) -> str:
    """A heading in a table without room to spare: long Cyrillic words may break near the middle, 18–28 may not.

    Browsers cannot be relied on to know where Kyrgyz breaks. What is marked up already stays as it is.
    """
    if isinstance(text, Markup):
        return text
    return LONG_WORD.sub(_with_soft_hyphen, text).replace("–", f"–{WORD_JOINER}")


def _with_soft_hyphen(word: re.Match[str]) -> str:
    letters = word.group()
    places = [found.start() for found in SYLLABLE.finditer(letters)]
    if not places:
        return letters
    # The later of two: a prefix keeps its letters.
    place = min(reversed(places), key=lambda here: abs(2 * here - len(letters)))
    return letters[:place] + SOFT_HYPHEN + letters[place:]


def contact(value: str | None) -> str:
    """An e-mail as it is; a phone of the country in groups, as people read and dictate it: ``+996 555 123 456``."""
    phone = PHONE.fullmatch(value or "")
    return NO_BREAK_SPACE.join(phone.groups()) if phone else value or "–"


FILTERS: tuple[Callable[..., str], ...] = (
    long_date,
    table_date,
    clock_time,
    long_datetime,
    table_datetime,
    number,
    percent,
    points,
    file_size,
    duration,
    breakable,
    contact,
)


def init_app(app: Flask) -> None:
    """Give every template the filters under their own names."""
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
