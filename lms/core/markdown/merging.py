"""What is kept when a text is saved again: a change touches its own block, all others keep every byte."""

from difflib import SequenceMatcher

from lms.core.markdown.blocks import cut
from lms.core.markdown.formatting import format_block, format_text, join
from lms.core.markdown.parsing import canonical


def merge_text(stored: str, sent: str) -> str:
    """The text that was sent, in its one spelling, with the stored spelling of all blocks that say what they said.

    So what a program puts in on its own (spaces in tables, other marks before items, backslashes) is never stored.
    """
    before, after = cut(stored), cut(canonical(sent))
    if before.meaning == after.meaning:
        return stored
    kept: dict[int, str] = {}
    for match in SequenceMatcher(a=before.meaning, b=after.meaning, autojunk=False).get_matching_blocks():
        kept |= {match.b + step: before.blocks[match.a + step].source for step in range(match.size)}
    merged = join([kept.get(number) or format_block(after, number) for number in range(len(after.blocks))])
    return merged if cut(merged).meaning == after.meaning else format_text(sent)
