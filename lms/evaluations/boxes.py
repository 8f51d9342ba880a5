"""Sealed boxes: what waits there can be read neither in the database nor in a copy of it, and does not tell its time.

A box is written anew and shuffled each time something is put in. Its length is rounded up, so that it does not tell how
much was added. With another ``SECRET_KEY`` what waits is lost; then the box begins empty.
"""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.core.sealing import seal_undated, unseal
from lms.evaluations.models import EvaluationBox, Holds

Content = list[dict[str, Any]]

PURPOSE = "evaluations"
#: Sealed texts are as long as a multiple of this.
STEP = 4096

_chance = secrets.SystemRandom()


def shuffled(things: Collection[Any]) -> list[Any]:
    """In an order that nobody can foretell."""
    return _chance.sample(list(things), len(things))


def look_into(sealed: str | None) -> Content:
    """What waits; nothing if there is no box, or if it can no longer be opened."""
    text = unseal(sealed, purpose=PURPOSE) if sealed else None
    content: Content = json.loads(text) if text else []
    return content


def lock_module(module_id: UUID) -> None:
    """Whoever puts something into the boxes of a module does so alone. (On SQLite only one writes at a time anyway.)"""
    db.session.execute(select(TrainingModule.id).where(TrainingModule.id == module_id).with_for_update(key_share=True))


def content_of(module_id: UUID, holds: Holds) -> Content:
    box = db.session.get(EvaluationBox, (module_id, holds), populate_existing=True)
    return look_into(box.sealed if box else None)


def put_in(module_id: UUID, holds: Holds, thing: Mapping[str, Any]) -> None:
    """The caller holds the lock of the module."""
    fill(module_id, holds, [*content_of(module_id, holds), dict(thing)])


def fill(module_id: UUID, holds: Holds, content: Sequence[Mapping[str, Any]]) -> None:
    """This and nothing else is in the box from now on."""
    text = json.dumps(shuffled([dict(thing) for thing in content]), ensure_ascii=False)
    padding = -len(text.encode()) % STEP
    sealed = seal_undated(text + " " * padding, purpose=PURPOSE)
    box = db.session.get(EvaluationBox, (module_id, holds))
    if box is None:
        db.session.add(EvaluationBox(module_id=module_id, holds=holds, sealed=sealed))
    else:
        box.sealed = sealed


def modules_with_boxes() -> Sequence[UUID]:
    return db.session.scalars(select(EvaluationBox.module_id).distinct().order_by(EvaluationBox.module_id)).all()
