"""A question as its module shows it: with its picture, and with the sources of its reasons written out."""

from collections.abc import Callable

from lms.catalogue.citations import source_lines
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.questions.documents import Question
from lms.questions.showing import Cite, Picture, Words, words_of

#: Where a file of the module is shown to whoever reads the page.
MediaUrl = Callable[[MediaFile], str]


def words_in(document: ModuleDocument, question: Question, language: str, media_url: MediaUrl) -> Words:
    """The question in one language, with the picture beside it."""
    return words_of(question, language, _picture(document, question, language, media_url))


def _picture(document: ModuleDocument, question: Question, language: str, media_url: MediaUrl) -> Picture | None:
    file = document.media_by_name.get(question.image.name) if question.image else None
    if file is None or question.image is None or file.analysis:
        return None
    return Picture(media_url(file), question.image.alt.get(language, ""), file.width, file.height)


def citing(document: ModuleDocument, language: str) -> Cite:
    """How the sources of this document are written out, one line each."""
    return lambda references: source_lines(document, references, language)


def citing_in_a_line(document: ModuleDocument, language: str) -> Callable[[tuple[str, ...]], str]:
    """The same for readers of the text: all in one line."""
    cite = citing(document, language)
    return lambda references: "; ".join(cite(references))
