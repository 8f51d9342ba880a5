"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import pysqlite3

LIBRARIES = ("flask", "sqlalchemy", "granian", "jinja2", "markdown-it-py", "typst")


def memory_gib():
    line = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()[0]
    return round(int(line.split()[1]) / 1024**2, 1)


def description():
    """Lines for the head of the report."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Measured on {platform.system()} {platform.release()}:",
        f"{os.cpu_count()} cores, {memory_gib()} GiB of memory,",
        f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}, {libraries}.",
    ]
