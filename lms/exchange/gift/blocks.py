"""A GIFT file cut into questions: what stands between blank lines, with the comments in it and the category above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$", re.IGNORECASE)
_TAG = re.compile(r"\[(id|tag):((?:\\\]|[^\]])*)\]")
#: Moodle's names for where a tree of categories hangs; they say nothing of the question.
_ROOTS = re.compile(r"^\s*(?:\$(?:course|module|system|cat\d+)\$\s*/?\s*)?(?:top(?:/|$))?\s*")


@dataclass
class Block:
    """One question. ``line`` is its first line that is no comment; ``text`` its lines without comments."""

    line: int
    category: str
    lines: list[str] = field(default_factory=list)
    id: str = ""
    tags: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def blocks_of(text: str) -> Iterator[Block]:
    """Every block that has more than comments."""
    category, block = "", Block(0, "")
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        stripped = line.strip()
        found = _CATEGORY.match(line) if not block.lines else None
        if stripped.startswith("//"):
            _take_comment(block, stripped)
            if block.lines:
                block.lines.append(" ")
        elif found or not stripped:
            if block.lines:
                yield block
            category = category_of(found[1]) if found else category
            block = Block(0, category)
        else:
            block.line = block.line or number
            block.lines.append(line)


def category_of(written: str) -> str:
    """``$course$/top/Threshold/Intent`` is ``Threshold/Intent`` here."""
    return " ".join(_ROOTS.sub("", written).split())


def _take_comment(block: Block, comment: str) -> None:
    """Moodle writes ``// [id:…] [tag:…]`` above a question; the first id counts."""
    for name, value in _TAG.findall(comment):
        text = value.replace("\\]", "]").strip()
        if name == "tag" and text:
            block.tags.append(text)
        elif name == "id" and not block.id:
            block.id = text
