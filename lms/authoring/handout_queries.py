"""What is published for whoever leads a group."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Account
from lms.authoring.desks import Pack
from lms.catalogue.documents import FACILITATOR
from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import documents_of, modules_on_shelf
from lms.core.extensions import db


def packs_on_shelf() -> list[Pack]:
    """Of all modules that one may start, in the order of their codes."""
    ids = [module.current_edition_id for module in modules_on_shelf() if module.current_edition_id is not None]
    query = select(Edition).where(Edition.id.in_(ids)).options(joinedload(Edition.module, innerjoin=True))
    editions, documents = {edition.id: edition for edition in db.session.scalars(query)}, documents_of(ids)
    found = [Pack(editions[one].module, editions[one], documents[one]) for one in ids]
    return [pack for pack in found if FACILITATOR in pack.document.handouts_by_key]


def pack_of(slug: str, actor: Account) -> Pack | None:
    """That of one module; None where nothing is published for whoever leads a group."""
    query = (
        select(Edition)
        .join(TrainingModule, TrainingModule.current_edition_id == Edition.id)
        .where(TrainingModule.slug == slug)
        .options(joinedload(Edition.module, innerjoin=True))
    )
    edition = db.session.scalars(query).one_or_none()
    document = documents_of([edition.id])[edition.id] if edition is not None else None
    if edition is None or document is None or FACILITATOR not in document.handouts_by_key:
        return None
    return Pack(edition.module, edition, document)
