"""Where questions are used, what they were, and which questions of other modules somebody may read with their keys."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from lms.accounts.models import Account, Role
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, EditionQuestion, TrainingModule
from lms.catalogue.queries import document_of, modules_on_shelf, modules_written_by
from lms.core.extensions import db
from lms.enrolments.queries import unpassed_modules
from lms.questions.documents import Question
from lms.questions.models import BankQuestion, QuestionVersion

#: Module and key that the identity of a question hangs on.
Owner = tuple[str, str]


@dataclass(frozen=True)
class Use:
    """A module that holds a question: under which key, in which editions, and whether its draft does."""

    slug: str
    code: str
    key: str
    editions: tuple[int, ...] = ()
    in_draft: bool = False


@dataclass
class Version:
    """A question exactly as it was, with the editions that hold it, oldest first."""

    document_hash: str
    document: str
    created_at: datetime
    held: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The module that published it."""
        return self.held[0][0]


def uses_of(owners: Iterable[Owner]) -> dict[Owner, list[Use]]:
    """Modules whose editions hold these questions, in the order of slugs."""
    found: dict[Owner, dict[tuple[str, str, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for owner, key, slug, code, number in _pinned(owners):
        found[owner][slug, code, key].append(number)
    return {
        owner: [Use(*names, editions=tuple(numbers)) for names, numbers in uses.items()]
        for owner, uses in found.items()
    }


def _pinned(owners: Iterable[Owner]) -> list[tuple[Owner, str, str, str, int]]:
    condition = _is_one_of(owners)
    if condition is None:
        return []
    query = (
        select(
            BankQuestion.module_slug,
            BankQuestion.key,
            EditionQuestion.question_key,
            TrainingModule.slug,
            TrainingModule.code,
            Edition.number,
        )
        .join(EditionQuestion, EditionQuestion.question_id == BankQuestion.id)
        .join(Edition, Edition.id == EditionQuestion.edition_id)
        .join(TrainingModule, TrainingModule.id == Edition.module_id)
        .where(condition)
        .order_by(TrainingModule.slug, Edition.number)
    )
    return [
        ((owner, name), key, slug, code, number) for owner, name, key, slug, code, number in db.session.execute(query)
    ]


def _is_one_of(owners: Iterable[Owner]) -> ColumnElement[bool] | None:
    keys: dict[str, set[str]] = defaultdict(set)
    for slug, key in owners:
        keys[slug].add(key)
    conditions = [and_(BankQuestion.module_slug == slug, BankQuestion.key.in_(names)) for slug, names in keys.items()]
    return or_(*conditions) if conditions else None


def drafts_with(owner: Owner) -> list[Use]:
    """Drafts that hold a question: the owner's, and those of modules that have taken it."""
    slug_of_owner, key_of_owner = owner
    origin = f"{slug_of_owner}/{key_of_owner}"
    says_so = Draft.document.contains(f'"origin":"{origin}"', autoescape=True)
    query = (
        select(Draft.document, TrainingModule.slug, TrainingModule.code)
        .join(TrainingModule, TrainingModule.id == Draft.module_id)
        .where(or_(says_so, TrainingModule.slug == slug_of_owner))
        .order_by(TrainingModule.slug)
    )
    return [
        Use(slug, code, question.key, in_draft=True)
        for text, slug, code in db.session.execute(query)
        for question in module_from_json(text).questions
        if question.origin == origin or (slug == slug_of_owner and question.key == key_of_owner)
    ]


def everywhere(owner: Owner) -> list[Use]:
    """Every module that holds a question: by its editions, its draft or both."""
    found = {(use.slug, use.key): use for use in uses_of([owner]).get(owner, ())}
    for use in drafts_with(owner):
        known = found.get((use.slug, use.key), use)
        found[use.slug, use.key] = Use(use.slug, use.code, use.key, known.editions, in_draft=True)
    return sorted(found.values(), key=lambda use: (use.slug, use.key))


def published_versions(owner: Owner) -> list[Version]:
    """Every version of a question that an edition was published with, oldest first."""
    query = (
        select(QuestionVersion, TrainingModule.slug, TrainingModule.code, Edition.number)
        .join(BankQuestion, BankQuestion.id == QuestionVersion.question_id)
        .join(
            EditionQuestion,
            and_(
                EditionQuestion.question_id == QuestionVersion.question_id,
                EditionQuestion.document_hash == QuestionVersion.document_hash,
            ),
        )
        .join(Edition, Edition.id == EditionQuestion.edition_id)
        .join(TrainingModule, TrainingModule.id == Edition.module_id)
        .where(BankQuestion.module_slug == owner[0], BankQuestion.key == owner[1])
        .order_by(Edition.published_at, Edition.id)
    )
    found: dict[str, Version] = {}
    for version, *place in db.session.execute(query):
        name = version.document_hash
        known = found.setdefault(name, Version(name, version.document, version.created_at))
        known.held.append(tuple(place))  # type: ignore[arg-type]
    return list(found.values())


def known_owners(owners: Iterable[Owner]) -> set[Owner]:
    """Those of these questions that some edition has."""
    return {owner for owner, *_rest in _pinned(owners)}


def modules_to_read(actor: Account) -> list[TrainingModule]:
    """Published modules whose questions somebody may read with their keys.

    Trainers may, as far as their role goes; but nobody reads the key of a test that he or she has still to pass. Who
    writes a module knows its keys anyway.
    """
    barred = unpassed_modules(actor.person_id) - modules_written_by(actor.id)
    return [
        module
        for module in modules_on_shelf()
        if module.id not in barred and actor.holds_for(module.slug, Role.TRAINER)
    ]


@dataclass(frozen=True)
class Offered:
    """A question that can be taken: the module that owns it, and its text as the shelf has it."""

    module: TrainingModule
    document: ModuleDocument
    question: Question

    @property
    def origin(self) -> str:
        return f"{self.module.slug}/{self.question.key}"


def offered_to(actor: Account, slug: str) -> Sequence[Offered]:
    """Questions of other modules that somebody may take into this one. Those that are borrowed there are offered by
    their owner alone.
    """
    found = []
    for module in modules_to_read(actor):
        if module.slug != slug and module.current_edition_id is not None:
            document = document_of(module.current_edition_id)
            found += [Offered(module, document, one) for one in document.questions if one.origin is None]
    return found


def offered(actor: Account, slug: str, owner: Owner) -> Offered | None:
    """One of them; None if it is not there, or not for this person."""
    return next((one for one in offered_to(actor, slug) if (one.module.slug, one.question.key) == owner), None)
