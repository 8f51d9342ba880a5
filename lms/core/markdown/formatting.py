"""The one spelling of a text: `- ` before items, `**` around strong words, one empty line between blocks …

It never changes what a text says: whatever would is left as the author spelt it. Formatted again it stays the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from lms.core.markdown.blocks import Cut, box_line, cut, inline_meaning, is_closed
from lms.core.markdown.parsing import canonical

#: How often a text is written anew until it stays the same; more than twice was never seen.
MOST_ROUNDS = 4
HARD_BREAK = re.compile(r" {2,}$", re.MULTILINE)
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
UNDERSCORED = re.compile(r"(?<![\w*_\\])(?P<mark>__?)(?=[^\s_])(?P<words>[^_\n]*[^\s_\\])(?P=mark)(?![\w*_])")
#: Backslashes that other programs put in to be safe. Before `<`, `~`, `&`, a backtick and `|` they are left.
ESCAPED = re.compile(r"\\(?=[_*\[\]()!@.\-+#=:>\"'])")
NUMBERED_START = re.compile(r"\s*\d*\Z")
ALIGNED = {"text-align:right": "---:", "text-align:center": ":---:"}
TICKS = re.compile(r"`+")


def format_text(text: str) -> str:
    """The text in its one spelling, with one line end after it."""
    start = canonical(text)
    before = start
    for _round in range(MOST_ROUNDS):
        after = _written(before)
        if after == before:
            return after
        before = after
    return start


def join(sources: Sequence[str]) -> str:
    """A text of these blocks."""
    return "\n\n".join(sources) + "\n"


def _written(text: str) -> str:
    whole = cut(text)
    after = join([format_block(whole, number) for number in range(len(whole.blocks))])
    return after if cut(after).meaning == whole.meaning else text


def format_block(whole: Cut, number: int) -> str:
    """One block of a text in its one spelling."""
    block, env = whole.blocks[number], whole.env
    before = whole.blocks[number - 1] if number else None
    if not is_closed(block):
        return block.source
    node = SyntaxTreeNode(block.tokens).children[0]
    after = _Writing(env).one(node, follows=before.tokens[0].type if before else "")
    said = cut(after, env).meaning
    return after if said == (block.meaning,) else block.source


class _Writing:
    """Writes nodes of one text; method names are the library's kinds of nodes."""

    def __init__(self, env: Mapping[str, Any]) -> None:
        self.env = env

    def one(self, node: SyntaxTreeNode, *, follows: str = "") -> str:
        if node.type in {"bullet_list", "ordered_list"}:
            return self.list_of_items(node, is_second=follows == f"{node.type}_open")
        write: Callable[[SyntaxTreeNode], str] = getattr(self, node.type)
        return write(node)

    def all(self, nodes: Sequence[SyntaxTreeNode], *, between: str = "\n\n") -> str:
        written: list[str] = []
        follows = ""
        for node in nodes:
            written.append(self.one(node, follows=follows))
            follows = f"{node.type}_open"
        return between.join(written)

    def heading(self, node: SyntaxTreeNode) -> str:
        return f"{'#' * int(node.tag[1])} {self.inline(node)}".rstrip()

    def paragraph(self, node: SyntaxTreeNode) -> str:
        return self.inline(node)

    def inline(self, node: SyntaxTreeNode) -> str:
        return spelled(node.children[0].content, self.env) if node.children else ""

    def hr(self, node: SyntaxTreeNode) -> str:
        return "---"

    def fence(self, node: SyntaxTreeNode) -> str:
        longest = max((len(run) for run in TICKS.findall(node.content)), default=0)
        mark = "`" * max(3, longest + 1)
        return f"{mark}{node.info.strip()}\n{node.content}{'' if node.content.endswith(chr(10)) else chr(10)}{mark}"

    def code_block(self, node: SyntaxTreeNode) -> str:
        return self.fence(node)

    def blockquote(self, node: SyntaxTreeNode) -> str:
        return _prefixed(self.all(node.children), "> ", "> ")

    def list_of_items(self, node: SyntaxTreeNode, *, is_second: bool) -> str:
        """Two lists after each other have different marks; else they would become one."""
        is_tight = not any(
            part.type == "paragraph" and not part.hidden for item in node.children for part in item.children
        )
        number = int(node.attrs.get("start", 1))
        written = []
        for item in node.children:
            mark = ("* " if is_second else "- ") if node.type == "bullet_list" else f"{number}{').'[not is_second]} "
            body = self.all(item.children, between="\n" if is_tight else "\n\n")
            written.append(_prefixed(body, mark, " " * len(mark)))
            number += 1
        return ("\n" if is_tight else "\n\n").join(written)

    def table(self, node: SyntaxTreeNode) -> str:
        rows = [row for part in node.children for row in part.children]
        lines = ["|" + "|".join(f" {self.cell(cell)} " for cell in row.children) + "|" for row in rows]
        marks = [ALIGNED.get(str(cell.attrs.get("style", "")), "---") for cell in rows[0].children]
        return "\n".join([lines[0], f"|{'|'.join(marks)}|", *lines[1:]])

    def cell(self, node: SyntaxTreeNode) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", self.inline(node))

    def container_box(self, node: SyntaxTreeNode) -> str:
        body = self.all(node.children)
        return f"{node.markup} {box_line(node.info)}\n{body}{chr(10) if body else ''}{node.markup}"

    def footnote_reference(self, node: SyntaxTreeNode) -> str:
        return _prefixed(self.all(node.children), f"[^{node.meta['label']}]: ", "    ")

    def definition(self, node: SyntaxTreeNode) -> str:
        title = node.meta["title"].replace("\\", "\\\\").replace('"', '\\"')
        after = f' "{title}"' if title else ""
        return f"[{node.meta['label']}]: <{node.meta['url']}>{after}"


def _prefixed(text: str, first: str, others: str) -> str:
    """The lines behind a mark; empty lines get no spaces at their end."""
    lines = text.split("\n")
    return "\n".join([(first + lines[0]).rstrip(), *((others + line).rstrip() for line in lines[1:])])


def spelled(text: str, env: Mapping[str, Any]) -> str:
    """Words with their markup in their one spelling. Nothing is taken over that would say something else."""
    said = inline_meaning(text, env)
    for change in (_broken, _starred):
        after = change(text)
        if after != text and inline_meaning(after, env) == said:
            text = after
    return _unescaped(text, env)


def _broken(text: str) -> str:
    return TRAILING.sub("", HARD_BREAK.sub(lambda found: "\\" if found.end() < len(text) else "", text))


def _starred(text: str) -> str:
    return UNDERSCORED.sub(lambda found: f"{'*' * len(found['mark'])}{found['words']}{'*' * len(found['mark'])}", text)


def _unescaped(text: str, env: Mapping[str, Any]) -> str:
    """Without the backslashes that change nothing; one at the start of a line may keep a list from beginning there."""
    places = [found.start() for found in ESCAPED.finditer(text) if not _begins_line(text, found.start())]
    if not places:
        return text
    said = inline_meaning(text, env)
    without = "".join(letter for place, letter in enumerate(text) if place not in set(places))
    if inline_meaning(without, env) == said:
        return without
    for place in reversed(places):
        shorter = text[:place] + text[place + 1 :]
        if inline_meaning(shorter, env) == said:
            text = shorter
    return text


def _begins_line(text: str, place: int) -> bool:
    return NUMBERED_START.match(text, text.rfind("\n", 0, place) + 1, place) is not None
