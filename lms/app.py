"""The roof: extensions in order, then the list of rooms. Nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config, from_environment
from lms import (
    accounts,
    admin,
    api,
    authoring,
    catalogue,
    certificates,
    enrolments,
    evaluations,
    framework,
    gatherings,
    grading,
    home,
    insight,
    institutions,
    invitations,
    laws,
    learning,
    lessons,
    messages,
    nominations,
    papers,
    people,
    quality,
    questions,
    quizzes,
    releases,
    reporting,
    serving,
    ui,
    upkeep,
)
from lms.core import (
    carrier,
    cookie,
    database,
    errors,
    headers,
    hidden,
    i18n,
    installation,
    logs,
    mail,
    measures,
    policy,
    repeats,
    sizes,
    static,
    transactions,
    violations,
)
from lms.core.cli import jobs
from lms.core.extensions import compress, csrf, db, login_manager, migrate

#: From the ground up; a room may know only those before it.
ROOMS = (
    ui,
    institutions,
    people,
    invitations,
    accounts,
    messages,
    questions,
    catalogue,
    enrolments,
    laws,
    lessons,
    quizzes,
    evaluations,
    learning,
    grading,
    papers,
    gatherings,
    certificates,
    home,
    authoring,
    insight,
    reporting,
    framework,
    releases,
    nominations,
    quality,
    admin,
    api,
    upkeep,
)


def create_app(config: Config | None = None) -> Flask:
    """The whole platform as one WSGI application."""
    app = transactions.EdgeFlask("lms", static_folder=None)
    app.config.from_object(config or from_environment())
    app.config["TRANSLATIONS"] = ROOT / "translations"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config["DATA"].mkdir(parents=True, exist_ok=True)
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]

    measures.init_app(app)
    logs.init_app(app)
    static.init_app(app)
    headers.init_app(app)
    sizes.init_app(app)
    cookie.init_app(app)
    hidden.init_app(app)
    repeats.init_app(app)
    transactions.init_app(app)
    i18n.init_app(app)
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    csrf.init_app(app)
    login_manager.init_app(app)
    compress.init_app(app)
    policy.init_app(app)
    errors.init_app(app)
    violations.init_app(app)
    carrier.init_app(app)
    app.cli.add_command(jobs)
    serving.init_app(app)

    for room in ROOMS:
        room.init_app(app)
    installation.init_app(app)
    mail.init_app(app)
    policy.refuse_silent_routes(app)
    return app
