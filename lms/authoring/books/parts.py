"""What packages of lessons share: how they look, and which pictures come along."""

from collections.abc import Iterable

from lms.catalogue.documents import MediaFile, ModuleDocument

STYLE = """\
body { line-height: 1.5; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.5em; text-align: left; vertical-align: top; }
.law-text, .law-in-force, .case, .note, .practice, .check { border: 1px solid; margin: 1em 0; padding: 0.2em 1em; }
.box-label { font-weight: bold; }
.back { display: none; }
"""


def pictures_in(document: ModuleDocument, pages: Iterable[bytes]) -> list[MediaFile]:
    """The pictures that stand in these pages, and the documents they give away; those of other languages, of tests and
    recordings do not come along.
    """
    whole = b"".join(pages)
    return [
        file
        for file in document.media
        if any(f'{said}="media/{file.name}"'.encode() in whole for said in ("src", "href"))
    ]
