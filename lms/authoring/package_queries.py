"""Questions about packages of modules that somebody has sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.authoring.models import PackageState, PackageUpload
from lms.catalogue.models import Draft, TrainingModule
from lms.core.extensions import db


def package_by_id(package_id: UUID) -> PackageUpload:
    """With the document in it. Raises NoResultFound."""
    query = select(PackageUpload).where(PackageUpload.id == package_id).options(undefer(PackageUpload.document))
    return db.session.scalars(query).one()


def package_for_update(package_id: UUID) -> PackageUpload:
    """The same, locked until the request or the work ends."""
    db.session.execute(select(PackageUpload.id).where(PackageUpload.id == package_id).with_for_update())
    return package_by_id(package_id)


def packages_older_than(moment: datetime) -> Sequence[PackageUpload]:
    return db.session.scalars(select(PackageUpload).where(PackageUpload.made_at < moment)).all()


def packages_lying_of(account_id: UUID) -> Sequence[PackageUpload]:
    """What a person has sent that was read and not taken in."""
    lying = (PackageState.READ, PackageState.REFUSED)
    query = select(PackageUpload).where(PackageUpload.made_by_id == account_id, PackageUpload.state.in_(lying))
    return db.session.scalars(query).all()


def draft_named(slug: str, *, is_locked: bool = False) -> Draft | None:
    """The draft of a module with its text; None where there is no such module."""
    query = select(Draft).join(Draft.module).where(TrainingModule.slug == slug).options(undefer(Draft.document))
    if is_locked:
        query = query.with_for_update(of=Draft).execution_options(populate_existing=True)
    return db.session.scalars(query).one_or_none()
