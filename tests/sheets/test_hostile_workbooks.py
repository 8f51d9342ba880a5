"""Workbooks made to hurt: they are refused, and the process that asked goes on."""

import io
import random
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter

from lms.sheets.uploads import Cause, Limits, TableRefused, read_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(text="Айгүл") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, text)
    return stream.getvalue()


def rebuilt(**parts: bytes) -> bytes:
    """A small workbook with some of its parts exchanged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.get(key, old.read(name)))
    return stream.getvalue()


def sheet_of(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def cause(content: bytes, limits: Limits | None = None) -> Cause:
    with pytest.raises(TableRefused) as refused:
        read_table(content, limits or Limits())
    return refused.value.cause


def test_a_workbook_that_unpacks_to_gigabytes_is_refused():
    assert cause(rebuilt(sheet1=b" " * (70 * 1024 * 1024))) is Cause.SIZE


def test_a_workbook_that_lies_about_its_size_is_refused():
    honest = bytearray(rebuilt(sheet1=sheet_of("<row><c><v>1</v></c></row>" * 400_000)))
    place = honest.rindex(b"PK\x01\x02", 0, honest.rindex(SHEET.encode()))
    honest[place + 24 : place + 28] = (100).to_bytes(4, "little")

    assert cause(bytes(honest)) in {Cause.DAMAGED, Cause.SIZE, Cause.ROWS}


def test_two_cells_in_opposite_corners_are_no_table_of_billions():
    far = sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    assert cause(rebuilt(sheet1=far)) in {Cause.SIZE, Cause.DAMAGED}


def test_one_long_text_in_every_cell_is_refused():
    row = '<row r="{0}">' + '<c r="A{0}" t="s"><v>0</v></c>' + "</row>"
    cells = "".join(row.format(number) for number in range(1, 9_000))
    repeated = rebuilt(sheet1=sheet_of(cells), sharedStrings=strings("я" * 500))

    assert cause(repeated, Limits(characters=1_000_000)) is Cause.SIZE
    assert cause(rebuilt(sheet1=sheet_of(cells), sharedStrings=strings("я" * 400_000))) in {Cause.CELL, Cause.SIZE}


def strings(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><sst xmlns="{space}" count="1" uniqueCount="1"><si><t>{text}</t></si></sst>'.encode()


def test_entities_are_neither_read_from_files_nor_multiplied():
    declared = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    sheet = sheet_of('<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>').replace(b"?>", b"?>" + declared, 1)

    try:
        lines = read_table(rebuilt(sheet1=sheet))
    except TableRefused as refused:
        assert refused.cause in {Cause.DAMAGED, Cause.EMPTY}  # noqa: PT017 - either answer is safe
    else:
        assert "root" not in str(lines)


def test_a_damaged_workbook_never_reaches_the_caller_as_anything_else():
    whole, chance = workbook(), random.Random(7)
    for _ in range(12):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        with suppress(TableRefused):
            read_table(bytes(broken))
