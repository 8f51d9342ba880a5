"""The workbook reader's own process: bytes of a workbook in, lines as JSON out, then the end.

Started by file name and isolated (`python -I`): it sees no environment, imports nothing of ours, and is bound
before it begins (`lms.core.bound`). A panic of the library ends it with a status that is not zero.

Argument: one JSON object {"rows", "columns", "cell", "characters"}. Out: {"lines": [[number, cells], …]}
or {"cause", "line"} with a cause of `refusals`.
"""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum


class Stopped(Exception):
    """A limit is exceeded."""

    def __init__(self, cause: str, line: int | None = None) -> None:
        super().__init__(cause)
        self.answer = {"cause": cause, "line": line}


def first_sheet(content: bytes) -> CalamineSheet | None:
    """The first sheet that a person sees; what is hidden was not meant to be sent."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible:
            return workbook.get_sheet_by_index(place)
    return None


def lines(sheet: CalamineSheet, order: dict[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not empty, numbered as the program shows them."""
    total = 0
    if sheet.total_height > 2 * order["rows"]:  # empty lines in between are forgiven, not without end
        raise Stopped("rows")
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [as_text(value).strip() for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > order["columns"]:
            raise Stopped("columns", number)
        if any(len(cell) > order["cell"] for cell in cells):
            raise Stopped("cell", number)
        total += sum(map(len, cells))
        if total > order["characters"]:
            raise Stopped("size")
        if cells:
            yield number, cells


def as_text(value: Any) -> str:
    """As a person would have typed it: a phone number is no 996555123456.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def answer(content: bytes, order: dict[str, int]) -> dict[str, Any]:
    """What is in the workbook, or why it cannot be read."""
    try:
        sheet = first_sheet(content)
        found = list(lines(sheet, order)) if sheet else []
    except PasswordError:
        return {"cause": "protected"}
    except (CalamineError, ValueError):
        return {"cause": "damaged"}
    except MemoryError:
        return {"cause": "size"}
    except Stopped as stopped:
        return stopped.answer
    return {"cause": "rows"} if len(found) > order["rows"] else {"lines": found}


def main() -> None:
    """Read the order and the workbook, write the answer."""
    order = json.loads(sys.argv[1])
    json.dump(answer(sys.stdin.buffer.read(), order), sys.stdout)


if __name__ == "__main__":
    main()
