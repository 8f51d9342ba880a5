"""What a coordinator may ask for: the words of an address or a command, checked against what exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from lms.core import clock
from lms.core.i18n import _
from lms.institutions import queries as directory
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Period
from lms.reporting.consents import WITHHELD
from lms.reporting.dimensions import Line

#: Names of the filters in addresses, in the order of the page.
NAMES = ("module", "output", "region", "group", "profession", "sex", "age", "workplace")
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True)
class Filters:
    """What was asked, what may be asked, and what was not understood."""

    period: Period
    asked: Mapping[str, str]
    options: Mapping[str, list[Option]]
    labels: Mapping[str, str]
    lines: Mapping[str, Mapping[str, frozenset[str | None]]]
    modules: Mapping[str, frozenset[UUID]]
    institution: UUID | None = None
    institution_name: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)

    def choice(self) -> Choice:
        """The same for the counting rule. Whoever asks for one module is told how many it trained, core or not."""
        chosen = [self.modules[f"{name}:{self.asked[name]}"] for name in ("module", "output") if name in self.asked]
        return Choice(
            period=self.period,
            modules=frozenset.intersection(*chosen) if chosen else None,
            trained_by=None if "module" in self.asked else self.modules.get("core"),
            sexes=self._values("sex"),
            regions=self._values("region"),
            types=self._values("group"),
            professions=self._values("profession"),
            bands=self._values("age"),
            institution=self.institution,
            is_confirmed="workplace" in self.asked,
        )

    def for_everybody(self) -> "Filters":
        """What a published table may be asked for: it is never limited to confirmed workplaces or one institution.

        Two published tables, one of all and one of the confirmed, would show by subtraction the few who are not; and
        none names an institution.
        """
        without = {name: code for name, code in self.asked.items() if name != "workplace"}
        options = {name: choices for name, choices in self.options.items() if name != "workplace"}
        labels = {name: label for name, label in self.labels.items() if name != "workplace"}
        return replace(self, asked=without, options=options, labels=labels, institution=None, institution_name=None)

    def _values(self, name: str) -> frozenset[str | None] | None:
        return self.lines[name][self.asked[name]] if name in self.asked else None

    def words(self) -> list[tuple[str, str]]:
        """(name of the filter, "Region: Talas oblast") of each that is set."""
        found = []
        for name, code in self.asked.items():
            label = next(option.label for option in self.options[name] if option.code == code)
            found.append((name, _("%(filter)s: %(value)s", filter=self.labels[name], value=label)))
        if self.institution_name:
            found.append(("institution", _("Institution: %(name)s", name=self.institution_name)))
        return found

    def query(self) -> dict[str, str]:
        """The parameters that lead to this same choice."""
        found = {"from": self.period.start.isoformat(), "to": self.period.end.isoformat(), **self.asked}
        return {**found, "institution": str(self.institution)} if self.institution else found


def read(values: Mapping[str, str], *, today: date) -> Filters:
    """What an address asks for. What does not exist is left out; a day that cannot be read is a problem to show."""
    period, problems = _period(values, today)
    dimension = {
        "region": dimensions.regions(),
        "group": dimensions.groups(),
        "profession": dimensions.professions(),
        "sex": dimensions.sexes(),
        "age": dimensions.bands(),
    }
    options = {name: _options(lines) for name, lines in dimension.items()}
    modules, module_options, output_options = _modules()
    options |= {"module": module_options, "output": output_options}
    options["workplace"] = [Option(CONFIRMED, _("Confirmed only"))]
    asked = {
        name: values[name]
        for name in NAMES
        if name in values and values[name] in {option.code for option in options[name]}
    }
    found = Filters(
        period=period,
        asked=asked,
        options=options,
        labels=labels(),
        lines={name: {line.code: line.values for line in lines} for name, lines in dimension.items()},
        modules=modules,
        problems=problems,
    )
    return _with_institution(found, values.get("institution"), today)


def labels() -> dict[str, str]:
    return {
        "module": _("Module"),
        "output": _("Output"),
        "region": _("Region"),
        "group": _("Institution type"),
        "profession": _("Profession"),
        "sex": _("Sex"),
        "age": _("Age"),
        "workplace": _("Workplace"),
    }


def _options(lines: list[Line]) -> list[Option]:
    return [Option(line.code, line.label) for line in lines if line.code != WITHHELD]


def _modules() -> tuple[dict[str, frozenset[UUID]], list[Option], list[Option]]:
    """Sets of modules by filter, and what may be chosen. ``core`` is there only if some module is not."""
    found = dimensions.modules()
    sets: dict[str, frozenset[UUID]] = {f"module:{module.slug}": frozenset({module.id}) for module, _title in found}
    outputs = dimensions.outputs()
    sets |= {f"output:{code}": ids for code, ids in outputs.items()}
    core = dimensions.core_modules()
    if len(core) < len(found):
        sets["core"] = core
    return sets, [Option(m.slug, title) for m, title in found], [Option(code, code) for code in outputs]


def _period(values: Mapping[str, str], today: date) -> tuple[Period, dict[str, str]]:
    """From the first day of the year to today, if nothing else is said."""
    problems: dict[str, str] = {}
    days = {"from": today.replace(month=1, day=1), "to": today}
    for name in days:
        if values.get(name):
            try:
                days[name] = clock.read_day(values[name])
            except ValueError:
                problems[name] = _("Write the day as year, month and day: 2026-01-31.")
    if days["from"] > days["to"] and not problems:
        problems["to"] = _("The last day is before the first.")
        days["to"] = max(today, days["from"])
    return Period(days["from"], days["to"]), problems


def _with_institution(found: Filters, value: str | None, today: date) -> Filters:
    try:
        institution_id = UUID(value) if value else None
    except ValueError:
        return found
    name = directory.names_on([institution_id], today).get(institution_id) if institution_id else None
    return replace(found, institution=institution_id, institution_name=name) if name else found
