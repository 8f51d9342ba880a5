"""What every page needs from the server: addresses and links, scripts on demand, the data saver."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from lms.core.i18n import language

DATA_SAVER_COOKIE = "data-saver"


def read_manifest(build: Path) -> Mapping[str, str]:
    """Name in the source tree to name with its hash; empty before the first build."""
    path = build / "static" / "manifest.json"
    if not path.exists():
        return {}
    manifest: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return manifest


def asset(name: str) -> str:
    """The address of a built file: ``asset('css/app.css')``. Unbuilt files are addressed by their own names."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  (asked often)
    return f"{app.static_url_path or '/static'}/{app.extensions['ui_manifest'].get(name, name)}"


def site_path(name: str = "") -> str:
    """A fixed page in the language of this one: ``site_path('help')`` is ``/ky/help``."""
    return f"/{language()}/{name}"


def linked(address: str, words: object) -> Markup:
    """Words as a link, for a cell of a table."""
    return Markup('<a href="{}">{}</a>').format(address, words)


def csrf_field() -> Markup:
    """The hidden form token. It has no id, so that a page may hold several forms."""
    return Markup(f'<input type="hidden" name="csrf_token" value="{generate_csrf()}">')  # letters, digits, . - _


def with_query(**changes: object) -> str:
    """The address of this page with parameters of its query changed; ``None`` takes one away."""
    query = request.args.to_dict(flat=False)
    for name, value in changes.items():
        query.pop(name, None)
        if isinstance(value, list | tuple):
            query[name] = [str(item) for item in value]
        elif value is not None:
            query[name] = [str(value)]
    encoded = urlencode(query, doseq=True)
    return f"{request.path}?{encoded}" if encoded else request.path


def needs_script(name: str) -> str:
    """Ask for a module of ``static/js`` at the end of this page; asking twice loads it once."""
    g.setdefault("ui_scripts", {})[name] = None
    return ""


def needed_scripts() -> list[str]:
    """Names of the modules asked for, in order of asking."""
    return list(g.get("ui_scripts", {}))


def saves_data() -> bool:
    """Whether the browser or the person asked for fewer bytes."""
    return request.cookies.get(DATA_SAVER_COOKIE) == "on" or request.headers.get("Save-Data", "").lower() == "on"


def init_app(app: Flask) -> None:
    """Put the functions where templates find them; harmless answers stand in for what the roof knows better."""
    app.extensions["ui_manifest"] = read_manifest(Path(app.config["BUILD"]))
    app.jinja_env.globals.update(
        asset=asset,
        csrf_field=csrf_field,
        needed_scripts=needed_scripts,
        needs_script=needs_script,
        saves_data=saves_data,
        site_path=site_path,
        with_query=with_query,
    )
    # The short names of ``lms.core.i18n`` mean the same in templates.
    app.jinja_env.globals.update(n_=app.jinja_env.globals["ngettext"], p_=app.jinja_env.globals["pgettext"])
    for name, answer in {
        "service_name": lambda: "Sabak",
        "help_line": lambda: None,
        "partners": list,
        "is_demonstration": lambda: False,
        "last_day": lambda: None,
        "current_account": None,
    }.items():
        app.jinja_env.globals.setdefault(name, answer)
