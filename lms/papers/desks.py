"""What the pages of a trainer work on: a module, a batch of it, a sheet of that."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import document_of
from lms.papers.models import PaperBatch, PaperSheet
from lms.questions.documents import Question


@dataclass(frozen=True)
class PaperDesk:
    """A published module. ``editions``: what can be printed, the one on the shelf first."""

    module: TrainingModule
    editions: tuple[Edition, ...]
    is_author: bool

    @property
    def id(self) -> UUID:
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug


@dataclass(frozen=True)
class BatchAt:
    batch: PaperBatch
    is_author: bool

    @property
    def id(self) -> UUID:
        return self.batch.id

    @property
    def slug(self) -> str:
        return self.batch.module.slug

    @property
    def document(self) -> ModuleDocument:
        return document_of(self.batch.edition_id)


@dataclass(frozen=True)
class Printed:
    """A question as a sheet asks it."""

    number: int
    question: Question
    order: list[str]


@dataclass(frozen=True)
class SheetAt:
    sheet: PaperSheet
    at: BatchAt
    #: The person who has claimed it: for rules, never for a page.
    owner_id: UUID | None

    @property
    def id(self) -> UUID:
        return self.sheet.id

    @property
    def slug(self) -> str:
        return self.at.slug

    @cached_property
    def asked(self) -> list[Printed]:
        return asked_on(self.sheet, self.at.document)


def asked_on(sheet: PaperSheet, document: ModuleDocument) -> list[Printed]:
    """The questions of a sheet in their order."""
    by_key = document.questions_by_key
    return [Printed(number, by_key[key], list(order)) for number, (key, order) in enumerate(sheet.drawn, start=1)]
