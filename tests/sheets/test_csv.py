"""Rows as CSV: readable by Excel, harmless to open, exact to read back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from lms.core.clock import BISHKEK
from lms.sheets import Column, Kind, SheetRefused, csv_lines, write_csv

PLACE = Column("place", "Орган / мекеме")
PEOPLE = Column("people", "Адамдар", Kind.INTEGER)
SHARE = Column("share", "Share", Kind.PERCENT)


def written(rows, columns, **options) -> str:
    stream = io.StringIO(newline="")
    write_csv(rows, stream, columns, **options)
    return stream.getvalue()


def read_back(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def test_texts_are_quoted_and_numbers_are_not():
    text = written([{"place": "Нарын, шаары", "people": 12}], [PLACE, PEOPLE])

    assert text == '\ufeff"Орган / мекеме","Адамдар"\r\n"Нарын, шаары",12\r\n'


def test_the_byte_order_mark_can_be_left_out_and_the_delimiter_changed():
    text = written([["ң ө ү", 1]], [PLACE, PEOPLE], bom=False, delimiter=";")

    assert text.startswith('"Орган')
    assert read_back(text, ";")[1] == ["ң ө ү", "1"]


@pytest.mark.parametrize(("delimiter", "written_as"), [(",", "18.9"), (";", "18,9")])
def test_numbers_have_the_comma_where_the_semicolon_separates(delimiter, written_as):
    """A Russian Excel, for which the semicolon is, reads 18.9 as a day in September."""
    text = written([["Нарын", Decimal("18.9")]], [PLACE, Column("mean", "Mean", Kind.DECIMAL)], delimiter=delimiter)

    assert read_back(text, delimiter)[1] == ["Нарын", written_as]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_text_that_looks_like_a_formula_is_disarmed(start):
    [_, [place, people]] = read_back(written([[f"{start}cmd|' /C calc'!A0", f"{start}1"]], [PLACE, PEOPLE]))

    assert place.startswith("'")
    assert people.startswith("'")


def test_a_title_that_looks_like_a_formula_is_disarmed():
    assert read_back(written([], [Column("a", "=1+1")]))[0] == ["'=1+1"]


def test_a_negative_number_stays_a_number():
    assert read_back(written([["x", -5]], [PLACE, PEOPLE]))[1] == ["x", "-5"]


def test_values_of_each_kind():
    columns = [
        PLACE, PEOPLE, SHARE, Column("mean", "Mean", Kind.DECIMAL), Column("on", "Day", Kind.DATE),
        Column("at", "At", Kind.DATETIME),
    ]  # fmt: skip
    row = ["·", "·", Fraction(2, 3), Decimal("8.25"), date(2026, 11, 20), datetime(2026, 11, 20, 20, 30, tzinfo=UTC)]

    [_, first, second] = read_back(written([row, [None] * 6], columns))

    assert first == ["·", "·", "0.6667", "8.25", "2026-11-20", "2026-11-21T02:30:00+06:00"]
    assert second == [""] * 6


def test_characters_that_no_file_can_hold_are_left_out():
    assert read_back(written([["а\x00б\x1b\ud800в\r\nг", 1]], [PLACE, PEOPLE]))[1] == ["абв\nг", "1"]


def test_many_rows_come_in_pieces():
    pieces = list(csv_lines(([str(n), n] for n in range(1200)), [PLACE, PEOPLE]))

    assert len(pieces) > 2
    assert len(read_back("".join(pieces))) == 1201


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"place": "x"}, "people"),
        (["x"], "1 values for 2 columns"),
        (["x", 1.5], "people is integer, not float"),
        (["x", True], "people is integer, not bool"),
        ([True, 1], "place is text, not bool"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row, said):
    with pytest.raises(SheetRefused, match=said):
        written([row], [PLACE, PEOPLE])


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(SheetRefused, match="at is datetime"):
        written([[datetime(2026, 1, 1)]], [Column("at", "At", Kind.DATETIME)])  # noqa: DTZ001


def test_two_columns_with_one_key_are_refused():
    with pytest.raises(SheetRefused, match="same key"):
        written([], [PLACE, PLACE])


def test_keys_that_no_column_asks_for_stay_out():
    assert "secret" not in written([{"place": "x", "people": 1, "score": "secret"}], [PLACE, PEOPLE])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Decimal("1.0"), Decimal("1.00")),
        (datetime(2026, 1, 31, 6, tzinfo=UTC), datetime(2026, 1, 31, 12, tzinfo=BISHKEK)),
    ],
)
def test_equal_values_keep_their_own_spelling_among_texts(one, other):
    """A column keeps what became of a value; of equals that are written differently it must not."""
    assert one == other

    for first, second in ((one, other), (other, one)):
        rows = [[value, "beside"] for value in (first, second, first)]
        read = read_back(written(rows, [PLACE, Column("note", "Note")]))[1:]
        assert read == [[str(value), "beside"] for value in (first, second, first)]


def test_nothing_is_written_without_a_sign_whatever_came_before():
    rows = [[Decimal(zero)] for zero in ("-0", "0", "0.00")]

    assert len({line for (line,) in read_back(written(rows, [SHARE]))[1:]}) == 1
    assert "-" not in written(rows, [SHARE])
