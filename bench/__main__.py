"""Run the measurements: ``python -m bench`` all, ``python -m bench pages`` some; the report has the newest of each."""

import sys
import time

from bench import (
    assessment,
    backups,
    crowd,
    imports,
    machine,
    million,
    packages,
    pages,
    question_files,
    questions,
    reports,
    restarts,
    studio,
    weights,
)
from bench.figures import report, table
from bench.kept import keep, kept

PARTS = {
    "pages": pages,
    "weights": weights,
    "crowd": crowd,
    "assessment": assessment,
    "restarts": restarts,
    "reports": reports,
    "million": million.OnDatabase("sqlite"),
    "million-postgresql": million.OnDatabase("postgresql"),
    "questions": questions,
    "imports": imports,
    "question-files": question_files,
    "packages": packages,
    "studio": studio,
    "backups": backups,
}


def main(wanted):
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"There is no measurement called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    for name in wanted or PARTS:
        started = time.monotonic()
        print(f"── {name}", flush=True)
        figures = PARTS[name].measure()
        keep(name, figures)
        for line in table(figures):
            print(f"   {line}")
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    found = {name: kept(name) for name in PARTS}
    report(machine.description(), [(PARTS[name].TITLE, known) for name, known in found.items()])
    print("Written: bench/README.md; what was not measured here stays in it as it was.")
    measured = wanted or PARTS
    beyond = [figure.what for name in measured for figure in found[name][1] if not figure.is_met]
    if beyond:
        sys.exit("Beyond the bound: " + "; ".join(beyond))


if __name__ == "__main__":
    main(sys.argv[1:])
