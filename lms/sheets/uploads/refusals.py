"""Why a table cannot be read, each cause in one sentence that says what to do."""

from collections.abc import Sequence
from enum import StrEnum

from lms.core.i18n import _


class Cause(StrEnum):
    """What is wrong with the file as a whole."""

    TYPE = "type"
    OLD_WORKBOOK = "old-workbook"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    SIZE = "size"
    ROWS = "rows"
    COLUMNS = "columns"
    CELL = "cell"
    ENCODING = "encoding"
    EMPTY = "empty"
    TEMPLATE = "template"


class TableRefused(Exception):
    """The file cannot be read. ``line`` is where, if one line is to blame; ``most`` is the limit that it exceeds."""

    def __init__(
        self, cause: Cause, *, line: int | None = None, most: int | None = None, missing: Sequence[str] = ()
    ) -> None:
        super().__init__(cause.value)
        self.cause, self.line, self.most, self.missing = cause, line, most, tuple(missing)

    def sentence(self) -> str:
        """In the language of the page."""
        return _sentences()[self.cause] % {
            "line": self.line,
            "most": self.most,
            "missing": "; ".join(self.missing),
        }


def _sentences() -> dict[Cause, str]:
    return {
        Cause.TYPE: _("This is not a table that can be read here. Send an Excel workbook (.xlsx) or a CSV file."),
        Cause.OLD_WORKBOOK: _(
            "This is a workbook of an old kind (.xls). Open it, save it as an Excel workbook (.xlsx) and send that."
        ),
        Cause.PROTECTED: _("The workbook is protected by a password. Save it without one and send it again."),
        Cause.DAMAGED: _("The file is damaged and cannot be read. Open it, save it anew and send it again."),
        Cause.SIZE: _("The file holds too much. Delete what does not belong to the list, or send it in parts."),
        Cause.ROWS: _("The list has more than %(most)s lines. Send it in parts."),
        Cause.COLUMNS: _("Line %(line)s has more than %(most)s columns. Delete what does not belong to the list."),
        Cause.CELL: _("A cell in line %(line)s has more than %(most)s characters. Shorten it and send the file again."),
        Cause.ENCODING: _(
            "The letters in line %(line)s cannot be read: the file was saved in an old encoding, which has no ң, ө and "
            "ү. Save it as an Excel workbook (.xlsx) or as “CSV UTF-8” and send that."
        ),
        Cause.EMPTY: _("There is nothing in the list. Fill in at least one line and send it again."),
        Cause.TEMPLATE: _("These columns were not found: %(missing)s. Use the headings of the template."),
    }
