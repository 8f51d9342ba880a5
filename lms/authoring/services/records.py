"""What packages say beside their documents is kept, so that it leaves again as it came."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from lms.authoring import queries, review_queries
from lms.authoring.models import PackageRecord, WordingWaiver
from lms.authoring.packs.signing import Kept, Papers, Signature, complete
from lms.authoring.wording import kept_in
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft
from lms.core import clock
from lms.core.extensions import db
from lms.questions.documents import hash_of


def keep_papers(draft: Draft, papers: Papers, *, at: datetime) -> None:
    """Signatures on exactly this text, and words that its signers let stand. Signatures on another text are nothing."""
    own = [signature for signature in papers.signatures if signature.document_hash == draft.document_hash]
    _record(draft, own, papers, at=at)
    if complete(own, draft.document_hash) is not None:
        _let_stand(draft.module_id, papers.kept, at=at)


def keep_mark(draft: Draft, mark: str, *, at: datetime) -> None:
    """The package need not be checked again as long as neither it nor the checks change."""
    if mark:
        _record_of(draft, at=at).passed = mark


def keep_notes(draft: Draft, papers: Papers, *, at: datetime) -> None:
    """The same of somebody who is believed nothing else: signatures on this text that are known stay known."""
    _record(draft, None, papers, at=at)


def _record(draft: Draft, signatures: list[Signature] | None, papers: Papers, *, at: datetime) -> None:
    known = queries.package_record(draft.module_id, draft.document_hash)
    if known is not None or signatures or papers.open_questions or papers.findings:
        record = known or _record_of(draft, at=at)
        record.open_questions, record.findings, record.loaded_at = papers.open_questions, papers.findings, at
        if signatures is not None:
            record.signatures = msgspec.to_builtins(signatures)


def _record_of(draft: Draft, *, at: datetime) -> PackageRecord:
    record = queries.package_record(draft.module_id, draft.document_hash)
    if record is None:
        named = {"module_id": draft.module_id, "document_hash": draft.document_hash}
        record = PackageRecord(**named, signatures=[], open_questions="", loaded_at=at)
        db.session.add(record)
    return record


def _let_stand(module_id: UUID, kept: Iterable[Kept], *, at: datetime) -> None:
    known = {waiver.mark for waiver in queries.waivers_of(module_id)}
    for one in kept:
        if one.mark not in known and one.reason.strip():
            db.session.add(
                WordingWaiver(
                    module_id=module_id,
                    mark=one.mark,
                    place=one.place,
                    rule=one.rule,
                    reason=one.reason,
                    asked_at=at,
                    is_accepted=True,
                    decided_at=at,
                )
            )


def ask_about(module_id: UUID, kept: Iterable[Kept], *, by: UUID, at: datetime) -> None:
    """Reasons that came with a package for which nobody here stands: a reviewer is asked."""
    known = {waiver.mark for waiver in queries.waivers_of(module_id)}
    for one in kept:
        if one.mark not in known and one.reason.strip():
            asked = {"mark": one.mark, "place": one.place, "rule": one.rule, "reason": one.reason}
            db.session.add(WordingWaiver(module_id=module_id, asked_by_id=by, asked_at=at, **asked))


def papers_of(document: ModuleDocument, module_id: UUID) -> Papers:
    """What leaves with a document: signatures given here and elsewhere, words that stand, what is open."""
    document_hash = hash_of(document)
    record = queries.package_record(module_id, document_hash)
    signed = {*_signed_here(module_id, document_hash)}
    if record is not None:
        signed |= {msgspec.convert(row, Signature) for row in record.signatures}
    return Papers(
        tuple(sorted(signed, key=lambda one: (one.kind, one.name, one.signed_on, one.role or ""))),
        tuple(kept_in(document, module_id)),
        record.open_questions if record is not None else "",
        record.findings if record is not None else "",
    )


def _signed_here(module_id: UUID, document_hash: str) -> list[Signature]:
    """By reviewers who approved exactly this text. Whoever they are, their names do not leave."""
    given = review_queries.approvals_of(module_id, document_hash)
    numbers = {reviewer: number for number, reviewer in enumerate(dict.fromkeys(one.reviewer_id for one in given), 1)}
    return [
        Signature(
            kind=one.kind.value,
            name=str(numbers[one.reviewer_id]),
            signed_on=clock.local_day(one.signed_at).isoformat(),
            document_hash=document_hash,
            role=one.role.value if one.role is not None else None,
            version=one.version,
        )
        for one in given
    ]
