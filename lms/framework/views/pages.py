"""Targets against what is reached: the framework, one indicator, and Table E as a file."""

import io
import re
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.core.site import site
from lms.framework import queries, services, words
from lms.framework.forms import FIRST_YEAR, IndicatorForm
from lms.framework.indicators import Indicator, indicator_of, source_of
from lms.framework.policies import FrameworkPermission
from lms.framework.table_e import standings, table_e, table_of
from lms.framework.views.blueprint import bp
from lms.reporting import exporting, filters
from lms.reporting.choices import Choice
from lms.reporting.drawing import drawn
from lms.reporting.exporting import About, Format
from lms.reporting.reports import Audience


@bp.get("")
@requires(FrameworkPermission.SEE)
def show_framework() -> ResponseReturnValue:
    choice, project = _asked(), site().project
    year, found = choice.period.end.year, standings(choice)
    audit.record_look(actor_id(), "reporting.table.seen", table="e", year=year)
    return render_template(
        "framework/show_framework.html",
        project=project,
        year=year,
        years=range(clock.local_day(clock.now()).year, FIRST_YEAR - 1, -1),
        standings=found,
        amount=words.amount,
        table=drawn(table_of(found)),
        source=source_of(project.interim_results.source) if project.interim_results else None,
    )


@bp.get("/table.<any(xlsx,csv,json):ending>")
@requires(FrameworkPermission.EXPORT)
def download_table(ending: str) -> ResponseReturnValue:
    choice = _asked()
    audit.record_look(
        actor_id(), "reporting.table.exported", table="e", format=ending, audience=Audience.TEAM.value,
        year=choice.period.end.year,
    )  # fmt: skip
    table, about = table_e(choice), About(choice, Audience.TEAM, clock.now())
    delimiter = ";" if request.args.get("delimiter") == "semicolon" else ","
    return send_file(
        io.BytesIO(
            exporting.content(lambda path: exporting.write(table, about, Format(ending), path, delimiter=delimiter))
        ),
        mimetype=exporting.MEDIA_TYPES[Format(ending)],
        as_attachment=True,
        download_name=exporting.file_name(table, about, Format(ending)),
    )


@bp.get("/<indicator>")
@requires(FrameworkPermission.SEE)
def show_indicator(indicator: str) -> ResponseReturnValue:
    found, year = _indicator(indicator), _asked().period.end.year
    entry = queries.entries_of(year).get(found.code)
    numbers = {name: getattr(entry, name, None) for name in ("baseline", "target", "milestone", "value")}
    kept = {name: "" if value is None else f"{value.normalize():f}" for name, value in numbers.items()}
    kept |= {name: getattr(entry, name, "") for name in ("variance", "quality")}
    return _page(found, _form_of(found, formdata=None, data={"year": year, **kept}))


@bp.post("/<indicator>")
@requires(FrameworkPermission.SET)
def set_indicator(indicator: str) -> ResponseReturnValue:
    found = _indicator(indicator)
    form = _form_of(found)
    if not form.validate():
        return _page(found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    numbers = form.numbers()
    for name in ("target", "milestone"):
        if found.no_target_above is not None and (numbers[name] or 0) > found.no_target_above:
            form.refuse(
                name,
                _(
                    "No target above %(most)s per cent: it would reward passing questions on instead of learning.",
                    most=found.no_target_above,
                ),
            )
    if form.errors:
        return _page(found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    services.set_numbers(
        found.code, form.year.data, numbers, variance=form.variance.data, quality=form.quality.data,
        by=actor_id(), at=clock.now(),
    )  # fmt: skip
    flash(_("The numbers are set."), "success")
    return redirect(url_for(".show_indicator", indicator=found.code, year=form.year.data), HTTPStatus.SEE_OTHER)


def _form_of(found: Indicator, **about: Any) -> IndicatorForm:
    """Nobody types what the platform computes."""
    form = IndicatorForm(**about)
    if found.computed:
        del form.value
    return form


def _page(found: Indicator, form: IndicatorForm, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    page = render_template(
        "framework/show_indicator.html",
        indicator=found,
        form=form,
        history=queries.history(found.code),
        plain=words.plain,
        units=words.units(),
        means=words.means(),
        frequencies=words.frequencies(),
    )
    return page, status


def _indicator(code: str) -> Indicator:
    return indicator_of(code) or abort(HTTPStatus.NOT_FOUND)


def _asked() -> Choice:
    """The year of the address up to today, by the counting rule of the other tables; this year, if none is asked."""
    today, asked = clock.local_day(clock.now()), request.args.get("year", "")
    is_known = re.fullmatch(r"[0-9]{4}", asked) and FIRST_YEAR <= int(asked) <= today.year
    year = int(asked) if is_known else today.year
    days = {"from": date(year, 1, 1), "to": min(date(year, 12, 31), today)}
    return filters.read({name: day.isoformat() for name, day in days.items()}, today=today).choice()
