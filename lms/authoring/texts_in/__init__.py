"""A text that was written elsewhere becomes the text of a lesson: Markdown and Word files."""

from lms.authoring.texts_in.found import FoundText
from lms.authoring.texts_in.pictures import Take
from lms.authoring.texts_in.plain import read_markdown
from lms.authoring.texts_in.word import read_word

__all__ = ["ENDINGS", "FoundText", "read_text"]

WORD = ".docx"
ENDINGS = (".md", ".markdown", WORD)


def read_text(content: bytes, name: str, take: Take | None = None) -> FoundText:
    """What a file with this name holds; ``take`` gets its pictures, which else do not come in. Raises ``Refused``."""
    return read_word(content, take) if name.lower().endswith(WORD) else read_markdown(content)
