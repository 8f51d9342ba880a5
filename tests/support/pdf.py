"""Reading a PDF back: its words, its structure, its fonts, its pixels."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdf

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Tag:
    """One element of the structure tree."""

    name: str
    language: str | None
    alternative: str | None


def text_of(document: bytes) -> str:
    """Everything a reader or a search finds, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages).split())


def page_sizes(document: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in whole millimetres."""
    pages = pypdf.PdfReader(io.BytesIO(document)).pages
    return [tuple(round(float(side) / POINTS_PER_MM) for side in page.mediabox[2:]) for page in pages]


def tags_of(document: bytes) -> list[Tag]:
    """The structure tree in reading order."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return list(_walk(pdf.Root.StructTreeRoot.K))


def _walk(node) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield Tag(str(node.S).lstrip("/"), _text(node.get("/Lang")), _text(node.get("/Alt")))
        if "/K" in node:
            yield from _walk(node.K)


def _text(value) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True)
class About:
    """What a document says about itself."""

    language: str
    title: str
    shows_title: bool
    is_marked: bool
    conformance: dict[str, str]
    """PDF/A part and level, PDF/UA part, as its metadata states them."""


def about(document: bytes) -> About:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        metadata = pdf.open_metadata()
        return About(
            language=str(pdf.Root.Lang),
            title=str(metadata["dc:title"]),
            shows_title=bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            is_marked=bool(pdf.Root.MarkInfo.Marked),
            conformance={key: str(metadata.get(key)) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")},
        )


def fonts_of(document: bytes) -> dict[str, bool]:
    """Names of the fonts used, and whether each is embedded."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/FontDescriptor")
        ]
        return {
            str(font.BaseFont).split("+")[-1]: any(f"/FontFile{n}" in font.FontDescriptor for n in ("", "2", "3"))
            for font in fonts
        }


def links_of(document: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        return [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]


def grey_pixels(document: bytes, *, dots_per_mm: int) -> list[bytes]:
    """Rows of grey values of the first page. Needs pdftoppm (package poppler-utils)."""
    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dots_per_mm * 25.4), "-singlefile", "-"],
        input=document, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    _, size, _, pixels = done.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return [pixels[row * width : (row + 1) * width] for row in range(height)]
