"""Rules about words: read, tried on a text, changed, switched off, taken away as YAML."""

from http import HTTPStatus
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of_accounts
from lms.authoring import queries, rulebook
from lms.authoring.errors import KeyTaken
from lms.authoring.forms.rulebook import RuleForm
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services.rules import save_rule
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.wording import Piece, pieces_of
from lms.core import clock
from lms.core.i18n import LANGUAGES, _
from lms.core.policy import requires
from lms.wording import Checker, Text
from lms.wording.rules import rule_from

RULES = AuthoringPermission.RULES
#: Fields with lines, and what a row calls them.
LINES = {"avoid": "avoid", "allow": "except"}


@bp.get("/language-rules")
@requires(RULES)
def list_rules() -> ResponseReturnValue:
    changed = {version.code: version for version in queries.rule_versions()}
    wanted = request.args.get("q", "").strip().casefold()
    rows = [row for row in rulebook.rows_in_force() if wanted in rulebook.as_yaml([row]).casefold()]
    return render_template("authoring/rules.html", rows=rows, changed=changed, q=request.args.get("q", ""))


@bp.get("/language-rules.yaml")
@requires(RULES)
def send_rules() -> Response:
    answer = Response(rulebook.as_yaml(rulebook.rows_in_force()), mimetype="application/yaml")
    answer.headers["Content-Disposition"] = 'attachment; filename="language-rules.yaml"'
    return answer


@bp.get("/language-rules/new")
@requires(RULES)
def ask_for_rule() -> ResponseReturnValue:
    form = RuleForm(formdata=None, data={"severity": "warn", "is_on": True, "base": "0"})
    return rule_page(None, form)


@bp.post("/language-rules/new")
@requires(RULES)
def add_rule() -> ResponseReturnValue:
    return save(None, RuleForm())


@bp.get("/language-rules/<code>")
@requires(RULES, on=rulebook.row_called)
def show_rule(row: rulebook.Row) -> ResponseReturnValue:
    return rule_page(row, rule_form(row, formdata=None, data=values_of(row)))


@bp.post("/language-rules/<code>")
@requires(RULES, on=rulebook.row_called)
def change_rule(row: rulebook.Row) -> ResponseReturnValue:
    return save(row, rule_form(row))


def rule_form(row: rulebook.Row, **values: Any) -> RuleForm:
    """A rule keeps its name."""
    form = RuleForm(**values)
    del form.code
    return form


def values_of(row: rulebook.Row) -> dict[str, Any]:
    lines = {
        name: {code: "\n".join((row.get(key) or {}).get(code) or ()) for code in LANGUAGES}
        for name, key in LINES.items()
    }
    words = {name: {code: (row.get(name) or {}).get(code) or "" for code in LANGUAGES} for name in ("prefer", "reason")}
    base = str(queries.newest_rule_number(row["id"]))
    return {**lines, **words, "severity": row["severity"], "is_on": row.get("on", True) is not False, "base": base}


def row_from(row: rulebook.Row | None, form: RuleForm) -> rulebook.Row:
    """The row as typed; what the page does not ask for stays as it is."""
    made: rulebook.Row = {**(row or {"id": form.code.data}), "severity": form.severity.data, "on": form.is_on.data}
    for name, key in LINES.items():
        typed = {code: [line.strip() for line in form[name].data[code].split("\n")] for code in LANGUAGES}
        made[key] = {code: [line for line in lines if line] for code, lines in typed.items()}
    for name in ("prefer", "reason"):
        made[name] = {code: form[name].data[code] or None for code in LANGUAGES}
    made["reason"] = {code: text for code, text in made["reason"].items() if text}
    return made


def save(row: rulebook.Row | None, form: RuleForm) -> ResponseReturnValue:
    """Keep it as a new version; or try it on a text and keep nothing."""
    if request.form.get("act") == "try":
        return rule_page(row, form, tried=tried(row, form))
    is_valid = form.validate()
    made = row_from(row, form)
    if is_valid and not any(made["avoid"].values()):
        form.refuse("avoid", _("Write at least one expression in one language."))
        is_valid = False
    if not is_valid:
        return rule_page(row, form), HTTPStatus.UNPROCESSABLE_ENTITY
    is_taken = row is None and any(one["id"] == made["id"] for one in rulebook.rows_in_force())
    based_on = int(form.base.data) if (form.base.data or "").isdecimal() and not is_taken else -1
    try:
        save_rule(made, based_on=based_on, why=form.why.data, by=me().id, at=clock.now())
    except KeyTaken:
        flash(_("There is such a rule already, or somebody has changed it. Your text is below."), "error")
        return rule_page(row, form), HTTPStatus.CONFLICT
    flash(_("Saved. The rule holds from now on."), "success")
    return redirect(url_for(".show_rule", code=made["id"]), HTTPStatus.SEE_OTHER)


def tried(row: rulebook.Row | None, form: RuleForm) -> list[Piece]:
    """The text with the words that the rule, as it is typed, finds in it."""
    made = {**row_from(row, form), "on": True, "id": "trial"}
    if made["severity"] not in ("error", "warn", "info"):
        made["severity"] = "warn"
    code = form.language.data if form.language.data in LANGUAGES else LANGUAGES[0]
    text = Text(form.trial.data or "", code, is_alternative=made.get("place") == "alt")
    found = [one for one in Checker([rule_from(made)]).look(text) if one.rule == "trial"]
    return pieces_of(text.words, list(enumerate(found, start=1)))


def rule_page(row: rulebook.Row | None, form: RuleForm, **facts: Any) -> str:
    versions = [version for version in queries.rule_versions() if row is not None and version.code == row["id"]]
    counted = None
    if row is not None and request.args.get("count"):
        counted = rulebook.finds(row, queries.published_documents())
    names = names_of_accounts([version.by_id for version in versions])
    return render_template(
        "authoring/rule.html", row=row, form=form, versions=versions[::-1], names=names, counted=counted, **facts
    )
