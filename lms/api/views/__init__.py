"""Pages for whoever holds tokens, and the addresses that programs read."""

from lms.api.views import description, saved, tables, tokens
from lms.api.views.blueprint import bp, door

__all__ = ["bp", "description", "door", "saved", "tables", "tokens"]
