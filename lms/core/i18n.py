"""Words. The only door to gettext, and the three languages of the house.

``_`` while a request (or ``speaking``) runs, ``_l`` at import time, ``n_`` for counts, ``p_`` with a context.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as n_
from flask_babel import pgettext as p_
from werkzeug.datastructures import LanguageAccept

from lms.core.extensions import babel

__all__ = ["LANGUAGES", "NATIVE_NAMES", "_", "_l", "in_language", "language", "n_", "p_", "speaking"]

#: In the fixed order in which they are shown.
LANGUAGES = ("ky", "ru", "en")
NATIVE_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}
DEFAULT_LANGUAGE = "ky"
LANGUAGE_COOKIE = "language"

#: A text in the three languages.
Words = Mapping[str, str]


def language() -> str:
    """The language of this page."""
    return str(g.get("language", "en"))


def in_language(words: Words, code: str | None = None) -> str:
    """The text in the given (or the page's) language. All three always exist in what we publish."""
    return words.get(code or language()) or words.get("en", "")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use another language for a while: a mail or a document in the language of its reader."""
    before = g.get("language")
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.language = before or "en"


def preferred_language(accept: LanguageAccept, saved: str | None) -> str:
    """The saved choice, else the browser's, else Kyrgyz."""
    if saved in LANGUAGES:
        return str(saved)
    return accept.best_match(LANGUAGES, default=DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def asked_language() -> str:
    """For pages without a language in their path."""
    chosen = request.args.get("language")
    saved = chosen if chosen in LANGUAGES else request.cookies.get(LANGUAGE_COOKIE)
    return preferred_language(request.accept_languages, saved)


def language_links() -> list[tuple[str, str, str]]:
    """(code, own name, address) of this same page in each language, keeping the query."""
    links = []
    for code in LANGUAGES:
        if request.view_args is not None and "language" in (g.get("path_values") or {}):
            values = {**g.path_values, **request.args.to_dict(flat=False), "language": code}
            address = url_for(request.endpoint or "home.show_home", **values)
        elif request.path.startswith(tuple(f"/{known}/" for known in LANGUAGES)):
            address = f"/{code}/"
        else:
            address = (
                url_for(request.endpoint, **{**(request.view_args or {}), "language": code})
                if (request.endpoint)
                else f"/{code}/"
            )
        links.append((code, NATIVE_NAMES[code], address))
    return links


@lru_cache
def catalogue(folder: str, code: str) -> NullTranslations:
    """The words of one language, read once in each process. English is the source and has no file."""
    return Translations.load(folder, [code])


def speak_in_templates(app: Flask) -> None:
    """Templates ask the catalogue itself: a page asks a hundred times, and the way through the extension is long."""
    folder = str(app.config["TRANSLATIONS"])

    def words() -> NullTranslations:
        return catalogue(folder, language())

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # (given by Jinja's i18n extension)
        lambda message: words().gettext(message),
        lambda one, many, number: words().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, message: words().pgettext(context, message),
        npgettext=lambda context, one, many, number: words().npgettext(context, one, many, number),
    )


def init_app(app: Flask) -> None:
    """Bind Babel and take the language out of every path that carries one."""
    babel.init_app(app, locale_selector=language, default_translation_directories=str(app.config["TRANSLATIONS"]))
    speak_in_templates(app)

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.path_values = dict(values or {})
        if values and "language" in values:
            g.language = values.pop("language")
        elif has_request_context():
            first = request.path.split("/", 2)[1] if request.path.count("/") else ""
            g.language = first if first in LANGUAGES else asked_language()

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = language()

    app.jinja_env.globals.update(
        language=language, language_links=language_links, in_language=in_language, LANGUAGES=LANGUAGES
    )


#: Prefix of every blueprint whose pages speak a language.
PREFIX = "/<any(ky,ru,en):language>"
