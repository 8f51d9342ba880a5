"""From a template and facts to a PDF, in a process that cannot hurt ours."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from lms.core.apart import run_apart
from lms.documents.errors import DocumentRefused, UnprintableText
from lms.documents.letters import FONT_FOLDER, all_strings, unprintable_letters

WORKER = Path(__file__).with_name("worker.py")
LONGEST_SECONDS = 30
#: Bytes. A certificate needs 64 MB; a table of 1,000 rows stays below 300 MB.
MOST_MEMORY = 1024**3
STARTS = {"pdf": b"%PDF-", "png": b'["'}

# Documents are small, and the limit on memory counts what threads reserve.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}


def render_pdf(
    template: Path,
    *,
    language: str,
    title: str,
    facts: Mapping[str, object],
    at: datetime,
    standards: Sequence[str] = ("ua-1", "a-2a"),
) -> bytes:
    """Typeset the template with the facts; the same input gives the same bytes.

    The template reads `json(bytes(sys.inputs.data))`: an object with `language`, `title`, `at` (ISO) and `facts`,
    which must be JSON values. It may import files of its own folder and nothing else. `at` becomes the document's
    date. Takes about 0.2 s. Raises UnprintableText before anything is set, DocumentRefused if the typesetter
    refuses, needs more than 1 GiB or more than 30 s, and ValueError for a moment without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("A document needs a moment with a time zone")
    data = {"language": language, "title": title, "at": at.isoformat(), "facts": facts}
    _refuse_unprintable(data)
    return typeset(template, data, at=at, form="pdf", standards=standards)


def typeset(
    template: Path, data: Mapping[str, object], *, at: datetime, form: str, standards: Sequence[str] = ()
) -> bytes:
    """What the worker makes of the template and the data. ``form``: pdf, or png for a JSON list of its pages."""
    order = {
        "template": str(template.resolve()),
        "fonts": str(FONT_FOLDER),
        "data": json.dumps(data, ensure_ascii=False),
        "standards": list(standards),
        "at": int(at.timestamp()),
        "form": form,
    }
    return _run(json.dumps(order), STARTS[form])


def _refuse_unprintable(data: Mapping[str, object]) -> None:
    for text in all_strings(data):
        if letters := unprintable_letters(text, font=None):
            raise UnprintableText(text, letters)


def _run(order: str, start: bytes) -> bytes:
    try:
        done = run_apart(WORKER, order.encode(), memory=MOST_MEMORY, seconds=LONGEST_SECONDS, environment=ONE_THREAD)
    except subprocess.TimeoutExpired as late:
        raise DocumentRefused(f"The document took longer than {LONGEST_SECONDS} s") from late
    if done.returncode or not done.stdout.startswith(start):
        said = done.stderr.decode(errors="replace").strip() or "no message"
        raise DocumentRefused(f"The typesetter ended with {done.returncode}: {said}")
    return done.stdout
