"""Run every test on SQLite and, beside it, on a real PostgreSQL: two processes for two cores, half the time.

SQLite's run is shown as it goes, PostgreSQL's when it is over. PostgreSQL takes longer, so its last part starts when
SQLite is through, and both end together. What is given is handed to pytest, then in one part for each database. What
touches no database is not run a second time.
"""

import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
WITHOUT_DATABASE = (
    "tests/disclosure",
    "tests/documents",
    "tests/exchange",
    "tests/measures",
    "tests/questions",
    "tests/sheets",
)
#: About what PostgreSQL takes longer: these start installations of their own.
LAST = ("tests/serving", "tests/upkeep")


class Beside:
    """A run of pytest whose output is kept until it is asked for; ended with the block."""

    def __init__(self, title: str, *arguments: str) -> None:
        self._title, self._kept = title, tempfile.TemporaryFile()  # noqa: SIM115  (closed with the block)
        self._run = subprocess.Popen(  # noqa: S603  (our own command)
            [*PYTEST, *arguments], cwd=ROOT, stdout=self._kept, stderr=subprocess.STDOUT
        )

    def end(self) -> int:
        """Wait for it, show what it printed; its status."""
        print(f"── Tests on {self._title}", flush=True)
        self._run.wait()
        self._kept.seek(0)
        sys.stdout.buffer.write(self._kept.read())
        sys.stdout.flush()
        return self._run.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._run.terminate()
        self._run.wait()
        self._kept.close()


def main(arguments: list[str]) -> int:
    last = () if arguments else LAST
    without = [f"--ignore={folder}" for folder in (*WITHOUT_DATABASE, *last)]
    with ExitStack() as stack:
        beside = [stack.enter_context(Beside("PostgreSQL", "--database=postgresql", *without, *arguments))]
        print("── Tests on SQLite; those on PostgreSQL run beside them", flush=True)
        first = subprocess.run([*PYTEST, "--database=sqlite", *arguments], cwd=ROOT, check=False)  # noqa: S603
        if last:
            beside.append(stack.enter_context(Beside("PostgreSQL, last part", "--database=postgresql", *last)))
        codes = [first.returncode, *(run.end() for run in beside)]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
