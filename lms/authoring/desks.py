"""A module on somebody's desk: its row, its draft and the document in it."""

from dataclasses import dataclass

from lms.authoring.models import Review, ReviewState
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft, Edition, ModuleState, TrainingModule
from lms.core.i18n import LANGUAGES


@dataclass(frozen=True)
class Desk:
    """What the pages of the studio work on. ``review`` is the newest round, whatever became of it."""

    module: TrainingModule
    draft: Draft
    document: ModuleDocument
    is_author: bool
    #: Whether the person is an author or was one.
    has_written: bool
    review: Review | None
    #: The edition on the shelf, if there is one.
    edition: Edition | None

    @property
    def id(self) -> object:
        """Of the module, for the log of refusals."""
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug

    @property
    def status(self) -> str:
        """A word of the component ``tag``: where the text stands on its way."""
        return status_of(self.module, self.draft, self.review, self.edition)

    @property
    def title(self) -> dict[str, str]:
        """In three languages; where one is missing, the source language stands in."""
        words = self.document.title
        chief = words.get(self.document.source_language) or self.slug
        return {code: words.get(code) or chief for code in LANGUAGES}


def status_of(module: TrainingModule, draft: Draft, review: Review | None, edition: Edition | None) -> str:
    """``retired``, ``in_review``, ``approved``, ``changes_needed``, ``published`` or ``draft``."""
    if module.state is ModuleState.RETIRED:
        return "retired"
    if edition is not None and edition.document_hash == draft.document_hash:
        return "published"
    if review is not None:
        words = {
            ReviewState.OPEN: "in_review",
            ReviewState.APPROVED: "approved",
            ReviewState.RETURNED: "changes_needed",
        }
        if review.state is ReviewState.RETURNED or review.document_hash == draft.document_hash:
            return words.get(review.state, "draft")
    return "draft"


@dataclass(frozen=True)
class Pack:
    """What is published of a module for whoever leads a group with it."""

    module: TrainingModule
    edition: Edition
    document: ModuleDocument

    @property
    def id(self) -> object:
        """Of the module, for the log of refusals."""
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug
