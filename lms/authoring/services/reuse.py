"""A question of another module comes into a draft, is renewed there, or becomes the draft's own."""

from datetime import datetime
from uuid import UUID

from lms.authoring.editing import reuse
from lms.authoring.services.drafts import save
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft
from lms.core import audit
from lms.questions.documents import Question


def take(
    draft: Draft, document: ModuleDocument, question: Question, owner: ModuleDocument, *, by: UUID, at: datetime
) -> str:
    """Take it with its sources and its picture; says the key it has here. Raises ``SourceDiffers``."""
    changed, key = reuse.taken(document, question, owner)
    save(draft, changed, by=by, what=f"questions:{key}:taken", at=at)
    audit.record(
        by, "authoring.question.taken", draft.module, at=at, key=key, taken_from=f"{owner.slug}/{question.key}"
    )
    return key


def renew(
    draft: Draft,
    document: ModuleDocument,
    key: str,
    question: Question,
    owner: ModuleDocument,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Take the owner's newer text. Raises ``SourceDiffers``."""
    changed = reuse.renewed(document, key, question, owner)
    save(draft, changed, by=by, what=f"questions:{key}:renewed", at=at)


def make_own(draft: Draft, document: ModuleDocument, key: str, *, by: UUID, at: datetime) -> None:
    """Cut the tie to the owner."""
    origin = document.questions_by_key[key].origin
    save(draft, reuse.made_own(document, key), by=by, what=f"questions:{key}:own", at=at)
    audit.record(by, "authoring.question.made_own", draft.module, at=at, key=key, taken_from=origin)
