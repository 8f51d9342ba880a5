"""Empty lists to fill in, and the headings under which they are read again, in whichever language they were made."""

from collections.abc import Callable, Collection, Mapping, Sequence
from io import BytesIO

from lms.core.i18n import LANGUAGES, language, speaking
from lms.core.media_types import XLSX_TYPE
from lms.sheets.columns import Column
from lms.sheets.csv_files import csv_lines
from lms.sheets.media_types import CSV_TYPE
from lms.sheets.uploads.headings import Heading
from lms.sheets.xlsx_files import Sheet, write_xlsx


def headings_of(titles: Callable[[], Mapping[str, str]], *, optional: Collection[str] = ()) -> list[Heading]:
    """``titles`` says key and title of each column in the language that is spoken; that of the page stands first."""
    spelt: dict[str, list[str]] = {}
    for code in (language(), *LANGUAGES):
        with speaking(code):
            for key, title in titles().items():
                spelt.setdefault(key, []).append(title)
    return [Heading(key, tuple(names), optional=key in optional) for key, names in spelt.items()]


def empty_list(
    name: str, titles: Mapping[str, str], ending: str, *, allowed: Sequence[Sheet] = ()
) -> tuple[bytes, str]:
    """The file and its media type; a workbook says on further sheets what may be written."""
    columns = [Column(key, title, width=30) for key, title in titles.items()]
    if ending == "csv":
        return "".join(csv_lines([], columns)).encode(), CSV_TYPE
    target = BytesIO()
    write_xlsx(target, [Sheet(name, columns, []), *allowed])
    return target.getvalue(), XLSX_TYPE
