"""Lists of institutions as files: the template, its headings in three languages, and what was found in an upload."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.institutions import queries as directory
from lms.institutions.services import Fault, LineState, PlannedLine
from lms.sheets import Column, Sheet
from lms.sheets.uploads import Entry, Limits, empty_list, headings_of, read_table, under_headings

LIMITS = Limits(rows=500)
OPTIONAL = {"district", "parent"}


def read_list(content: bytes) -> list[Entry]:
    """The lines of a filled template, in whichever language its headings are. Raises TableRefused."""
    return under_headings(read_table(content, LIMITS), headings_of(_titles, optional=OPTIONAL))


def template_file(ending: str) -> tuple[bytes, str]:
    """An empty list to fill in, and its media type; the workbook says on further sheets what may be written."""
    return empty_list(_("Institutions"), _titles(), ending, allowed=_allowed())


def _allowed() -> list[Sheet]:
    regions = directory.region_names()
    return [
        _list_of(_("Kind"), [[name] for name in directory.type_names().values()]),
        _list_of(_("Region"), [[directory.name_of(row)] for row in directory.regions(to_choose=True)]),
        Sheet(
            _("Rayon or city"),
            [Column("district", _("Rayon or city")), Column("region", _("Region"))],
            [[directory.name_of(row), regions[row.region_code]] for row in directory.districts()],
        ),
    ]


def _list_of(title: str, rows: list[list[str]]) -> Sheet:
    return Sheet(title, [Column("name", title)], rows)


def _titles() -> dict[str, str]:
    names = {f"name_{code}": _("Name, %(language)s", language=NATIVE_NAMES[code]) for code in LANGUAGES}
    return {
        **names,
        "kind": _("Kind"),
        "region": _("Region"),
        "district": _("Rayon or city"),
        "parent": _("Belongs to"),
    }


# ── What was found ───────────────────────────────────────────────────────────


def counted(lines: Sequence[PlannedLine]) -> Counter[LineState]:
    return Counter(line.state for line in lines)


def state_in_words(state: LineState) -> str:
    return {
        LineState.NEW: _("New"),
        LineState.PRESENT: _("Already there"),
        LineState.ALIKE: _("Looks like another"),
        LineState.CANNOT: _("Cannot be added"),
    }[state]


def understood(lines: Sequence[PlannedLine]) -> Iterator[dict[str, str]]:
    """The cells of each line; region and rayon of what can be added by their full names, however they were typed."""
    regions, districts = directory.region_names(), directory.district_names()
    for line in lines:
        meant = {} if line.new is None else {"region": regions[line.new.region_code]}
        if line.new and line.new.district_code:
            meant["district"] = districts[line.new.district_code]
        yield {**line.values, **meant}


def remarks(line: PlannedLine, day: date) -> list[str]:
    """What there is to say about a line: which one it is or looks like, or what has to be put right in the file."""
    if line.other is not None:
        return [directory.name_on(line.other, day)]
    return [_fault(fault, text) for fault, text in line.faults]


def _names_of_regions() -> str:
    return ", ".join(directory.name_of(row) for row in directory.regions(to_choose=True))


def _fault(fault: Fault, text: str) -> str:
    if fault is Fault.NAME_MISSING:
        return _("The name is missing in this language: %(language)s.", language=NATIVE_NAMES[text])
    return {
        Fault.NAME_BROKEN: _("Letters of the name are lost: “%(text)s”. Save the file as .xlsx.", text=text),
        Fault.NAME_TOO_LONG: _("The name is longer than 300 characters: “%(text)s…”.", text=text),
        Fault.KIND_UNKNOWN: _("This kind of institution is not known: “%(text)s”.", text=text),
        Fault.REGION_UNKNOWN: _(
            "This region is not known: “%(text)s”. Known are: %(names)s.", text=text, names=_names_of_regions()
        ),
        Fault.DISTRICT_UNKNOWN: _("There is no such rayon or city in the region: “%(text)s”.", text=text),
        Fault.PARENT_UNKNOWN: _("It belongs to an institution that is not in the list: “%(text)s”.", text=text),
        Fault.PARENT_AMBIGUOUS: _(
            "Several institutions are called “%(text)s”. Leave it empty and move it later.", text=text
        ),
        Fault.REPEATED: _("The same institution stands in line %(text)s already.", text=text),
    }[fault]
