"""The links at the top of a page. Rooms say what they offer; the page shows what this person may open.

An ``Area`` is one face of the platform (learning, studio, reports, administration) with at most five links. A
person with several areas sees the links of one and, at the end, a way to the others: never two menus at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString

from lms.core.i18n import language
from lms.core.policy import allows, current_actor

MOST_LINKS = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. Without ``permission`` it is for everybody; ``signed_in`` narrows to (or away from) accounts."""

    label: str | LazyString
    endpoint: str
    permission: str | None = None
    signed_in: bool | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def is_offered(self) -> bool:
        """Whether the person at the page may follow it."""
        if self.signed_in is not None and self.signed_in is not (current_actor() is not None):
            return False
        return self.permission is None or allows(self.permission)

    def address(self) -> str:
        """Its address in the language of the page, worked out once for each."""
        kept: dict[tuple[int, str], str] = current_app.extensions["ui_addresses"]
        name = (id(self), f"{request.script_root} {language()}")
        if name not in kept:
            kept[name] = url_for(self.endpoint, **self.values)
        return kept[name]


@dataclass(frozen=True, slots=True)
class Area:
    """One face of the platform. ``switch_label`` names the way in from another area: "Switch to the studio"."""

    key: str
    switch_label: str | LazyString
    links: tuple[Link, ...]
    permission: str | None = None

    def __post_init__(self) -> None:
        if len(self.links) > MOST_LINKS:
            message = f"The navigation of {self.key} has more than {MOST_LINKS} links."
            raise ValueError(message)

    def is_offered(self) -> bool:
        """Whether the person at the page has this area."""
        return self.permission is None or allows(self.permission)


@dataclass(frozen=True, slots=True)
class Item:
    """A link as drawn."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the header shows: the links of one area, then the ways to the others."""

    items: tuple[Item, ...] = ()
    switches: tuple[Item, ...] = ()


def add_area(app: Flask, area: Area) -> None:
    """Offer an area. The order of calls is the order of preference when a page belongs to none."""
    app.extensions.setdefault("ui_areas", []).append(area)


def leads_here(address: str, path: str, home: str) -> int:
    """How long the match is between a link and the page's path; 0 when it leads elsewhere."""
    if address == path:
        return len(address) + 1
    inside = address != home and path.startswith(address.rstrip("/") + "/")
    return len(address) if inside else 0


def current_navigation() -> Navigation:
    """The navigation of this request, worked out once."""
    known = g.get("ui_navigation")
    if known is None:
        known = g.ui_navigation = work_out(request.path, f"/{language()}/")
    return known


def work_out(path: str, home: str) -> Navigation:
    """The area that owns the page (longest matching link; else the first), its links, and the other areas."""
    offered: list[tuple[Area, list[tuple[Link, str]]]] = []
    for area in current_app.extensions.get("ui_areas", ()):
        if area.is_offered():
            links = [(link, link.address()) for link in area.links if link.is_offered()]
            if links:
                offered.append((area, links))
    if not offered:
        return Navigation()
    matches = [max(leads_here(address, path, home) for _link, address in links) for _area, links in offered]
    best = max(matches)
    chosen = matches.index(best)
    return Navigation(
        items=tuple(
            Item(str(link.label), address, best > 0 and leads_here(address, path, home) == best)
            for link, address in offered[chosen][1]
        ),
        switches=tuple(
            Item(str(area.switch_label), links[0][1]) for place, (area, links) in enumerate(offered) if place != chosen
        ),
    )


def init_app(app: Flask) -> None:
    """Make the navigation known to the layouts."""
    app.extensions.setdefault("ui_areas", [])
    app.extensions["ui_addresses"] = {}
    app.jinja_env.globals["navigation"] = current_navigation
