"""The newest figures of each part, kept between runs: one part can be measured again without the hour of the others."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from bench.figures import Figure
from bench.servers import ROOT

FOLDER = ROOT / "build" / "bench"


def keep(part, figures):
    FOLDER.mkdir(parents=True, exist_ok=True)
    said = {"on": f"{datetime.now(UTC):%d %B %Y}", "figures": [asdict(figure) for figure in figures]}
    (FOLDER / f"{part}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def kept(part):
    """(day, figures) of the last time it was measured here; None if it never was."""
    path = FOLDER / f"{part}.json"
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return said["on"], [Figure(**figure) for figure in said["figures"]]
