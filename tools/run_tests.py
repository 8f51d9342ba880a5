"""Run every test on SQLite and, beside it, on a real PostgreSQL: two processes for two cores, half the time.

SQLite's run is shown as it goes, PostgreSQL's when both are over. What is given is handed to pytest in both.
What touches no database is not run a second time.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
WITHOUT_DATABASE = ("tests/documents", "tests/sheets")


def main(arguments: list[str]) -> int:
    skipped = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
    with tempfile.TemporaryFile() as kept:
        beside = subprocess.Popen(  # noqa: S603  (our own command)
            [*PYTEST, "--database=postgresql", *skipped, *arguments], cwd=ROOT, stdout=kept, stderr=subprocess.STDOUT
        )
        try:
            print("── Tests on SQLite; those on PostgreSQL run beside them", flush=True)
            first = subprocess.run([*PYTEST, "--database=sqlite", *arguments], cwd=ROOT, check=False)  # noqa: S603
            print("── Tests on PostgreSQL", flush=True)
            beside.wait()
        except KeyboardInterrupt:
            beside.terminate()
            beside.wait()
            raise
        kept.seek(0)
        sys.stdout.buffer.write(kept.read())
        sys.stdout.flush()
    return first.returncode or beside.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
