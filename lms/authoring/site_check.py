"""Checks the site data: shapes, three languages, references, and what a real installation still has to fill in."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from lms.authoring.checklists import FILE as CHECKLISTS
from lms.authoring.checklists import LooksAt
from lms.authoring.directory_check import (
    LocalBodies,
    Row,
    TerritoriesOfRegion,
    Words,
    WrittenInstitution,
    made_institutions,
    unknown_code,
    written_institutions,
)
from lms.authoring.models import ReviewKind
from lms.authoring.packs.checks.known import PEOPLE, PLAIN, RULES
from lms.authoring.packs.checks.words import word_problems
from lms.authoring.packs.marked_yaml import Slip, read_yaml
from lms.authoring.packs.problems import Located, Places, Problem, Report
from lms.authoring.packs.shapes import convert
from lms.catalogue.documents import Source
from lms.core.glossary import Term
from lms.core.i18n import LANGUAGES, _
from lms.core.site import Site, UnreadableText, read_site_text
from lms.framework.indicators import IndicatorFile
from lms.people.ages import BANDS, NOT_STATED
from lms.wording import rules_from

#: Pages and consents that must exist in each language.
TEXTS = ("about", "accessibility", "help", "privacy", "consent-study", "consent-messages", "consent-evaluation")


class _Region(Row, frozen=True):
    code: str
    kind: Literal["city", "oblast", "national", "unknown"]
    name: Words


class _Group(Row, frozen=True):
    code: str
    name: Words


class _Type(Row, frozen=True):
    code: str
    group: str
    name: Words


class _Types(Row, frozen=True):
    groups: tuple[_Group, ...]
    types: tuple[_Type, ...]


class _Profession(Row, frozen=True):
    code: str
    outputs: tuple[str, ...]
    name: Words


class _Reason(Row, frozen=True):
    code: str
    name: Words


class _Band(Row, frozen=True):
    code: str
    start: int | None
    end: int | None
    name: Words


class _SumOfBands(Row, frozen=True):
    code: str
    bands: tuple[str, ...]
    name: Words
    source: str | None = None


class _AgeBands(Row, frozen=True):
    bands: tuple[_Band, ...]
    display: tuple[_SumOfBands, ...]
    youth: tuple[_SumOfBands, ...]


class _ChecklistFile(Row, frozen=True):
    key: ReviewKind
    version: int
    title: Words
    items: tuple["_Line", ...]


class _Line(Row, frozen=True):
    key: str
    looks_at: tuple[LooksAt, ...]
    text: Words


SHAPES: dict[str, Any] = {
    "regions.yaml": tuple[_Region, ...],
    "institution-types.yaml": _Types,
    "territories.yaml": tuple[TerritoriesOfRegion, ...],
    "local-bodies.yaml": LocalBodies,
    "institutions.yaml": tuple[WrittenInstitution, ...],
    "professions.yaml": tuple[_Profession, ...],
    "age-bands.yaml": _AgeBands,
    "revocation-reasons.yaml": tuple[_Reason, ...],
    "sources.yaml": tuple[Source, ...],
    "site.yaml": Site,
    "glossary.yaml": tuple[Term, ...],
    "indicators.yaml": IndicatorFile,
    CHECKLISTS: tuple[_ChecklistFile, ...],
    RULES: list[dict[str, Any]],
    PEOPLE: dict[str, dict[str, Any]],
}
#: Without these no certificate, privacy notice or help page of a real installation is complete.
NEVER_LEFT_OUT = ("issuer", "data_controller", "support", "help_line", "signatories")
#: These speak of words and numbers as such; a phone number of the service is nobody's personal data.
#: Patterns with gaps are no words yet; what they become is checked (``directory_check``).
NOT_FOR_READERS = {RULES, PEOPLE, "glossary.yaml", "site.yaml", "local-bodies.yaml"}


def check_site(content: Path) -> Report:
    """All problems of the files beside the modules."""
    checker = _Checker(content)
    data = {name: checker.read(name, kind) for name, kind in SHAPES.items()}
    for check in _REFERENCES:
        for name, problem in check(data):
            checker.note(name, problem)
    checker.texts()
    return checker.report


def unknown_values(content: Path) -> list[Located]:
    """What ``site.yaml`` leaves empty; a real installation does not start with it.

    A line that was taken out says that there is none. Of what nobody can be without, there is always one.
    """
    try:
        marked = read_yaml((content / "site.yaml").read_text(encoding="utf-8"))
    except (OSError, Slip):
        return []
    return [
        Located("site.yaml", marked.lines.get(place, 1), _("%(name)s is not known yet.", name=".".join(place)))
        for place in [*_empty(marked.data, ()), *((name,) for name in NEVER_LEFT_OUT if name not in marked.data)]
    ]


def _empty(data: Any, place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if data is None or data == []:
        yield place
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _empty(value, (*place, name))


class _Checker:
    def __init__(self, content: Path) -> None:
        self.content, self.report = content, Report()
        self.places: dict[str, Places] = {}

    def note(self, name: str, problem: Problem) -> None:
        found = self.places[name].locate(problem) if name in self.places else Located(name, 1, problem.text)
        self.report.add(found)

    def read(self, name: str, kind: Any) -> Any:
        """The typed data of a file, or None if they do not fit."""
        try:
            marked = read_yaml((self.content / name).read_text(encoding="utf-8"))
        except Slip as slip:
            self.report.add(Located(name, slip.line, slip.text))
            return None
        except (OSError, UnicodeDecodeError):
            self.report.add(Located(name, 1, _("The file is missing or not UTF-8.")))
            return None
        places = self.places[name] = Places("", name)
        for place, line in marked.lines.items():
            places.add(place, name, line)
        typed, misfits = convert(marked.data, kind)
        for problem in misfits:
            self.note(name, problem)
        for problem in word_problems(marked.data, PLAIN):
            if name not in NOT_FOR_READERS:
                self.note(name, problem)
        return typed

    def texts(self) -> None:
        for text in TEXTS:
            versions = {}
            for language in LANGUAGES:
                name = f"site/{text}.{language}.md"
                try:
                    versions[language] = read_site_text(self.content / name)
                except OSError:
                    self.report.add(Located(name, 1, _("The file is missing or not UTF-8.")))
                except (UnreadableText, UnicodeDecodeError) as error:
                    self.report.add(Located(name, 1, str(error)))
            if len({(made.version, made.purpose) for made in versions.values()}) > 1:
                self.report.add(
                    Located(f"site/{text}.en.md", 1, _("Version or purpose differs between the languages."))
                )


def _repeated(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    for name, rows in data.items():
        if isinstance(rows, tuple) and rows:
            field = "key" if hasattr(rows[0], "key") else "code"
            for key, count in Counter(getattr(row, field) for row in rows).items():
                if count > 1:
                    yield name, Problem((key,), _("The key “%(key)s” stands here more than once.", key=key))


def _types(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    types = data["institution-types.yaml"]
    groups = {group.code for group in types.groups} if types else set()
    for row in types.types if types else ():
        if row.group not in groups:
            yield "institution-types.yaml", unknown_code(("types", row.code, "group"), row.group)


def _language_rules(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """Rules about words that cannot be followed as they are written."""
    _rules, misfits = rules_from(data[RULES])
    for misfit in misfits:
        text = _("Rule %(number)s: “%(field)s” is missing or does not fit.", number=misfit.row + 1, field=misfit.field)
        yield RULES, Problem((misfit.row,), text)


def _glossary(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """A term and its meaning are there in every language, or the term has no meaning."""
    for row in data["glossary.yaml"] or ():
        meaning = row.meaning.text if row.meaning else row.term
        for name, words in (("term", row.term), ("meaning", meaning)):
            if set(words) != set(LANGUAGES) or not all(text.strip() for text in words.values()):
                text = _("The term “%(key)s”: “%(field)s” needs words in every language.", key=row.key, field=name)
                yield "glossary.yaml", Problem((row.key, name), text)
        if row.meaning and not set(row.meaning.machine_draft) <= set(LANGUAGES):
            yield "glossary.yaml", Problem((row.key,), _("“machine_draft” names languages: ky, ru or en."))


def _checklists(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """Lists that are missing, lines with one key, and changes that no line looks at: nothing would ask about them."""
    rows = data[CHECKLISTS]
    if rows is None:
        return
    for kind in sorted(set(ReviewKind) - {row.key for row in rows}):
        yield CHECKLISTS, Problem((), _("The list “%(key)s” is missing.", key=kind.value))
    for row in rows:
        for key, count in Counter(line.key for line in row.items).items():
            if count > 1:
                yield CHECKLISTS, Problem((row.key.value,), _("The key “%(key)s” stands here more than once.", key=key))
    for change in sorted(set(LooksAt) - {change for row in rows for line in row.items for change in line.looks_at}):
        yield CHECKLISTS, Problem((), _("No line of any list looks at “%(what)s”.", what=change.value))


def _outputs(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    site, professions = data["site.yaml"], data["professions.yaml"]
    if site is None or professions is None:
        return
    codes = {output.code for output in site.project.outputs}
    for row in professions:
        for code in row.outputs:
            if code not in codes:
                yield "professions.yaml", unknown_code((row.code, "outputs"), code)


def _ages(data: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    """The bands of the code and of the data are the same, and every sum is a sum of them."""
    ages = data["age-bands.yaml"]
    if ages is None:
        return
    codes = {band.code for band in ages.bands}
    in_code = {code for code, _first, _last in BANDS} | {NOT_STATED}
    for code in sorted(codes - in_code):
        yield "age-bands.yaml", unknown_code(("bands", code), code)
    for name in ("display", "youth"):
        for row in getattr(ages, name):
            for code in row.bands:
                if code not in codes and code not in in_code:
                    yield "age-bands.yaml", unknown_code((name, row.code, "bands"), code)


_REFERENCES: tuple[Callable[[dict[str, Any]], Iterator[tuple[str, Problem]]], ...] = (
    _repeated,
    _types,
    written_institutions,
    made_institutions,
    _outputs,
    _language_rules,
    _glossary,
    _ages,
    _checklists,
)
