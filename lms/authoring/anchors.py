"""The paragraph that a comment is about: where it is now, and whether it says something else.

A comment keeps the text as it stood. The same words are found wherever they went; if nobody says them any more, the
paragraph of the same lesson that is most like them is taken, and the comment says that it has changed since.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from lms.authoring.models import ReviewComment
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import texts_at

#: How alike a paragraph must be to be taken for the one that was commented on.
ALIKE = 0.4
BODY = "body"


@dataclass(frozen=True)
class Text:
    """A text of a part in one language."""

    identity: str
    language: str
    words: str


@dataclass(frozen=True)
class Found:
    """What has become of the paragraph; ``now`` is None where it is gone."""

    now: Text | None
    has_changed: bool


def texts_of_part(document: ModuleDocument, part: str, language: str) -> list[Text]:
    """What is said in a part, paragraph by paragraph, in the order of the module."""
    return [
        Text(text.identity, language, text.target) for text in texts_at(document, language, part) if text.target.strip()
    ]


def text_called(document: ModuleDocument, part: str, language: str, identity: str) -> Text | None:
    return next((text for text in texts_of_part(document, part, language) if text.identity == identity), None)


def found_now(document: ModuleDocument, comment: ReviewComment) -> Found | None:
    """Where the paragraph is; None for a comment on a part as a whole."""
    if comment.identity is None or comment.language is None or comment.quote is None:
        return None
    texts = texts_of_part(document, comment.place, comment.language)
    same = [text for text in texts if text.words == comment.quote]
    if same:
        return Found(next((text for text in same if text.identity == comment.identity), same[0]), has_changed=False)
    return Found(_most_like(comment.quote, comment.identity, texts), has_changed=True)


def _most_like(quote: str, identity: str, texts: Iterable[Text]) -> Text | None:
    """Paragraphs have numbers, which move; every other text is known by its name."""
    if f"/{BODY}/" not in identity:
        return next((text for text in texts if text.identity == identity), None)
    candidates = [text for text in texts if f"/{BODY}/" in text.identity]
    matcher = SequenceMatcher(None, "", quote, autojunk=False)
    best, most = None, ALIKE
    for text in candidates:
        matcher.set_seq1(text.words)
        if matcher.quick_ratio() > most and (worth := matcher.ratio()) > most:
            best, most = text, worth
    return best


def found_in(document: ModuleDocument, comments: Iterable[ReviewComment]) -> dict[UUID, Found]:
    """For each comment on a paragraph what has become of it."""
    pairs = ((comment.id, found_now(document, comment)) for comment in comments)
    return {comment_id: found for comment_id, found in pairs if found is not None}


def by_identity(
    document: ModuleDocument, comments: Iterable[ReviewComment], language: str
) -> dict[str, list[ReviewComment]]:
    """The comments of a language under the paragraphs where they are now."""
    under: dict[str, list[ReviewComment]] = {}
    for comment in comments:
        found = found_now(document, comment) if comment.language == language else None
        if found is not None and found.now is not None:
            under.setdefault(found.now.identity, []).append(comment)
    return under
