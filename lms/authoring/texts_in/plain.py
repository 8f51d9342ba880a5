"""Markdown as other programs write it: the title stands in its head or is its first heading."""

import re

from lms.authoring.packs.file_reading import front_matter
from lms.authoring.packs.marked_yaml import Slip, read_yaml
from lms.authoring.texts_in.found import FoundText, as_lesson
from lms.exchange.encodings import decoded

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING_LINE = re.compile(r" {0,3}#{1,6}[ \t]")


def read_markdown(content: bytes) -> FoundText:
    """Raises ``Refused`` for what is no text in UTF-8."""
    front, body = front_matter(decoded(content))
    return as_lesson(_blocks(body), _title_in(front or ""), [])


def _title_in(front: str) -> str:
    try:
        facts = read_yaml(front).data
    except Slip:
        return ""
    title = facts.get("title") if isinstance(facts, dict) else None
    return title if isinstance(title, str) else ""


def _blocks(body: str) -> list[str]:
    """The text cut before and after each heading; what stands in a fence is no heading."""
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        if not fence and _HEADING_LINE.match(line):
            blocks += [[line.strip()], []]
        else:
            blocks[-1].append(line)
    texts = ("\n".join(block).strip("\n") for block in blocks)
    return [text for text in texts if text.strip()]
