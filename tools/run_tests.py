"""Run every test on SQLite and on a real PostgreSQL: parts in a row, two at a time for two cores.

The first part is shown as it goes, each other one when it is over. What is given is handed to pytest, then in one part
for each database. What is the same on every database runs once: what touches none, and what a browser draws.
"""

import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
WITHOUT_DATABASE = (
    "tests/disclosure",
    "tests/documents",
    "tests/exchange",
    "tests/house/test_bill_of_materials.py",
    "tests/house/test_floors.py",
    "tests/house/test_readme.py",
    "tests/house/test_unmarked_words.py",
    "tests/house/test_words.py",
    "tests/measures",
    "tests/questions",
    "tests/sheets",
    "tests/wording",
)
#: What pages draw of hostile words, as a browser would see it; and requests that reach no statement of their own.
SAME = ("tests/security/test_injection.py", "tests/security/test_odd_ways_to_ask.py")
IN_A_BROWSER = tuple(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/*/*_in_a_browser.py")))
#: Their populations take as long as all the rest, so they are a part of their own.
LONG = ("tests/api", "tests/framework", "tests/releases", "tests/reporting", "tests/security")
#: These start installations of their own and wait for them.
SLOW = ("tests/serving", "tests/upkeep")


@dataclass(frozen=True)
class Part:
    title: str
    database: str
    arguments: tuple[str, ...]

    def run(self, screen: Lock, *, is_shown: bool) -> int:
        """Its status; what it prints stands together, whatever runs beside it."""
        command = [*PYTEST, f"--database={self.database}", *self.arguments]
        if is_shown:
            return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  (our own command)
        with tempfile.TemporaryFile() as kept:
            done = subprocess.run(command, cwd=ROOT, check=False, stdout=kept, stderr=subprocess.STDOUT)  # noqa: S603
            kept.seek(0)
            with screen:
                print(f"── Tests on {self.title}", flush=True)
                sys.stdout.buffer.write(kept.read())
                sys.stdout.flush()
        return done.returncode


def parts(arguments: tuple[str, ...]) -> list[Part]:
    """The longest first, so that both cores are busy to the end."""
    if arguments:
        return [Part("SQLite", "sqlite", arguments), Part("PostgreSQL", "postgresql", arguments)]
    return [
        Part("SQLite", "sqlite", _without(*IN_A_BROWSER, *SLOW, *LONG)),
        Part("SQLite, reports and security", "sqlite", LONG),
        Part("PostgreSQL, reports and security", "postgresql", (*LONG, *_without(*SAME))),
        Part("PostgreSQL", "postgresql", _without(*IN_A_BROWSER, *SLOW, *LONG, *WITHOUT_DATABASE)),
        Part("SQLite, in a browser", "sqlite", IN_A_BROWSER),
        Part("SQLite, whole installations", "sqlite", SLOW),
        Part("PostgreSQL, whole installations", "postgresql", SLOW),
    ]


def _without(*paths: str) -> tuple[str, ...]:
    return tuple(f"--ignore={path}" for path in paths)


def main(arguments: tuple[str, ...]) -> int:
    first, *others = parts(arguments)
    screen = Lock()
    print(f"── Tests on {first.title}; others run beside them", flush=True)
    with ThreadPoolExecutor(max_workers=2) as cores:
        shown = cores.submit(first.run, screen, is_shown=True)
        beside = [cores.submit(part.run, screen, is_shown=False) for part in others]
    return int(any(part.result() for part in (shown, *beside)))


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
