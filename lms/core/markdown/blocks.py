"""A text cut into its blocks, and what each of them says, however it is spelt.

Two texts mean the same when their blocks say the same: then every page draws them alike. `formatting` and `merging`
rest on that and never change what a text says.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lms.core.markdown.parsing import ATTRIBUTE, BOX_OPEN, OPENING, new_parser

#: What a block says, to be compared and never to be read.
Meaning = tuple[Any, ...]
CLOSING = re.compile(r"\s*:{3,}\s*$")
CODE = {"code_block": "code", "fence": "code"}
#: Where cells stand anyway.
TO_THE_LEFT = ("style", "text-align:left")
VALUED = {"text", "code_inline", "code_block", "fence", "text_special", "term"}


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list, box … that stands in no other one."""

    source: str
    """As it is spelt, without empty lines around it."""
    meaning: Meaning
    tokens: Sequence[Token] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Cut:
    """A text and its blocks in their order."""

    blocks: Sequence[Block]
    env: Mapping[str, Any]
    """What its links and footnotes refer to."""

    @property
    def meaning(self) -> Meaning:
        return tuple(block.meaning for block in self.blocks)


@cache
def cutter() -> MarkdownIt:
    """A parser that leaves footnotes and addresses of links in the place where they are written."""
    made = new_parser()
    made.disable("footnote_tail")
    made.options["inline_definitions"] = True
    return made


def cut(text: str, known: Mapping[str, Any] | None = None) -> Cut:
    """The blocks of a text; `known` is what the rest of the text lets this one refer to."""
    env: dict[str, Any] = _copied(known or {})
    tokens = cutter().parse(text, env)
    lines = text.split("\n")
    groups = list(_groups(tokens))
    starts = [group[0].map[0] if group[0].map else 0 for group in groups]
    ends = [*starts, len(lines)][1:]
    blocks = [
        Block("\n".join(_trimmed(lines[start:end])), tuple(_said(token, env) for token in group), group)
        for group, start, end in zip(groups, starts, ends, strict=True)
    ]
    return Cut(blocks, env)


def inline_meaning(text: str, env: Mapping[str, Any]) -> Meaning:
    """What words with their markup say, without the block around them."""
    own = _copied(env)
    return tuple(_said(token, own) for token in cutter().parseInline(text, own))


def is_closed(block: Block) -> bool:
    """False for a box whose last line is missing; it then runs to the end of the text."""
    return block.tokens[0].type != BOX_OPEN or CLOSING.match(block.source.rpartition("\n")[2]) is not None


def box_line(info: str) -> str:
    """Name and attributes of a box in their one spelling; what cannot be read stays as it is."""
    found = OPENING.match(info)
    attributes = (found["attributes"] or "") if found else ""
    if found is None or ATTRIBUTE.sub("", attributes).strip():
        return info.strip()
    said = " ".join(f'{name}="{value}"' for name, value in ATTRIBUTE.findall(attributes))
    return f"{found['name']} {{{said}}}" if said else found["name"]


def _copied(env: Mapping[str, Any]) -> dict[str, Any]:
    """Links and footnotes one may refer to, nothing of where they were referred to."""
    footnotes = env.get("footnotes", {}).get("refs", {})
    return {"references": dict(env.get("references", {})), "footnotes": {"refs": dict.fromkeys(footnotes, -1)}}


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def _trimmed(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _said(token: Token, env: Mapping[str, Any]) -> Meaning:
    """Everything of a token that reaches a page."""
    return (
        CODE.get(token.type, token.type),
        token.tag,
        token.nesting,
        tuple(attribute for attribute in token.attrs.items() if attribute != TO_THE_LEFT),
        INFORMED.get(token.type, _nothing)(token.info),
        token.content if token.type in VALUED else "",
        token.hidden,
        _referred(token, env),
        tuple(_said(child, env) for child in token.children or ()),
    )


def _nothing(info: str) -> str:
    return ""


#: What stands behind the mark of a token; of other tokens it says how they are spelt.
INFORMED: Mapping[str, Callable[[str], str]] = {BOX_OPEN: box_line, "fence": str.strip}


def _referred(token: Token, env: Mapping[str, Any]) -> Meaning:
    if token.type == "footnote_ref" and "label" not in token.meta:
        note = env["footnotes"]["list"][token.meta["id"]]
        return tuple(_said(child, env) for child in note["tokens"])
    return tuple((name, str(value)) for name, value in token.meta.items() if name not in {"id", "subId"})
