"""A batch of sheets is made: every sheet with a draw of its own, so that neighbours have different ones."""

import secrets
from datetime import datetime
from uuid import UUID

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition
from lms.catalogue.queries import document_of
from lms.core import audit
from lms.core.codes import new_code
from lms.core.extensions import db
from lms.papers.errors import NothingToAsk
from lms.papers.models import PaperBatch, PaperSheet
from lms.quizzes.drawing import Drawn, draw_first_final, draw_pre_test, other_form
from lms.quizzes.models import AttemptKind

CODE_LENGTH = 10
SEED_BITS = 31


def make_batch(
    edition: Edition, kind: AttemptKind, *, language: str, is_large: bool, count: int, by: UUID, at: datetime
) -> PaperBatch:
    """So many sheets, forms A and B by turns; chance says which comes first. Raises NothingToAsk."""
    batch = PaperBatch(
        module_id=edition.module_id,
        edition_id=edition.id,
        kind=kind,
        language=language,
        is_large=is_large,
        count=count,
        made_by_id=by,
        made_at=at,
    )
    db.session.add(batch)
    document, form = document_of(edition.id), secrets.choice("AB")
    for number in range(1, count + 1):
        db.session.add(_sheet(batch, document, number, form))
        form = other_form(form)
    audit.record(by, "papers.batch.made", batch, at=at, kind=kind.value, sheets=count)
    return batch


def _sheet(batch: PaperBatch, document: ModuleDocument, number: int, form: str) -> PaperSheet:
    seed = secrets.randbits(SEED_BITS)
    drawn = draw(document, batch.kind, form, seed=seed)
    if not drawn:
        raise NothingToAsk
    code = new_code(CODE_LENGTH)
    return PaperSheet(batch=batch, number=number, code=code, form=form, seed=seed, drawn=drawn, answers={}, revision=0)


def draw(document: ModuleDocument, kind: AttemptKind, form: str, *, seed: int) -> Drawn:
    """The questions that the screen would ask for this form and seed."""
    if kind is AttemptKind.PRE_TEST:
        return draw_pre_test(document, form, seed=seed)
    return draw_first_final(document, form, seed=seed)
