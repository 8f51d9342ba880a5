"""Pictures as pages show them: drawn anew in a process that cannot hurt ours, in the sizes that screens need.

The libraries that read pictures are old, large and often attacked. What is drawn anew carries nothing but what is seen:
no place, no camera, no second file hidden behind the first.

The store keeps an original under ``media/`` and what was made of it beside it, under a key that follows from the
original; it is made once. A page never shows an original that holds more than a picture.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms.core import files
from lms.core.apart import run_apart
from lms.core.bare_pictures import is_bare
from lms.core.picture_worker import TOO_LARGE

WORKER = Path(__file__).with_name("picture_worker.py")
MOST_PIXELS = 25_000_000
#: Wider than any page shows, also on a dense screen.
WIDEST = 2000
#: Less than anybody waits for SQLite's one lock, which the request holds meanwhile.
LONGEST_SECONDS = 10
#: Bytes. A picture of the most points with transparency, turned and made smaller, needs half of it.
MOST_MEMORY = 1024**3
#: Bytes of each copy: three of them fit what a lesson may weigh.
MOST_BYTES = 40 * 1024
WIDTHS = (480, 960)
COPIES = "copies/"
#: Names of what is made of a picture of points. Browsers that do not know WebP take the other kind.
FORMS = {f"{width}.{ending}": (kind, width) for ending, kind in (("webp", "WEBP"), ("jpg", "JPEG")) for width in WIDTHS}
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
#: For readers that ask for one file: whoever saves data, a browser without a choice.
USUAL = "960.jpg"
#: The smallest that a browser chooses on a phone.
ON_A_PHONE = "480.webp"
#: As large as it came, and of its kind.
WHOLE = "whole"
#: What is drawn anew; a drawing (SVG) has no points, and holds nothing hidden where it is let in.
OF_POINTS = frozenset({"image/png", "image/jpeg", "image/webp"})


class Undrawable(Exception):
    """These bytes cannot be drawn; ``too_many_points`` says whether a smaller picture could be, ``too_late`` whether
    they could at an hour with less to do.
    """

    def __init__(self, *, too_many_points: bool = False, too_late: bool = False) -> None:
        super().__init__()
        self.too_many_points, self.too_late = too_many_points, too_late


@dataclass(frozen=True)
class Drawn:
    content: bytes
    type: str
    ending: str
    width: int
    height: int


def draw(content: bytes, shapes: Sequence[tuple[str | None, int, int | None]]) -> list[Drawn]:
    """The picture in each shape: kind (None: its own), greatest width, most bytes. Raises ``Undrawable``."""
    named = [{"kind": kind, "widest": widest, "most": most} for kind, widest, most in shapes]
    order = json.dumps({"pixels": MOST_PIXELS, "shapes": named})
    try:
        done = run_apart(WORKER, content, order, memory=MOST_MEMORY, seconds=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise Undrawable(too_late=True) from late
    if done.returncode:  # it says so itself, or was killed: out of memory, out of time, or broken by the picture
        raise Undrawable(too_many_points=done.returncode == TOO_LARGE)
    facts, _line, made = done.stdout.partition(b"\n")
    return list(_cut(json.loads(facts), made))


def _cut(facts: Sequence[dict[str, Any]], made: bytes) -> Sequence[Drawn]:
    found, at = [], 0
    for one in facts:
        size = one.pop("size")
        found.append(Drawn(made[at : at + size], **one))
        at += size
    return found


def key_of(sha256: str, form: str) -> str:
    return f"{COPIES}{sha256}-{form}"


def make_copies(sha256: str, content: bytes) -> None:
    """Keep the picture in all its forms. Raises ``Undrawable``."""
    shapes: list[tuple[str | None, int, int | None]] = [(kind, width, MOST_BYTES) for kind, width in FORMS.values()]
    forms = list(FORMS)
    if not is_bare(content):
        shapes.append((None, WIDEST, None))
        forms.append(WHOLE)
    for form, drawn in zip(forms, draw(content, shapes), strict=True):
        files.put_under(key_of(sha256, form), drawn.content)


def has_copies(sha256: str) -> bool:
    """Whether they are made. The last one is put last."""
    return files.size_of(key_of(sha256, list(FORMS)[-1])) is not None


def copy_of(sha256: str, form: str) -> bytes:
    """The picture in a form; made now if nobody has needed it before. Raises FileNotFoundError and ``Undrawable``."""
    try:
        return files.get(key_of(sha256, form))
    except FileNotFoundError:
        content = files.get(f"media/{sha256}")
    if form == WHOLE and is_bare(content):
        return content
    make_copies(sha256, content)
    return files.get(key_of(sha256, form))


def weight_of(sha256: str, form: str = USUAL) -> int | None:
    """Bytes of a form, first of that for whoever can show one only; None where it is not made."""
    return files.size_of(key_of(sha256, form))


def type_of(form: str) -> str:
    return TYPES[form.rpartition(".")[2]]
