"""The table of persons as CSV, in pieces, as fast as the database gives it: the same bytes as every table's CSV has.

The query makes all texts of a line but the pseudonym. PostgreSQL then copies finished lines out by itself; SQLite's
rows go through the csv module. Either way nothing is asked of a single cell, so nothing in it may need to be changed:
``is_plain`` says whether the codes of this installation allow that.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.institutions.models import InstitutionType, Region
from lms.people.models import Profession
from lms.sheets.csv_files import stays_as_it_is

#: Few, so that what the database has sent stays near the processor: five thousand at once took half as long again.
LINES_AT_ONCE = 250
#: Pseudonyms that are kept: people come again and again, and each takes two millionths of a second to make.
MOST_KEPT = 2**18
#: Of a file with numbers in it: the only ones are those of editions.
NUMBERS = ("edition",)

Naming = Callable[[str], str]


def is_plain() -> bool:
    """Whether no code begins as a formula does, or holds what no file can: then no cell needs a second look."""
    codes = (TrainingModule.code, InstitutionType.code, InstitutionType.group_code, Profession.code, Region.code)
    return all(stays_as_it_is(text) for code in codes for text in db.session.scalars(select(code)))


def pieces(query: Select[Any], name_of: Naming, *, delimiter: str, mark: str | None) -> Iterator[bytes]:
    """So many lines each. ``query``: the person, then the other columns as text; ``mark`` ends every line, if any."""
    way = _copied if db.session.get_bind().dialect.name == "postgresql" else _written
    return way(query, name_of, delimiter, mark)


def _copied(query: Select[Any], name_of: Naming, delimiter: str, mark: str | None) -> Iterator[bytes]:
    name = lru_cache(maxsize=MOST_KEPT)(lambda person: name_of(person.decode()).encode())
    texts = ", ".join(column.name for column in query.selected_columns[1:] if column.name not in NUMBERS)
    options = f"format csv, delimiter '{delimiter}', force_quote ({texts})"
    made = query.compile(db.session.get_bind(), compile_kwargs={"literal_binds": True})
    end = (_line(["", mark], delimiter)[2:] if mark else "\r\n").encode()
    driver: Any = db.session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"copy ({made}) to stdout with ({options})") as copied:
        lines = iter(copied)
        while batch := list(islice(lines, LINES_AT_ONCE)):
            yield b"".join([b'"%b"%b%b' % (name(line[:ID]), line[ID:-1], end) for line in map(bytes, batch)])


ID = 36
"""Letters of an id as PostgreSQL writes it, at the beginning of a line."""


def _written(query: Select[Any], name_of: Naming, delimiter: str, mark: str | None) -> Iterator[bytes]:
    name = lru_cache(maxsize=MOST_KEPT)(name_of)
    marks = (mark,) if mark else ()
    rows = iter(db.session.execute(query.execution_options(yield_per=LINES_AT_ONCE)))
    places = [at for at, column in enumerate(query.selected_columns[1:]) if column.name == "institution_id"]
    while batch := list(islice(rows, LINES_AT_ONCE)):
        found = [(name(person), *_with_hyphens(texts, places), *marks) for person, *texts in batch]
        yield _lines(found, delimiter).encode()


def _with_hyphens(texts: list[str], places: Sequence[int]) -> list[str]:
    for at in places:
        texts[at] = hyphened(texts[at]) if texts[at] else ""
    return texts


@lru_cache(maxsize=4096)
def hyphened(stored: str) -> str:
    """An id as it is written; SQLite stores none of its hyphens. There are some thousand institutions."""
    return str(UUID(stored))


def _line(fields: Sequence[object], delimiter: str) -> str:
    return _lines([fields], delimiter)


def _lines(rows: Sequence[Sequence[object]], delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return buffer.getvalue()
