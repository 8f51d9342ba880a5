"""Questions of the studio to the database."""

from sqlalchemy import select

from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, TrainingModule
from lms.core.extensions import db


def document_to_export(slug: str) -> ModuleDocument | None:
    """The current edition of a module, else its draft."""
    module = db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one_or_none()
    if module is None:
        return None
    if module.current_edition_id is not None:
        query = select(Edition.document).where(Edition.id == module.current_edition_id)
    else:
        query = select(Draft.document).where(Draft.module_id == module.id)
    return module_from_json(db.session.scalars(query).one())
