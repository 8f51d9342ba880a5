"""The indicators as ``content/indicators.yaml`` says them, and the sources that the site data name by key."""

from pathlib import Path
from typing import Literal

import msgspec
import yaml
from flask import current_app

from lms.catalogue.documents import Source
from lms.core.i18n import in_language
from lms.core.site import Known, Words, kept_fresh


class Indicator(Known, frozen=True):
    code: str
    output: str
    unit: Literal["people", "per-cent", "points", "percentage-points", "mean", "documents", "events"]
    frequency: Literal["quarter", "half-year", "year"]
    means: Literal["log", "tests", "survey", "follow-up", "review", "documents", "events", "orders"]
    name: Words
    rule: Words
    computed: (
        Literal[
            "trained", "women", "youth", "completion", "gain", "reached-share", "satisfaction", "application", "joint"
        ]
        | None
    ) = None
    #: What it is divided by; a part may have a baseline, a target, milestones and a value of its own.
    parts: tuple[Literal["sex", "band", "group", "profession", "region", "level", "module", "kind"], ...] = ()
    #: The page with what is behind a computed value, below the reports.
    behind: str | None = None
    #: A higher target would invite people to pass questions on.
    no_target_above: int | None = None

    @property
    def title(self) -> str:
        return f"{self.code}. {in_language(self.name)}"


class IndicatorFile(Known, frozen=True):
    indicators: tuple[Indicator, ...]
    format: int = 1


def indicators() -> tuple[Indicator, ...]:
    return kept_fresh(current_app.config["CONTENT"] / "indicators.yaml", _read).indicators


def indicator_of(code: str) -> Indicator | None:
    return next((one for one in indicators() if one.code == code), None)


def source_of(key: str) -> Source | None:
    """One of ``content/sources.yaml``."""
    sources = kept_fresh(current_app.config["CONTENT"] / "sources.yaml", _read_sources)
    return next((one for one in sources if one.key == key), None)


def _read(path: Path) -> IndicatorFile:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), IndicatorFile)


def _read_sources(path: Path) -> tuple[Source, ...]:
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), tuple[Source, ...])
