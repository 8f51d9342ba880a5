"""What earlier rounds of review have answered stands in a new one where nothing has changed that it looks at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.accounts.queries import accounts_alike
from lms.authoring.checklist_queries import all_versions, checklists
from lms.authoring.checklists import Answers, Checklist, answers_of, as_data, may_take
from lms.authoring.models import Review, ReviewKind, ReviewSignature
from lms.authoring.review_queries import newest_signatures
from lms.authoring.touching import still_answered, touches
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.queries import has_written
from lms.core import audit
from lms.core.extensions import db


@dataclass(frozen=True)
class Standing:
    """What stands of a checklist for a text."""

    checklist: Checklist
    signature: ReviewSignature
    answers: Answers

    @property
    def asked_anew(self) -> int:
        """How many lines."""
        return len(self.checklist.items) - len(self.answers)

    @property
    def is_whole(self) -> bool:
        """Whether the signature itself stands."""
        return self.signature.is_approval and not self.asked_anew


def standing_of(module_id: UUID, document: ModuleDocument) -> dict[ReviewKind, Standing]:
    """What earlier rounds have said that still holds for this text; lists that nobody has answered are absent."""
    lists, versions = checklists(), all_versions()
    said = {}
    for kind, signature in newest_signatures(module_id).items():
        changed = touches(module_from_json(signature.review.document or ""), document)
        answered = versions[kind][signature.version]
        answers = still_answered(answers_of(signature), answered, lists[kind], changed)
        said[kind] = Standing(lists[kind], signature, answers)
    return said


def keep_answers(review: Review, document: ModuleDocument, *, may_end: bool, at: datetime) -> None:
    """Put into a new round what earlier ones have said of it.

    ``may_end``: whether the round may be over with that alone. Else human rights are asked again, because something
    is open that somebody has to look at.
    """
    standing = standing_of(review.module_id, document)
    review.kept = {kind.value: as_data(said.answers) for kind, said in standing.items()}
    whole = {kind: said for kind, said in standing.items() if said.is_whole}
    if whole.keys() == set(ReviewKind) and not may_end:
        del whole[ReviewKind.RIGHTS]
    kept: list[ReviewSignature] = []
    for kind, said in whole.items():
        signer = said.signature.reviewer_id
        own = accounts_alike([signer])
        is_behind = review.requested_by_id in own or has_written(review.module_id, signer)
        if not is_behind and may_take(kept, kind, own):
            kept.append(_kept(review, said))
            audit.record(review.requested_by_id, "authoring.review.kept", review, at=at, kind=kind.value)
    db.session.flush()


def _kept(review: Review, said: Standing) -> ReviewSignature:
    """The same decision in the new round, as of the day on which it was made."""
    before = said.signature
    signature = ReviewSignature(
        review=review,
        kind=before.kind,
        reviewer_id=before.reviewer_id,
        role=before.role,
        is_approval=True,
        version=said.checklist.version,
        answers=as_data(said.answers),
        comment=before.comment,
        signed_at=before.signed_at,
        is_kept=True,
    )
    db.session.add(signature)
    return signature
