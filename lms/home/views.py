"""The front page, the fixed texts, and what machines ask for."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from lms.core import measures
from lms.core.glossary import glossary
from lms.core.i18n import LANGUAGES, PREFIX, asked_language, language
from lms.core.installation import is_demonstration
from lms.core.policy import current_actor, public
from lms.core.site import site, site_text
from lms.home import queries
from lms.home.words_explained import shown
from lms.learning.catalogue import row_of
from lms.learning.queries import offers_with, profession_names, studies_of
from lms.people import retention
from lms.ui.pages import asset

bp = Blueprint("home", __name__, template_folder="templates")

#: So many modules stand on the front page; the rest is one click away.
SHOWN = 5
LONGEST_SEARCH = 100


@bp.get("/")
@public
def choose_language() -> ResponseReturnValue:
    """To the front page in the saved language, else the browser's, else Kyrgyz."""
    return redirect(f"/{asked_language()}/", HTTPStatus.FOUND)


@bp.get(f"{PREFIX}/")
@public
def show_home() -> ResponseReturnValue:
    account = current_actor()
    professions = profession_names(language())
    offers = offers_with(studies_of(account))
    return render_template(
        "home/show_home.html",
        about=site(),
        rows=[row_of(offer, professions) for offer in offers[:SHOWN]],
        count=len(offers),
        lacks_administrator=not is_demonstration(current_app) and account is None and queries.lacks_administrator(),
    )


@bp.get(f"{PREFIX}/<any(help,privacy,about,accessibility):name>")
@public
def show_text(name: str) -> ResponseReturnValue:
    """A fixed text, as the site data have it."""
    kept = retention.rules() if name == "privacy" else []
    return render_template("home/show_text.html", text=site_text(name, language()), name=name, about=site(), kept=kept)


@bp.get(f"{PREFIX}/glossary")
@public
def show_glossary() -> ResponseReturnValue:
    """The words that the modules explain."""
    search = request.args.get("q", "")[:LONGEST_SEARCH]
    found = shown(glossary(), language(), letter=request.args.get("letter", ""), search=search)
    return render_template("home/show_glossary.html", shown=found, search=search)


@bp.get("/robots.txt")
@public
def tell_robots() -> ResponseReturnValue:
    """Search engines see the front pages and nothing else."""
    lines = ["User-agent: *", "Allow: /$", *(f"Allow: /{code}/$" for code in LANGUAGES), "Disallow: /", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@bp.get("/favicon.ico")
@public
def show_favicon() -> ResponseReturnValue:
    """For browsers that ask without having read the page."""
    return redirect(asset("icons/favicon.png"), HTTPStatus.FOUND)


@bp.get("/healthz")
@public
def say_alive() -> ResponseReturnValue:
    """The process answers. Nothing else is asked."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def say_ready() -> ResponseReturnValue:
    """The database is there and migrated, so that requests may come."""
    if not queries.database_answers():
        return jsonify(status="database unavailable"), HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"}
    return jsonify(status="ok")


@bp.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Figures for whoever keeps the installation, on it or in a network that is named. To others it is absent."""
    if not measures.is_inside(request, current_app.config["METRICS_FROM"]):
        abort(HTTPStatus.NOT_FOUND)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return Response(measures.as_text(app), content_type=measures.CONTENT_TYPE)
