"""Work on what strangers send, in a process that cannot hurt ours: our interpreter, one file of ours, nothing else.

The process is isolated (`python -I`): it sees no environment but this one, imports nothing of ours, and binds itself
before it reads a byte (that is why each worker says its own limits).
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

#: The limit on memory counts what threads reserve: one arena.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}


def run_apart(
    worker: Path, content: bytes, *arguments: str, seconds: int, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Hand the content to the worker's standard input and wait for its end. Raises ``subprocess.TimeoutExpired``."""
    return subprocess.run(  # noqa: S603 - our interpreter, our file, no shell
        [sys.executable, "-I", str(worker), *arguments],
        input=content,
        capture_output=True,
        check=False,
        cwd=worker.parent,
        env={**ENVIRONMENT, **(environment or {})},
        timeout=seconds,
    )
