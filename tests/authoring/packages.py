"""Packages for tests: a small module, written as a zip file and as a folder."""

import hashlib
import zipfile

import msgspec

from lms.authoring.packs import Known, write_pack
from lms.catalogue.documents import MediaFile, ModuleDocument
from tests.support.packs import pack as shared_pack

KNOWN = Known()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x06\x00\x00\x00"


def pack(**changes):
    """The shared pack, with two decisions on every path of its scenario."""
    raw = shared_pack(**changes)
    if "scenario" not in changes:
        raw["scenario"]["nodes"][0]["choices"][2]["next"] = "n2"
    return raw


def small_module(**changes):
    return msgspec.convert(pack(**changes), ModuleDocument)


def zip_of(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def written(tmp_path, document=None):
    path = tmp_path / "practice.zip"
    path.write_bytes(write_pack(document or small_module(), lambda sha256: PNG))
    return path


def unpacked(tmp_path):
    with zipfile.ZipFile(written(tmp_path)) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder" / "practice"


def sentences(read):
    return [str(problem) for problem in read.report.sorted()]


def with_picture(document):
    file = MediaFile("map.png", hashlib.sha256(PNG).hexdigest(), "image/png", len(PNG), 2, 3)
    return msgspec.structs.replace(document, media=(file,))
