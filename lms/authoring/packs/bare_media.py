"""Nothing comes in with a package that says who or what made a picture, and where.

A package leaves with the bytes it came with, so what is written into its pictures would leave with it, too: it is
refused, and whoever made it draws the picture anew. The studio does that with what is added there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lms.authoring.packs.pictures import NoPicture
from lms.authoring.packs.recordings import without_place
from lms.core.bare_pictures import is_bare
from lms.core.i18n import _
from lms.core.markdown.parsing import RECORDINGS
from lms.core.pictures import WIDEST, Undrawable, draw
from lms.exchange.xml_door import local, parsed

#: Of a drawing: itself, links within it, language and blanks. What programs keep for themselves has others.
_ELEMENTS = ("", "http://www.w3.org/2000/svg")
_ATTRIBUTES = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")


def refuse_written(content: bytes, kind: str) -> None:
    """``content`` is known to be of this kind. Raises ``NoPicture``."""
    if kind == "image/svg+xml":
        _refuse_written_drawing(content)
    elif not is_bare(content):
        raise NoPicture(
            _(
                "This picture holds more than is seen: a camera, a telephone or a program wrote into it, perhaps where "
                "and when it was taken and by whom. Save it without that, or add it in the studio, which takes it out."
            )
        )
    elif without_place(content) != content:
        raise NoPicture(
            _(
                "This recording says where it was made. Save it without that, or add it in the studio, which takes it "
                "out."
            )
        )


def _refuse_written_drawing(content: bytes) -> None:
    named = next(_written_in(content), None)
    if named is not None:
        raise NoPicture(
            _(
                "This drawing holds more than is seen (%(name)s): a program or a person wrote it there. Save it as "
                "plain SVG, without remarks and without what the program needs for itself.",
                name=named,
            )
        )


def _written_in(content: bytes) -> Iterator[str]:
    """What is no part of the drawing, as it stands there."""
    if b"<!--" in content:
        yield "<!-- -->"
    for element in parsed(content).iter():
        if _space(element.tag) not in _ELEMENTS or local(element) == "metadata":
            yield f"<{local(element)}>"
        for attribute in element.attrib:
            if _space(attribute) not in _ATTRIBUTES:
                yield attribute.rpartition("}")[2]


def _space(name: Any) -> str:
    """The namespace of an element or attribute as the library writes it."""
    return str(name).rpartition("}")[0].removeprefix("{")


def made_bare(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Pictures of points and recordings of a folder that hold more, each with what should stand in its place.

    What cannot be drawn is left as it is; reading the package says what is wrong with it.
    """
    for path in sorted(folder.glob("media/*")):
        content = path.read_bytes()
        after = _bare(path.name, content)
        if after != content:
            yield path, after


def _bare(name: str, content: bytes) -> bytes:
    if name.endswith(RECORDINGS):
        return without_place(content)
    if is_bare(content):
        return content
    try:
        (made,) = draw(content, [(None, WIDEST, None)])
    except Undrawable:
        return content
    return made.content
