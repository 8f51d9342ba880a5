"""What a folder has in Markdown, and the one spelling of it (``lms.core.markdown.formatting``)."""

from collections.abc import Iterator
from pathlib import Path

from lms.authoring.packs.file_reading import front_matter
from lms.core.markdown import format_text


def respelled(folder: Path) -> Iterator[tuple[Path, str]]:
    """Those that are spelt otherwise, each with what should stand in it."""
    for path in (*sorted(folder.glob("lessons/*.md")), *sorted(folder.glob("*.*.md"))):
        text = path.read_text(encoding="utf-8")
        front, body = front_matter(text)
        after = body if front is None else f"---\n{front}\n---\n\n{format_text(body)}"
        if front is not None and after != text:
            yield path, after
