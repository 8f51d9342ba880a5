"""A text that was written elsewhere becomes the text of a lesson: Markdown and Word files."""

from lms.authoring.texts_in.found import FoundText
from lms.authoring.texts_in.plain import read_markdown
from lms.authoring.texts_in.word import read_word

__all__ = ["ENDINGS", "FoundText", "read_text"]

_READERS = {".md": read_markdown, ".markdown": read_markdown, ".docx": read_word}
ENDINGS = tuple(_READERS)


def read_text(content: bytes, name: str) -> FoundText:
    """What a file with this name holds. Raises ``Refused``."""
    ending = next(one for one in ENDINGS if name.lower().endswith(one))
    return _READERS[ending](content)
