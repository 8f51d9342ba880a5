"""Who runs this service and what its fixed pages say, read from ``content/site.yaml`` and ``content/site/``.

What is not known is ``None`` and shown as absent; nothing is made up. A file is read again when it has changed.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, TypeVar

import msgspec
import yaml
from flask import current_app, has_request_context, request
from markdown_it import MarkdownIt
from markupsafe import Markup, escape  # noqa: TID251  (made by markdown-it with HTML switched off)

Words = dict[str, str]
Read = TypeVar("Read")


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """Immutable, and refuses unknown keys, so that a slip of the pen is found."""


class Body(Known, frozen=True):
    name: Words


class DataController(Known, frozen=True):
    """The holder of the data in the sense of Law No. 58 of 14 April 2008."""

    name: Words
    email: str | None = None
    phone: str | None = None
    address: Words | None = None


class Support(Known, frozen=True):
    email: str | None = None
    phone: str | None = None
    hours: Words | None = None


class HelpLine(Known, frozen=True):
    """A number that was called on the day given."""

    name: Words
    phone: str
    confirmed_on: date
    hours: Words | None = None


class Partner(Known, frozen=True):
    name: Words
    role: Words | None = None
    link: str | None = None


class Signatory(Known, frozen=True):
    """Signs certificates from one day to another."""

    name: Words
    position: Words
    institution: str | None = None
    start: date | None = None
    end: date | None = None


class Output(Known, frozen=True):
    code: str
    name: Words


class Figure(Known, frozen=True):
    key: str
    value: int
    at_least: bool
    name: Words


class InterimResults(Known, frozen=True):
    note: Words
    source: str
    figures: tuple[Figure, ...]


class Project(Known, frozen=True):
    title: Words
    fund: Words
    fund_code: str
    start: str
    end: str
    outcome: Words
    outputs: tuple[Output, ...]
    source: str
    number: str | int | None = None
    gender_marker: int | None = None
    interim_results: InterimResults | None = None


class Statistics(Known, frozen=True):
    """How many there must be before figures about questions are told; ``attempts`` is never below thirty."""

    attempts: int = 30
    #: Two groups are compared from so many people in the smaller one, and so many in both.
    smaller_group: int = 100
    both_groups: int = 250


#: States of a translated text.
Publishable = Literal["missing", "outdated", "machine-draft", "translated", "legally-checked", "approved"]
ALL_BUT_MISSING: tuple[Publishable, ...] = ("outdated", "machine-draft", "translated", "legally-checked", "approved")


class Publication(Known, frozen=True):
    """Which states of translated texts may be published, by language. Drafts of a machine and outdated texts always
    say so on the page.
    """

    ky: tuple[Publishable, ...] = ALL_BUT_MISSING
    ru: tuple[Publishable, ...] = ALL_BUT_MISSING
    en: tuple[Publishable, ...] = ALL_BUT_MISSING

    @property
    def policy(self) -> dict[str, frozenset[str]]:
        return {"ky": frozenset(self.ky), "ru": frozenset(self.ru), "en": frozenset(self.en)}


class Site(Known, frozen=True):
    """``site.yaml`` as a whole."""

    name: Words
    short_name: Words
    purpose: Words
    project: Project
    issuer: Body | None = None
    data_controller: DataController | None = None
    support: Support | None = None
    help_line: HelpLine | None = None
    partners: tuple[Partner, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    emblem: str | None = None
    disclaimer: Words | None = None
    #: The last day of the service itself.
    closes_on: date | None = None
    statistics: Statistics = Statistics()
    publication: Publication = Publication()
    format: int = 1

    def signatories_on(self, day: date) -> list[Signatory]:
        """Who signs on this day."""
        return [s for s in self.signatories if (not s.start or s.start <= day) and (not s.end or day <= s.end)]


class SiteText(msgspec.Struct, frozen=True):
    """A fixed page or a consent in one language. ``hash`` is the SHA-256 of the file: what a person agreed to."""

    name: str
    language: str
    title: str
    version: str
    html: Markup
    hash: str
    #: Consents only: what for (``study``, ``messages``, ``evaluation``), and the words beside the tick box.
    purpose: str | None = None
    label: str | None = None


class UnreadableText(Exception):
    """A text has no front matter, or its front matter lacks a title or a version."""


_kept: dict[Path, tuple[int, Any]] = {}
_lock = Lock()


def site() -> Site:
    """Facts about the service and the project. Raises ``msgspec.ValidationError`` naming the place that is wrong."""
    kept: dict[str, Any] = request.environ if has_request_context() else {}
    if "sabak.site" not in kept:  # every page asks several times; the file is looked at once
        kept["sabak.site"] = kept_fresh(current_app.config["CONTENT"] / "site.yaml", read_site)
    found: Site = kept["sabak.site"]
    return found


def read_site(path: Path) -> Site:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Site)


def site_text(name: str, language: str) -> SiteText:
    """A text of ``content/site`` in one language. Raises FileNotFoundError or ``UnreadableText``."""
    return kept_fresh(current_app.config["CONTENT"] / "site" / f"{name}.{language}.md", read_site_text)


def read_site_text(path: Path) -> SiteText:
    name, language, _ending = path.name.split(".")
    content = path.read_bytes()
    facts, body = split_front_matter(content.decode("utf-8"))
    try:
        return SiteText(
            name=name,
            language=language,
            title=str(facts["title"]),
            version=str(facts["version"]),
            html=Markup(_markdown().render(body, {"title": str(facts["title"])})),  # noqa: S704  (as above)
            hash=hashlib.sha256(content).hexdigest(),
            purpose=facts.get("purpose"),
            label=facts.get("label"),
        )
    except KeyError as error:
        message = f"{path.name} has no {error} in its front matter."
        raise UnreadableText(message) from error


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The YAML between two lines of three dashes, and what follows. Raises ``UnreadableText``."""
    if not text.startswith("---\n") or "\n---\n" not in text[3:]:
        message = "The text does not begin with front matter between two lines of three dashes."
        raise UnreadableText(message)
    front, body = text[4:].split("\n---\n", 1)
    facts = yaml.safe_load(front)
    if not isinstance(facts, dict):
        message = "The front matter is not a mapping."
        raise UnreadableText(message)
    return facts, body


def kept_fresh(path: Path, read: Callable[[Path], Read]) -> Read:
    """What ``read`` made of a file of the site data, kept until the file changes."""
    changed = path.stat().st_mtime_ns
    with _lock:
        kept = _kept.get(path)
        if kept is None or kept[0] != changed:
            kept = _kept[path] = (changed, read(path))
    return kept[1]


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with tables; a wide table scrolls in a region of its own, which the keyboard reaches."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _open_table)
    markdown.add_render_rule("table_close", lambda *_arguments: "</table></div>\n")
    return markdown


def _open_table(renderer: Any, tokens: Any, place: int, options: Any, about: Mapping[str, str]) -> str:
    """Named by the heading above it, else by the title of the text."""
    headings = [tokens[at + 1].content for at in range(place) if tokens[at].type == "heading_open"]
    label = escape(headings[-1] if headings else about["title"])
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>\n'
