"""How files of tables are called when they are sent."""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
#: By the ending of the name.
MEDIA_TYPES = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}
