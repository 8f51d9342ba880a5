"""One indicator: where it stands through the year, its numbers set for a period and for whom."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import actor_id, requires
from lms.framework import course, queries, services, spans, words
from lms.framework.forms import AHEAD, FIRST_YEAR, IndicatorForm
from lms.framework.indicators import Indicator
from lms.framework.parts import WHOLE, parts_of
from lms.framework.policies import FrameworkPermission
from lms.framework.spans import Span, Where
from lms.framework.views.asking import asked_span, asked_year, choice_of, the_indicator, today
from lms.framework.views.blueprint import bp
from lms.ui.forms import EvidenceForm


@bp.get("/<indicator>")
@requires(FrameworkPermission.SEE)
def show_indicator(indicator: str) -> ResponseReturnValue:
    """Numbers of parts are small ones as well; the look is recorded."""
    found = the_indicator(indicator)
    audit.record_look(actor_id(), "reporting.table.seen", table="e", year=asked_year(AHEAD), indicator=found.code)
    return show(found, _kept(found))


def asked(found: Indicator) -> Where:
    part = request.args.get("part", WHOLE)
    return Where(found.code, asked_year(AHEAD), asked_span(), part if part in parts_of(found) else WHOLE)


def _kept(found: Indicator) -> IndicatorForm:
    """As it is opened: with what holds."""
    where = asked(found)
    entry = queries.entries_of(where.year).get((found.code, where.part, where.span))
    numbers = {name: getattr(entry, name, None) for name in ("baseline", "target", "milestone", "value")}
    kept = {name: "" if value is None else f"{value.normalize():f}" for name, value in numbers.items()}
    kept |= {name: getattr(entry, name, "") for name in ("variance", "quality")}
    return _form_of(found, formdata=None, data=kept)


def _form_of(found: Indicator, **about: Any) -> IndicatorForm:
    """Nobody types what the platform computes."""
    form = IndicatorForm(**about)
    if found.computed:
        del form.value
    return form


@bp.post("/<indicator>")
@requires(FrameworkPermission.SET)
def set_indicator(indicator: str) -> ResponseReturnValue:
    found = the_indicator(indicator)
    form = _form_of(found)
    if form.validate():
        form.refuse_above(found.no_target_above)
    if form.errors:
        return show(found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    where = asked(found)
    services.set_numbers(
        where, form.numbers(), variance=form.variance.data, quality=form.quality.data, by=actor_id(), at=clock.now()
    )
    flash(_("The numbers are set."), "success")
    return redirect(address_of(where), HTTPStatus.SEE_OTHER)


def address_of(where: Where) -> str:
    return url_for(
        ".show_indicator", indicator=where.indicator, year=where.year, span=where.span.value, part=where.part or None
    )


def _days_behind(found: Indicator, where: Where) -> str:
    """The period, for a page behind the value that is one of the tables."""
    days = spans.period_of(where.year, where.span)
    is_table = (found.behind or "").startswith("tables/")
    return f"?{urlencode({'from': days.start, 'to': days.end})}" if is_table else ""


def show(
    found: Indicator,
    form: IndicatorForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    evidence: EvidenceForm | None = None,
) -> ResponseReturnValue:
    where, names = asked(found), parts_of(found)
    periods = [(each, choice_of(where.year, each)) for each in spans.begun(where.year, today())]
    stages = course.stages_of(found, where.part, names[where.part], where.year, periods)
    page = render_template(
        "framework/show_indicator.html",
        indicator=found,
        days_behind=_days_behind(found, where),
        form=form or _kept(found),
        where=where,
        years=range(today().year + AHEAD, FIRST_YEAR - 1, -1),
        spans=spans.labels(),
        parts=names,
        stages=course.drawn(stages, found),
        chart=course.chart_of(stages, found),
        since_the_start=course.since_the_start(found, where.part, choice_of(where.year, Span.YEAR)),
        history=queries.history(found.code),
        files=queries.evidence_of(found.code, where.year),
        evidence_form=evidence or EvidenceForm(formdata=None),
        plain=words.plain,
        units=words.units(),
        means=words.means(),
        frequencies=words.frequencies(),
    )
    return page, status
