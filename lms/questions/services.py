"""Questions are kept by version: the same document is one version, whoever uses it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.questions.documents import Question, canonical, hash_of
from lms.questions.models import BankQuestion, QuestionVersion
from lms.questions.origins import owner_of

#: Slug of the module that owns a question, and its key there.
Owned = tuple[str, str]


def pin_questions(module_slug: str, questions: Sequence[Question], *, at: datetime) -> list[QuestionVersion]:
    """The stored versions of these documents, in their order, made where they are new. Four statements at most.

    A question that another module owns hangs on the owner's identity, so that its history and its figures are one; the
    owner need not have published it yet, as packages come in any order.
    """
    owned = [owner_of(module_slug, question) for question in questions]
    identities = _identities(owned, at=at)
    names = [(identities[pair].id, hash_of(question)) for pair, question in zip(owned, questions, strict=True)]
    versions = _versions(names)
    for name, question in zip(names, questions, strict=True):
        if name not in versions:
            versions[name] = QuestionVersion(
                question_id=name[0], document_hash=name[1], document=canonical(question).decode(), created_at=at
            )
            db.session.add(versions[name])
    db.session.flush()  # editions point at them
    return [versions[name] for name in names]


def _identities(owned: Iterable[Owned], *, at: datetime) -> dict[Owned, BankQuestion]:
    pairs = set(owned)
    slugs, keys = {slug for slug, _key in pairs}, {key for _slug, key in pairs}
    query = select(BankQuestion).where(BankQuestion.module_slug.in_(slugs), BankQuestion.key.in_(keys))
    found = {(row.module_slug, row.key): row for row in db.session.scalars(query)}
    for slug, key in sorted(pairs):
        if (slug, key) not in found:
            found[slug, key] = BankQuestion(module_slug=slug, key=key, created_at=at)
            db.session.add(found[slug, key])
    db.session.flush()  # a version's foreign key needs the row
    return found


def _versions(wanted: Iterable[tuple[UUID, str]]) -> dict[tuple[UUID, str], QuestionVersion]:
    keys = set(wanted)
    query = select(QuestionVersion).where(
        QuestionVersion.question_id.in_({identity for identity, _name in keys}),
        QuestionVersion.document_hash.in_({name for _identity, name in keys}),
    )
    return {(row.question_id, row.document_hash): row for row in db.session.scalars(query)}
