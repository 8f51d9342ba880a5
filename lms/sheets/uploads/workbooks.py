"""Excel workbooks, read in a process that cannot hurt ours.

A workbook of some kilobytes can unpack to gigabytes, and one cell in the last corner makes a table of 17 billion: the
reading process (`workbook_worker`) has little memory and little time, and whatever happens to it is a refusal.
"""

import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from lms.core.apart import run_apart
from lms.core.folding import clean, clean_lines
from lms.sheets.uploads.limits import Limits, Line
from lms.sheets.uploads.refusals import Cause, TableRefused

WORKER = Path(__file__).with_name("workbook_worker.py")
LONGEST_SECONDS = 20
#: Bytes, of which the libraries themselves need a part.
MOST_MEMORY = 512 * 1024**2
MOST_UNPACKED = 64 * 1024 * 1024


def lines_of(content: bytes, limits: Limits) -> list[Line]:
    """Lines of the first visible sheet that are not empty.

    Raises TableRefused: TYPE, PROTECTED, DAMAGED, SIZE, ROWS, COLUMNS, CELL.
    """
    _refuse_bombs(content)
    answer = _read(content, limits)
    if "cause" in answer:
        raise _refusal(answer, limits)
    plain = clean_lines if limits.lines else clean
    return [Line(number, tuple(plain(cell) for cell in cells)) for number, cells in answer["lines"]]


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise TableRefused(Cause.DAMAGED) from error
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise TableRefused(Cause.TYPE)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise TableRefused(Cause.SIZE)


def _read(content: bytes, limits: Limits) -> dict[str, Any]:
    order = json.dumps({"rows": limits.rows, "columns": limits.columns,
                        "cell": limits.cell, "characters": limits.characters})  # fmt: skip
    try:
        done = run_apart(WORKER, content, order, memory=MOST_MEMORY, seconds=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise TableRefused(Cause.SIZE) from late
    if done.returncode < 0:  # killed: out of memory or of time
        raise TableRefused(Cause.SIZE)
    if done.returncode:
        raise TableRefused(Cause.DAMAGED)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(answer: dict[str, Any], limits: Limits) -> TableRefused:
    cause = Cause(answer["cause"])
    most = {Cause.ROWS: limits.rows, Cause.COLUMNS: limits.columns, Cause.CELL: limits.cell}.get(cause)
    return TableRefused(cause, line=answer.get("line"), most=most)
