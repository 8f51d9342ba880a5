"""SCORM 1.2 and 2004: one edition in one language for another learning platform. The same edition gives the same bytes.

Each lesson, and the page for work, is an item of its own: completed when it has been read to its end and its knowledge
checks are answered, with the share of right ones as its score. A platform of others gets the lessons with the keys of
their own checks, which count nowhere here, and never a question of the tests: a package holds its keys in the open.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from markupsafe import escape

from lms.authoring.books.chapters import Chapter, chapters, unheard
from lms.authoring.books.notes import notes_on
from lms.authoring.books.parts import STYLE, pictures_in
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.catalogue.guarding import without_material
from lms.core.i18n import speaking
from lms.core.zips import pack
from lms.questions.documents import hash_of

VERSIONS = ("1.2", "2004")
_HEADS = {
    "1.2": """\
<manifest identifier="m-{identity}" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>""",
    "2004": """\
<manifest identifier="m-{identity}" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>""",
}
_TYPE = {"1.2": "adlcp:scormtype", "2004": "adlcp:scormType"}
SCRIPT = Path(__file__).with_name("scorm.js").read_text(encoding="utf-8")


def write_scorm(
    document: ModuleDocument,
    language: str,
    media: Callable[[str], bytes],
    *,
    version: str,
    is_reviewed: bool = False,
    told: Callable[[int, int], None] = unheard,
) -> bytes:
    """The package. ``media`` gives the bytes of a picture by its SHA-256; ``told`` hears how many lessons are drawn."""
    # Drawings are kept with a document, and these are of no page.
    document = without_material(msgspec.structs.replace(document))
    with speaking(language):
        notes = notes_on(document, language, is_reviewed=is_reviewed)
    written = chapters(document, language, "scorm.js", notes=notes, told=told)
    pages = {_file(one): one.content for one in written}
    pictures = pictures_in(document, pages.values())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        pack(archive, "imsmanifest.xml", _manifest(document, language, version, written, pictures))
        pack(archive, "book.css", STYLE.encode())
        pack(archive, "scorm.js", SCRIPT.encode())
        for name, content in pages.items():
            pack(archive, name, content)
        for file in pictures:
            pack(archive, f"media/{file.name}", media(file.sha256))
    return buffer.getvalue()


def _file(written: Chapter) -> str:
    return f"{written.name}.html"


def _manifest(
    document: ModuleDocument, language: str, version: str, written: list[Chapter], pictures: list[MediaFile]
) -> bytes:
    head = _HEADS[version].format(identity=f"{hash_of(document)[:16]}-{language}")
    items = "".join(
        f'<item identifier="i{number}" identifierref="r{number}"><title>{escape(one.title)}</title></item>\n'
        for number, one in enumerate(written, start=1)
    )
    files = "".join(f'<file href="media/{escape(file.name)}"/>' for file in pictures)
    resources = "".join(
        f'<resource identifier="r{number}" type="webcontent" {_TYPE[version]}="sco" href="{_file(one)}">'
        f'<file href="{_file(one)}"/><dependency identifierref="common"/></resource>\n'
        for number, one in enumerate(written, start=1)
    )
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
{head}
<organizations default="o1"><organization identifier="o1"><title>{escape(document.title[language])}</title>
{items}</organization></organizations>
<resources>
{resources}<resource identifier="common" type="webcontent" {_TYPE[version]}="asset">
<file href="book.css"/><file href="scorm.js"/>{files}</resource>
</resources>
</manifest>
""".encode()
