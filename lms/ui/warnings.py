"""What somebody has to see to although nobody asked: rooms say it, the home page of an area shows it.

A warning stays until its cause is gone; it is worked out anew whenever the page is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class StandingWarning:
    """One sentence, and the page where something can be done."""

    text: str
    url: str
    link: str


Look = Callable[[], StandingWarning | None]


def add_warning(app: Flask, look: Look) -> None:
    """``look`` is asked whenever the page of administration is drawn; None where all is well."""
    app.extensions.setdefault("ui_warnings", []).append(look)


def standing_warnings() -> list[StandingWarning]:
    found = [look() for look in current_app.extensions.get("ui_warnings", ())]
    return [warning for warning in found if warning is not None]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["standing_warnings"] = standing_warnings
