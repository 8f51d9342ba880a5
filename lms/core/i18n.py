"""Words. The only door to gettext, and the three languages of the house.

``_`` while a request (or ``speaking``) runs, ``_l`` at import time, ``n_`` for counts, ``p_`` with a context.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any
from urllib.parse import quote

from babel.support import Translations
from flask import Flask, current_app, g, has_app_context, has_request_context, request, url_for
from flask_babel import LazyString, force_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept

from lms.core.extensions import babel

__all__ = [
    "LANGUAGES",
    "NATIVE_NAMES",
    "UNBROKEN",
    "_",
    "_l",
    "in_language",
    "language",
    "n_",
    "p_",
    "speaking",
    "whole",
]

#: In the fixed order in which they are shown.
LANGUAGES = ("ky", "ru", "en")
NATIVE_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}
DEFAULT_LANGUAGE = "ky"
LANGUAGE_COOKIE = "language"

#: ``text.translate(UNBROKEN)`` keeps a day on one line; Kyrgyz joins its parts with hyphens.
UNBROKEN = {ord(" "): "\N{NO-BREAK SPACE}", ord("-"): "\N{NON-BREAKING HYPHEN}"}

#: Where a line would tear a number from its sign (№ 16) or from its ending (1566-резолюция).
_TORN = re.compile(r"№ (?=\d)|(?<=\d)-(?=[а-яёңөү])")

#: A text in the three languages.
Words = Mapping[str, str]


def whole(text: str) -> str:
    """The text, with its numbers kept on one line with what belongs to them."""
    return _TORN.sub(lambda found: found[0].translate(UNBROKEN), text)


def language() -> str:
    """The language of this page; before there is an application, that of the source texts."""
    if not has_app_context():
        return "en"
    # A page asks some sixty times: past the proxy this takes a tenth of the time.
    return vars(g._get_current_object()).get("language", "en")  # noqa: SLF001


def _(message: str, **values: object) -> str:
    """The text in the language of this page, with its named places filled."""
    text = _words().gettext(message)
    return _filled(text, values) if values else text


def _l(message: str, **values: object) -> LazyString:
    """The same, asked for when it is shown: for texts that are named before there is a page."""
    return LazyString(_, message, **values)


def n_(one: str, many: str, number: int, **values: object) -> str:
    """The form that fits the number, which is ``num`` in the text."""
    return _filled(_words().ngettext(one, many, number), {"num": number, **values})


def p_(context: str, message: str, **values: object) -> str:
    """A text whose meaning depends on where it stands."""
    text = _words().pgettext(context, message)
    return _filled(text, values) if values else text


def _filled(text: str, values: Mapping[str, object]) -> str:
    """The text with its named places filled. A Russian day ends with «г.», and a sentence needs no second stop."""
    return (text % values).replace("\N{NO-BREAK SPACE}г..", "\N{NO-BREAK SPACE}г.")


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
    return [(code, NATIVE_NAMES[code], _here_in(code)) for code in LANGUAGES]


def _here_in(code: str) -> str:
    """A page whose path begins with its language keeps the rest.

    One that was not found, or that cannot be asked for (only sent to), leads to the front page.
    """
    if request.url_rule is not None and "GET" not in (request.url_rule.methods or ()):
        return f"{request.script_root}/{code}/"
    if "language" in (g.get("path_values") or {}):
        query = request.query_string.decode("ascii", errors="ignore")
        return f"{request.script_root}/{code}{quote(request.path[3:])}{'?' if query else ''}{query}"
    if request.endpoint is None or request.path.startswith(tuple(f"/{known}/" for known in LANGUAGES)):
        return f"{request.script_root}/{code}/"
    return url_for(request.endpoint, **{**(request.view_args or {}), "language": code})


def _words() -> NullTranslations:
    """The catalogue of this page; before there is an application, the source texts."""
    return catalogue(str(current_app.config["TRANSLATIONS"]), language()) if has_app_context() else NullTranslations()


@lru_cache
def catalogue(folder: str, code: str) -> NullTranslations:
    """The words of one language, read once in each process. English is the source and has no file."""
    return Translations.load(folder, [code])


def speak_in_templates(app: Flask) -> None:
    """Templates ask the catalogue itself: a page asks a hundred times, and the way through the extensions is long.

    As in Jinja's own functions every text is a format string, and values are escaped where the template escapes.
    """
    folder, environment = str(app.config["TRANSLATIONS"]), app.jinja_env

    def filled(text: str, values: dict[str, Any], escapes: EvalContext) -> str:
        return _filled(Markup(text) if escapes.autoescape else text, values)

    @pass_eval_context
    def say(escapes: EvalContext, message: str, **values: Any) -> str:
        words = catalogue(folder, language())
        if values or not escapes.autoescape:
            return filled(words.gettext(message), values, escapes)
        kept = words.__dict__.setdefault("kept", {})
        if message not in kept:
            kept[message] = filled(words.gettext(message), {}, escapes)
        return kept[message]

    @pass_eval_context
    def count(escapes: EvalContext, one: str, many: str, number: int, **values: Any) -> str:
        text = catalogue(folder, language()).ngettext(one, many, number)
        return filled(text, {"num": number, **values}, escapes)

    @pass_eval_context
    def say_of(escapes: EvalContext, context: str, message: str, **values: Any) -> str:
        return filled(catalogue(folder, language()).pgettext(context, message), values, escapes)

    @pass_eval_context
    def count_of(escapes: EvalContext, context: str, one: str, many: str, number: int, **values: Any) -> str:
        text = catalogue(folder, language()).npgettext(context, one, many, number)
        return filled(text, {"num": number, **values}, escapes)

    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # (given by Jinja's i18n extension)
    environment.globals.update({"_": say, "gettext": say, "ngettext": count, "pgettext": say_of, "npgettext": count_of})


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
        language=language,
        language_links=language_links,
        in_language=in_language,
        LANGUAGES=LANGUAGES,
        NATIVE_NAMES=NATIVE_NAMES,
    )


#: Prefix of every blueprint whose pages speak a language.
PREFIX = "/<any(ky,ru,en):language>"
