"""Who runs the service, as every layout shows it: its name, the help line, partners. Unknown facts are left out."""

from flask import Flask, g

from lms.core.i18n import in_language
from lms.core.site import Site, site


def about() -> Site:
    """The facts, looked up once for each request: a page asks several times."""
    found: Site | None = g.get("about_the_service")
    if found is None:
        found = g.about_the_service = site()
    return found


def service_name() -> str:
    return in_language(about().name)


def help_line() -> dict[str, str | None] | None:
    """Where people ask for help with the platform; None until somebody has said so."""
    support = about().support
    if support is None or not support.phone:
        return None
    return {"phone": support.phone, "hours": in_language(support.hours) if support.hours else None}


def partners() -> list[str]:
    return [in_language(partner.name) for partner in about().partners]


def init_app(app: Flask) -> None:
    """Tell the layouts."""
    app.jinja_env.globals.update(service_name=service_name, help_line=help_line, partners=partners)
