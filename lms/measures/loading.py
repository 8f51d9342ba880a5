"""The library that compares groups takes a second to load. It can be loaded beside whatever a caller waits for."""

import sys
from importlib import import_module
from threading import Thread

COMPARING = "statsmodels.stats.contingency_tables"


def begin_to_load() -> None:
    """Return at once; whoever compares groups before the library is there waits for what is left."""
    if COMPARING not in sys.modules:
        Thread(target=import_module, args=(COMPARING,), name="loading", daemon=True).start()
