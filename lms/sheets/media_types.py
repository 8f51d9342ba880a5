"""How files of tables are called when they are sent."""

from lms.core.media_types import XLSX_TYPE

CSV_TYPE = "text/csv; charset=utf-8"
#: By the ending of the name.
MEDIA_TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}
