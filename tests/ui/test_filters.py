"""Dates, numbers and sizes read as people write them in each language."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from lms.core.i18n import _, speaking
from lms.ui import filters

MAY = date(2026, 5, 5)


def plain(text):
    return text.replace("\xa0", " ").replace("\u2011", "-")


@pytest.fixture(autouse=True)
def context(app):
    with app.test_request_context("/en/"):
        yield


@pytest.mark.parametrize(
    ("code", "expected"), [("ky", "2026-ж., 5-май"), ("ru", "5 мая 2026 г."), ("en", "5 May 2026")]
)
def test_a_long_date_is_never_ambiguous(code, expected):
    assert plain(filters.long_date(MAY, code)) == expected


def test_a_sentence_ends_with_one_stop_after_a_russian_day(app):
    with speaking("ru"):
        said = _("Works until %(day)s.", day=filters.long_date(MAY))
        drawn = app.jinja_env.from_string("{{ _('Works until %(day)s.', day=day|long_date) }}").render(day=MAY)

    assert plain(said) == plain(drawn) == "Действует до 5 мая 2026 г."


@pytest.mark.parametrize("code", ["ky", "ru", "en"])
def test_a_long_date_does_not_break(code):
    assert not set(" -") & set(filters.long_date(MAY, code))


@pytest.mark.parametrize(("code", "expected"), [("ky", "05.05.2026"), ("ru", "05.05.2026"), ("en", "5 May 2026")])
def test_a_date_in_a_table_is_short(code, expected):
    assert plain(filters.table_date(MAY, code)) == expected


def test_a_date_that_is_missing_is_a_dash():
    assert filters.table_date(None) == "–"
    assert filters.table_datetime(None) == "–"


def test_a_moment_is_shown_as_in_bishkek():
    late = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)

    assert plain(filters.long_datetime(late, "en")) == "5 May 2026, 02:30"


@pytest.mark.parametrize(("code", "expected"), [("ky", "1 234 567,8"), ("ru", "1 234 567,8"), ("en", "1,234,567.8")])
def test_a_number_has_the_separators_of_its_language(code, expected):
    assert plain(filters.number(1234567.8, code=code)) == expected


@pytest.mark.parametrize(("code", "expected"), [("ky", "43 %"), ("ru", "43 %"), ("en", "43%")])
def test_a_share_is_a_percentage(code, expected):
    assert plain(filters.percent(0.43, code=code)) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0 KB"),
        (1, "1 KB"),
        (110_592, "108 KB"),
        (200 * 1024**2, "200 MB"),
        (1_200_000, "1.1 MB"),
        (999 * 1024**2, "999 MB"),
        (20_000 * 1024**2, "19.5 GB"),
    ],
)
def test_a_file_says_its_size(size, expected):
    assert plain(filters.file_size(size)) == expected


@pytest.mark.parametrize(("code", "expected"), [("ky", "1,5 ГБ"), ("ru", "1,5 ГБ"), ("en", "1.5 GB")])
def test_a_large_file_says_its_size_in_the_language_of_the_page(code, expected):
    with speaking(code):
        assert plain(filters.file_size(1536 * 1024**2)) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(12, "12 min"), (60, "1 h"), (100, "1 h 40 min")])
def test_a_length_is_said_in_hours_and_minutes(minutes, expected):
    assert plain(filters.duration(minutes)) == expected


def test_a_length_is_said_in_the_language_of_the_page():
    with speaking("ru"):
        assert plain(filters.duration(100)) == "1 ч 40 мин"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Место работы подтверждено, %", "Место работы подтверж-дено, %"),
        ("Курагы көрсөтүлгөн эмес", "Курагы көрсө-түлгөн эмес"),
        ("Мужчины", "Мужчины"),
        ("% workplace confirmed", "% workplace confirmed"),
    ],
)
def test_long_words_of_a_narrow_heading_may_break(text, expected):
    assert filters.breakable(text).replace("\xad", "-") == expected


def test_a_span_of_years_does_not_break_and_what_is_marked_up_stays():
    assert filters.breakable("18–28") == "18–\u206028"
    assert filters.breakable(Markup("<a href='/подтверждено'>–</a>")) == Markup("<a href='/подтверждено'>–</a>")


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+996555123456", "+996 555 123 456"),
        ("+7495123456", "+7495123456"),
        ("judge@example.org", "judge@example.org"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_phones_of_the_country_stand_in_groups_that_do_not_break(kept, shown):
    assert filters.contact(kept) == shown.replace(" ", "\N{NO-BREAK SPACE}")
