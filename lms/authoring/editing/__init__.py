"""Changes of a document, as plain functions from one document to the next. Nothing here knows forms or the database."""

from lms.authoring.editing.items import (
    add_item,
    fingerprint,
    free_key,
    item_of,
    move_item,
    remove_item,
    replace_item,
    slug_of,
)
from lms.authoring.editing.references import references_to
from lms.authoring.editing.skeleton import skeleton

__all__ = [
    "add_item",
    "fingerprint",
    "free_key",
    "item_of",
    "move_item",
    "references_to",
    "remove_item",
    "replace_item",
    "skeleton",
    "slug_of",
]
