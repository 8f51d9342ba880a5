"""Demonstration or real: a database is one or the other from its first migration and never changes kind."""

from datetime import datetime

from flask import Flask
from sqlalchemy import CheckConstraint, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.extensions import db
from lms.core.models import Base

DEMONSTRATION = "demonstration"
REAL = "real"


class Installation(Base):
    __tablename__ = "installation"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("kind in ('demonstration', 'real')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    kind: Mapped[str]
    created_at: Mapped[datetime]


def is_begun() -> bool:
    """Whether the database was ever migrated."""
    return inspect(db.engine).has_table(Installation.__tablename__)


def kind_of_database() -> str:
    """``demonstration`` or ``real``. Raises NoResultFound on a database that was never migrated."""
    return db.session.scalars(select(Installation.kind)).one()


def began_at() -> datetime:
    """When the database was made."""
    return db.session.scalars(select(Installation.created_at)).one()


def is_demonstration(app: Flask) -> bool:
    """Asked on every page, so the answer is kept: a database never changes kind."""
    kept = app.extensions.get("sabak_is_demonstration")
    if kept is None:
        kept = app.extensions["sabak_is_demonstration"] = kind_of_database() == DEMONSTRATION
    return bool(kept)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["is_demonstration"] = lambda: is_demonstration(app)
