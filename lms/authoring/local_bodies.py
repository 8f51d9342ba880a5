"""Courts, offices and departments of rayons and cities, made from two short tables of the content folder.

``territories.yaml`` says which rayons and cities there are, ``local-bodies.yaml`` which bodies each has and how they
are called by the official pattern. Together they give lines in the shape of ``institutions.yaml``, and an editor has
some seventy lines to check instead of three thousand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lms.core.i18n import LANGUAGES

Row = dict[str, Any]

GAP = re.compile(r"\{(\w+)\}")
#: Russian adjectives of places: Таласский (район), Таласского (района), Таласская (администрация).
ADJECTIVE = re.compile(r"ский$")


def districts(regions: Sequence[Row], kinds: Sequence[Row]) -> Iterator[Row]:
    """Rayons, cities and city districts with their full names, in the order of the file."""
    patterns = {kind["key"]: kind["name"] for kind in kinds}
    for region in regions:
        for territory in region["territories"]:
            values = values_of(region, territory)
            yield {
                "code": territory["code"],
                "region": region["region"],
                "kind": territory["kind"],
                "name": _names(patterns[territory["kind"]], values),
            }


def institutions(regions: Sequence[Row], bodies: Sequence[Row]) -> Iterator[Row]:
    """The bodies, in the shape of ``institutions.yaml``; their parents stand there."""
    for region in regions:
        for territory in region["territories"]:
            values = values_of(region, territory)
            for body in bodies:
                if body["of"] == territory["kind"]:
                    yield _institution(region["region"], territory, body, values)


def values_of(region: Row, territory: Row) -> dict[str, str]:
    """What may stand in the gaps of a pattern."""
    adjective = territory["adjective"]
    return {
        **{code: territory[code] for code in LANGUAGES},
        "adjective": adjective,
        "adjective_of": ADJECTIVE.sub("ского", adjective),
        "adjective_f": ADJECTIVE.sub("ская", adjective),
        "above": region["above"],
    }


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its gaps filled. Raises KeyError for a gap that has no value."""
    return GAP.sub(lambda gap: values[gap.group(1)], pattern)


def _institution(region: str, territory: Row, body: Row, values: Mapping[str, str]) -> Row:
    return {
        "key": f"{territory['key']}-{body['ending']}",
        "type": body["type"],
        "region": region,
        "district": territory["code"],
        "parent": filled(body["parent"], values) if body["parent"] else None,
        "confirmed": False,
        "names": [{"from": None, "to": None, "name": _names(body["name"], values)}],
    }


def _names(patterns: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {code: filled(patterns[code], values) for code in LANGUAGES}
