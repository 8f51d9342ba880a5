"""Work on what strangers send, in a process that cannot hurt ours: our interpreter, one file of ours, nothing else.

The process is isolated (`python -I`): it sees no environment but this one, imports nothing of ours, and is bound in
memory, time and files before the worker begins (``bound``).
"""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

BOUND = Path(__file__).with_name("bound.py")
#: The limit on memory counts what threads reserve: one arena.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"}


def run_apart(
    worker: Path,
    content: bytes,
    *arguments: str,
    memory: int,
    seconds: int,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Hand the content to the worker's standard input and wait for its end; ``memory`` is bytes.

    Raises ``subprocess.TimeoutExpired``.
    """
    return subprocess.run(  # noqa: S603 - our interpreter, our file, no shell
        [sys.executable, "-I", "-B", str(BOUND), str(worker), str(memory), str(seconds), *arguments],
        input=content,
        capture_output=True,
        check=False,
        cwd=worker.parent,
        env={**ENVIRONMENT, **(environment or {})},
        timeout=seconds,
    )
