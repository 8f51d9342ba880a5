"""News travels up: a room states what happened, rooms above listen.

Handlers run at once, in the same transaction: fact and consequence are saved together or not at all.
Whatever leaves the house (mail, document) is enqueued by the handler, never done by it.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler for one kind of news."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return register


def emit(event: object) -> None:
    """Tell everybody who listens, in the order in which they registered."""
    for handler in _handlers[type(event)]:
        handler(event)
