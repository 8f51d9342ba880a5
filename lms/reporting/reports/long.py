"""The long table: one fact per row, for programs. Its words are codes, so that they never change with the language.

Enrolments, completions and certificates stand per module and may be added up. A count of people stands with an empty
module and must not be added over periods: who completed in two of them stands in both.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import current_app

from lms.core.i18n import _
from lms.core.installation import is_demonstration
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure
from lms.reporting.counting import counts
from lms.reporting.reports.base import Table, common_definitions
from lms.sheets import Column, Kind

FACTS = ("institution_type", "profession", "region", "sex", "age_band", "workplace_confirmed")
COLUMNS = (
    "period",
    "module",
    "event",
    "institution_type",
    "role_group",
    "region_iso",
    "sex",
    "age_band",
    "measure",
    "value",
    "n",
    "suppressed",
    "reason",
    "workplace_confirmed",
)
NUMBERS = {"value", "n"}
#: Measures that stand per module.
OF_MODULES = {Measure.ENROLMENTS, Measure.COMPLETIONS, Measure.CERTIFICATES}


def long_table(choice: Choice) -> Table:
    return Table(
        slug="long",
        title=_("One fact per row"),
        columns=[Column(name, name, Kind.INTEGER if name in NUMBERS else Kind.TEXT) for name in COLUMNS],
        rows=_rows(choice),
        definitions=[*common_definitions(), *_measures()],
        is_data=True,
    )


def _measures() -> list[tuple[str, str]]:
    return [
        ("enrolments", _("Enrolments begun in the period. May be added over modules and periods.")),
        ("completions", _("Modules completed in the period. May be added over modules and periods.")),
        ("people", _("People who completed in the period, each once. May be added over rows, not over periods.")),
        ("people_new", _("People whose first completion ever lies in the period. May be added over periods.")),
        ("people_cumulative", _("People who ever completed until the end of the period. Not to be added.")),
        ("certificates", _("Certificates issued in the period. May be added over modules and periods.")),
    ]


def _rows(choice: Choice) -> Iterator[dict[str, Any]]:
    period = f"{choice.period.start.isoformat()}/{choice.period.end.isoformat()}"
    group_of = dimensions.by_line(dimensions.groups())
    codes = {module.id: module.code for module, _title in dimensions.modules()}
    # Every file of a demonstration says so; this one has no room for it but here.
    reason = "Demonstration data" if is_demonstration(current_app) else ""
    for measure in Measure:
        by_module = measure in OF_MODULES
        found: Counter[tuple[str, ...]] = Counter()
        for row in counts(measure, choice, *FACTS, *(("module_id",) if by_module else ())):
            kind, profession, region, sex, band, is_confirmed, *module = row[:-1]
            key = (
                codes.get(module[0], str(module[0])) if module else "",
                group_of[kind],
                profession or dimensions.NOT_STATED,
                region,
                sex,
                band,
                "true" if is_confirmed else "false",
            )
            found[key] += row[-1]
        for (code, group, profession, region, sex, band, confirmed), count in sorted(found.items()):
            yield {
                "period": period,
                "module": code,
                "event": "",
                "institution_type": group,
                "role_group": profession,
                "region_iso": region,
                "sex": sex,
                "age_band": band,
                "measure": measure.value,
                "value": count,
                "n": count,
                "suppressed": "false",
                "reason": reason,
                "workplace_confirmed": confirmed,
            }
