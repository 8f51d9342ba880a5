"""How kinds of files are called when they are sent, where more than one room sends or reads them."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
XLSX_TYPE = f"{_OFFICE}spreadsheetml.sheet"
DOCX_TYPE = f"{_OFFICE}wordprocessingml.document"
