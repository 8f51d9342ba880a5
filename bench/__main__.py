"""Run the measurements: ``python -m bench`` all of them (and the report is written), ``python -m bench pages`` some."""

import sys
import time

from bench import backups, crowd, imports, machine, pages, reports, restarts, weights
from bench.figures import report, table

PARTS = {
    "pages": pages,
    "weights": weights,
    "crowd": crowd,
    "restarts": restarts,
    "reports": reports,
    "imports": imports,
    "backups": backups,
}


def main(wanted):
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"There is no measurement called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    figures = {}
    for name in wanted or PARTS:
        started = time.monotonic()
        print(f"── {name}", flush=True)
        figures[name] = PARTS[name].measure()
        for line in table(figures[name]):
            print(f"   {line}")
        print(f"   ({time.monotonic() - started:.0f} s)", flush=True)
    if wanted:
        print("The report is written when everything is measured: python -m bench")
    else:
        report(machine.description(), [(PARTS[name].TITLE, found) for name, found in figures.items()])
        print("Written: bench/README.md")
    beyond = [figure.what for found in figures.values() for figure in found if not figure.is_met]
    if beyond:
        sys.exit("Beyond the bound: " + "; ".join(beyond))


if __name__ == "__main__":
    main(sys.argv[1:])
