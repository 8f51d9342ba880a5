"""EPUB 3: one edition in one language. The same edition gives the same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import msgspec
from lxml import etree
from markupsafe import Markup, escape  # noqa: TID251  (words are escaped as they are put in)

from lms.authoring.books.chapters import Chapter, chapters, page, unheard
from lms.authoring.books.notes import as_paragraphs, notes_on
from lms.authoring.books.parts import STYLE, pictures_in
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.catalogue.guarding import without_material
from lms.core.i18n import _, speaking
from lms.core.zips import pack
from lms.questions.documents import hash_of

TYPE = "application/epub+zip"
FOLDER = "EPUB"
_CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def write_epub(
    document: ModuleDocument,
    language: str,
    media: Callable[[str], bytes],
    *,
    author: str,
    at: datetime,
    is_reviewed: bool = False,
    told: Callable[[int, int], None] = unheard,
) -> bytes:
    """The book. ``media`` gives the bytes of a picture by its SHA-256; ``at``: when the edition was published; ``told``
    hears how many lessons are drawn.
    """
    # Drawings are kept with a document, and these are of no page.
    document = without_material(msgspec.structs.replace(document))
    written = chapters(document, language, told=told)
    pages = {_CONTENTS: _contents(document, language, written, is_reviewed=is_reviewed)} | {
        _file(one): one.content for one in written
    }
    pictures = pictures_in(document, pages.values())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        pack(archive, "mimetype", TYPE.encode(), zipfile.ZIP_STORED)
        pack(archive, "META-INF/container.xml", _CONTAINER.encode())
        pack(archive, f"{FOLDER}/book.opf", _package(document, language, author, at, [*pages], pictures))
        pack(archive, f"{FOLDER}/book.css", STYLE.encode())
        for name, content in pages.items():
            pack(archive, f"{FOLDER}/{name}", content)
        for file in pictures:
            content = media(file.sha256)
            drawn = _in_xml(content) if file.type == "image/svg+xml" else content
            pack(archive, f"{FOLDER}/media/{file.name}", drawn)
    return buffer.getvalue()


def _in_xml(drawing: bytes) -> bytes:
    """A drawing as books have it: they know its language only by the name that XML gives to it."""
    root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter(etree.Element):
        language = element.attrib.pop("lang", None)
        if language:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    written: bytes = etree.tostring(root, encoding="UTF-8")
    return written


def _contents(document: ModuleDocument, language: str, written: Iterable[Chapter], *, is_reviewed: bool) -> bytes:
    title = document.title[language]
    rows = Markup("").join(Markup('<li><a href="{}">{}</a></li>').format(_file(one), one.title) for one in written)
    with speaking(language):
        contents = Markup("<h1>{}</h1><p>{}</p>{}<nav><h2>{}</h2><ol>{}</ol></nav>").format(
            title,
            document.summary[language],
            as_paragraphs(notes_on(document, language, is_reviewed=is_reviewed)),
            _("Contents"),
            rows,
        )
    # The name space of EPUB is said by hand: in HTML, a name with a colon is a name.
    return page(title, language, contents).replace(b"<nav>", b'<nav xmlns:epub="%b" epub:type="toc">' % _OPS)


_OPS = b"http://www.idpf.org/2007/ops"
_CONTENTS = "contents.xhtml"


def _file(written: Chapter) -> str:
    return f"{written.name}.xhtml"


def _package(
    document: ModuleDocument, language: str, author: str, at: datetime, pages: list[str], pictures: list[MediaFile]
) -> bytes:
    identity = hashlib.sha256(f"{hash_of(document)} {language}".encode()).hexdigest()
    names = [name for name in pages if name != _CONTENTS]
    items = [
        '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="book.css" media-type="text/css"/>',
        *(f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)),
        *(
            f'<item id="m{number}" href="media/{escape(file.name)}" media-type="{escape(file.type)}"/>'
            for number, file in enumerate(pictures)
        ),
    ]
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(names)))
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:sha256:{identity}</dc:identifier>
<dc:title>{escape(document.title[language])}</dc:title>
<dc:language>{language}</dc:language>
<dc:creator>{escape(author)}</dc:creator>
<dc:description>{escape(document.summary[language])}</dc:description>
<meta property="dcterms:modified">{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</meta>
</metadata>
<manifest>{"".join(items)}</manifest>
<spine><itemref idref="contents"/>{spine}</spine>
</package>
""".encode()
