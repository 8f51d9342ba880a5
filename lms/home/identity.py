"""Who runs the service, as every layout shows it: its name, the help line, partners. Unknown facts are left out."""

from datetime import date, timedelta

from flask import Flask, g

from lms.core import clock
from lms.core.i18n import in_language
from lms.core.site import Site, site

MONTH = timedelta(days=30)


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


def last_day() -> date | None:
    """The last day of the service, once people are told of it."""
    day = about().closes_on
    return day if day is not None and day - MONTH <= clock.local_day(clock.now()) else None


def partners() -> list[str]:
    return [in_language(partner.name) for partner in about().partners]


def init_app(app: Flask) -> None:
    """Tell the layouts."""
    app.jinja_env.globals.update(service_name=service_name, help_line=help_line, last_day=last_day, partners=partners)
