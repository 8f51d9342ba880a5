"""A list of institutions that somebody has sent: what each line means, and adding those that are new.

Nothing is written before it was looked at. The meaning is found anew each time, so that confirming twice, or sending
the same list again, adds nothing twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import delete

from lms.core import audit
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.i18n import LANGUAGES
from lms.institutions import queries
from lms.institutions.models import Institution, InstitutionType, InstitutionUpload, Region
from lms.institutions.services.adding import NewInstitution, add_to_list
from lms.institutions.services.placing import take_tree
from lms.sheets.uploads import Entry, has_broken_letters

LONGEST_NAME = 300
#: From 0 to 100. "Манас райондук соту" and "Талас райондук соту" have 84, one wrong letter in twenty 95.
ALIKE = 92
#: Words that a short name of a region goes without.
KINDS_OF_REGION = frozenset(fold(word) for word in ("облусу", "шаары", "область", "город", "oblast", "city"))
UPLOADS_STAY = timedelta(days=14)
NAMES = {code: f"name_{code}" for code in LANGUAGES}


class LineState(StrEnum):
    NEW = "new"
    PRESENT = "present"
    ALIKE = "alike"
    CANNOT = "cannot"


class Fault(StrEnum):
    """Why a line cannot be added."""

    NAME_MISSING = "name-missing"
    NAME_BROKEN = "name-broken"
    NAME_TOO_LONG = "name-too-long"
    KIND_UNKNOWN = "kind-unknown"
    REGION_UNKNOWN = "region-unknown"
    DISTRICT_UNKNOWN = "district-unknown"
    PARENT_UNKNOWN = "parent-unknown"
    PARENT_AMBIGUOUS = "parent-ambiguous"
    REPEATED = "repeated"


@dataclass(frozen=True)
class PlannedLine:
    """A line of the list and what will become of it. ``faults`` come with the text that is to blame."""

    line: int
    values: Mapping[str, str]
    state: LineState
    new: NewInstitution | None = None
    other: Institution | None = None
    faults: tuple[tuple[Fault, str], ...] = ()


def keep_upload(entries: Iterable[Entry], *, by: UUID, at: datetime) -> InstitutionUpload:
    """Keep what was read until it is confirmed; what nobody confirmed goes after two weeks."""
    db.session.execute(delete(InstitutionUpload).where(InstitutionUpload.made_at < at - UPLOADS_STAY))
    rows = [{"line": entry.line, "values": dict(entry.values)} for entry in entries]
    upload = InstitutionUpload(made_by_id=by, made_at=at, entries=rows, added_count=0)
    db.session.add(upload)
    return upload


def plan(upload: InstitutionUpload) -> list[PlannedLine]:
    """What each line means against the directory as it is now; in a handful of statements."""
    return _Planner().lines(upload)


def add_planned(upload: InstitutionUpload, also: Collection[int], *, reason: str, by: UUID, at: datetime) -> int:
    """Add what is new, and of the lines that look like others those that are named; how many were added."""
    take_tree()
    wanted = [
        line.new
        for line in plan(upload)
        if line.new and (line.state is LineState.NEW or (line.state is LineState.ALIKE and line.line in also))
    ]
    added = add_to_list(wanted, reason=reason, by=by, at=at, upload_id=upload.id) if wanted else []
    upload.added_at, upload.added_count = at, upload.added_count + len(added)
    facts = {"lines": len(upload.entries), "added": len(added)}
    audit.record(by, "institutions.list.imported", upload, at=at, reason=reason, **facts)
    return len(added)


def _with_short_names(codes: Mapping[str, str]) -> dict[str, str]:
    """Regions also as people write them, without the word for oblast or city, where that names only one: not Osh."""
    meant: dict[str, set[str]] = {}
    for name, code in codes.items():
        short = " ".join(word for word in name.split() if word not in KINDS_OF_REGION)
        meant.setdefault(short, set()).add(code)
    return {**{short: min(found) for short, found in meant.items() if len(found) == 1}, **codes}


class _Planner:
    """The directory as it is compared with, read once."""

    def __init__(self) -> None:
        self.listed = queries.all_listed()
        self.by_name: dict[str, dict[UUID, Institution]] = {}
        for row in self.listed:
            for name in _spellings(row):
                self.by_name.setdefault(name, {})[row.id] = row
        self.kinds = _codes(queries.types())
        self.regions = _with_short_names(_codes(queries.regions(to_choose=True)))
        self.districts = {(row.region_code, name): row.code for row in queries.districts() for name in _names_of(row)}
        self.new_by_name: dict[str, NewInstitution] = {}
        self.seen: dict[tuple[str, str, str], int] = {}

    def lines(self, upload: InstitutionUpload) -> list[PlannedLine]:
        return [self._line(entry["line"], entry["values"]) for entry in upload.entries]

    def _line(self, number: int, values: Mapping[str, str]) -> PlannedLine:
        new, faults = self._read(number, values)
        if new is None or faults:
            return PlannedLine(number, values, LineState.CANNOT, faults=tuple(faults))
        present = self._present(new)
        if present is not None:
            return PlannedLine(number, values, LineState.PRESENT, other=present)
        alike = self._alike(new)
        if alike is not None:
            return PlannedLine(number, values, LineState.ALIKE, new=new, other=alike)
        for name in new.names.values():
            self.new_by_name[fold(name)] = new
        return PlannedLine(number, values, LineState.NEW, new=new)

    def _read(self, number: int, values: Mapping[str, str]) -> tuple[NewInstitution | None, list[tuple[Fault, str]]]:
        names = {code: values[key] for code, key in NAMES.items()}
        faults = list(_name_faults(names))
        kind = self.kinds.get(fold(values["kind"]))
        if kind is None:
            faults.append((Fault.KIND_UNKNOWN, values["kind"]))
        region = self.regions.get(fold(values["region"]))
        if region is None:
            faults.append((Fault.REGION_UNKNOWN, values["region"]))
        district = self.districts.get((region or "", fold(values["district"])))
        if values["district"] and region and district is None:
            faults.append((Fault.DISTRICT_UNKNOWN, values["district"]))
        parent_id, fault = self._parent(values["parent"])
        faults += [fault] if fault else []
        if kind is None or region is None:
            return None, faults
        faults += self._repeated(number, (kind, region, fold(names["ky"])))
        return NewInstitution(names, kind, region, district, parent_id), faults

    def _parent(self, typed: str) -> tuple[UUID | None, tuple[Fault, str] | None]:
        """A body of the list, or one that stands above in the same list."""
        if not typed:
            return None, None
        found = list(self.by_name.get(fold(typed), ()))
        if len(found) > 1:
            return None, (Fault.PARENT_AMBIGUOUS, typed)
        if found:
            return found[0], None
        new = self.new_by_name.get(fold(typed))
        return (new.id, None) if new else (None, (Fault.PARENT_UNKNOWN, typed))

    def _repeated(self, number: int, key: tuple[str, str, str]) -> list[tuple[Fault, str]]:
        first = self.seen.setdefault(key, number)
        return [] if first == number or not key[2] else [(Fault.REPEATED, str(first))]

    def _present(self, new: NewInstitution) -> Institution | None:
        """One of this kind and region that is, or was, called so in any language."""
        for name in new.names.values():
            for row in self.by_name.get(fold(name), {}).values():
                if (row.type_code, row.region_code) == (new.type_code, new.region_code):
                    return row
        return None

    def _alike(self, new: NewInstitution) -> Institution | None:
        names = [fold(name) for name in new.names.values()]
        likely = [
            (max(fuzz.ratio(name, other) for name in names for other in _spellings(row)), row)
            for row in self.listed
            if (row.type_code, row.region_code) == (new.type_code, new.region_code)
            and (not new.district_code or row.district_code in (None, new.district_code))
        ]
        best, row = max(likely, key=lambda pair: pair[0], default=(0.0, None))
        return row if best >= ALIKE else None


def _name_faults(names: Mapping[str, str]) -> Iterable[tuple[Fault, str]]:
    for code, name in names.items():
        if not name:
            yield Fault.NAME_MISSING, code
        elif has_broken_letters(name):
            yield Fault.NAME_BROKEN, name
        elif len(name) > LONGEST_NAME:
            yield Fault.NAME_TOO_LONG, name[:40]


def _codes(rows: Sequence[InstitutionType] | Sequence[Region]) -> dict[str, str]:
    """Folded name in each language, and the code itself, to the code."""
    return {name: row.code for row in rows for name in (*_names_of(row), fold(row.code))}


def _names_of(row: object) -> list[str]:
    return [fold(queries.name_of(row, code)) for code in LANGUAGES]


def _spellings(institution: Institution) -> set[str]:
    """Every name it has or had, in each language, folded."""
    return {name for row in institution.names for name in _names_of(row)}
