"""Zip files of strangers, unpacked in memory. No name in one is ever a place on the disk.

Limits hold for what was really unpacked, never for what the list of contents promises.
"""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

#: What the library raises at bytes that are no sound zip file; ``ValueError`` comes from places before the beginning.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)


class ZipProblem(StrEnum):
    NO_ZIP = "no-zip"
    TOO_MANY = "too-many"
    TOO_LARGE = "too-large"
    TWICE = "twice"
    LEADS_OUT = "leads-out"
    LINK = "link"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    FORGED = "forged"


class ZipRefused(Exception):
    """``path`` is the file inside that was the reason; for ``NO_ZIP`` what the library said."""

    def __init__(self, problem: ZipProblem, path: str = "") -> None:
        super().__init__(problem, path)
        self.problem = problem
        self.path = path


@dataclass(frozen=True)
class Limits:
    """``ratio``: a text shrinks to a tenth, a drawing to a twentieth; a bomb to a thousandth."""

    files: int
    total: int
    ratio: int = 100
    #: Below this many bytes the ratio says nothing.
    small: int = 64 * 1024


def unpacked(
    source: Path | BinaryIO, limits: Limits, *, wanted: Callable[[str], bool] = lambda path: True
) -> dict[str, bytes]:
    """Path inside to content. What is not ``wanted`` is passed over unread. Raises ``ZipRefused``."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _unpacked(archive, limits, wanted)
    except _BROKEN as error:
        raise ZipRefused(ZipProblem.NO_ZIP, str(error)) from error


def _unpacked(archive: zipfile.ZipFile, limits: Limits, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    listed = archive.infolist()
    if not all(member.filename for member in listed):  # the library itself stumbles over a file without a name
        raise ZipRefused(ZipProblem.NO_ZIP, "a file without a name")
    members = [member for member in listed if not member.is_dir()]
    if len(members) > limits.files:
        raise ZipRefused(ZipProblem.TOO_MANY)
    if sum(member.file_size for member in members) > limits.total:
        raise ZipRefused(ZipProblem.TOO_LARGE)
    files: dict[str, bytes] = {}
    left = limits.total
    for member in members:
        _refuse(member, limits)
        inside = PurePosixPath(member.filename).as_posix()
        if inside in files:
            raise ZipRefused(ZipProblem.TWICE, inside)
        if wanted(inside):
            files[inside] = _content(archive, member, left)
            left -= len(files[inside])
    return files


def _refuse(member: zipfile.ZipInfo, limits: Limits) -> None:
    path = member.filename
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or ":" in path or ".." in parts or "\x00" in path:
        raise ZipRefused(ZipProblem.LEADS_OUT, path)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ZipRefused(ZipProblem.LINK, path)
    if member.flag_bits & 0x1:
        raise ZipRefused(ZipProblem.ENCRYPTED, path)
    if member.file_size > limits.small and member.file_size > limits.ratio * max(1, member.compress_size):
        raise ZipRefused(ZipProblem.BOMB, path)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes, never more than the archive's list of contents promised and all files together may have."""
    with archive.open(member) as stream:
        content = stream.read(min(member.file_size, left) + 1)
    if len(content) > member.file_size:
        raise ZipRefused(ZipProblem.FORGED, member.filename)
    if len(content) > left:
        raise ZipRefused(ZipProblem.TOO_LARGE)
    return content
