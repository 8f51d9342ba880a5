"""Zip files of strangers, unpacked in memory, and our own, packed so that the same content gives the same bytes.

No name in a stranger's is ever a place on the disk. Limits hold for what was really unpacked, never for what the list
of contents promises.
"""

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from lms.core.i18n import _

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
#: The end of the list of contents; before it stands, in archives of more than 65,535 files, where a longer end begins.
_SIGNATURE, _LARGE = b"PK\x05\x06", b"PK\x06\x07"
_END, _LARGE_SIZE, _LINE = struct.Struct("<4s4H2LH"), 20, 46


#: Every file that we pack bears this moment.
_MOMENT = (2020, 1, 1, 0, 0, 0)


class ZipProblem(StrEnum):
    NO_ZIP = "no-zip"
    LONG_NAME = "long-name"
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
    #: Bytes of the longest name, with the folders before it.
    name: int = 250


def why(refused: ZipRefused, limits: Limits) -> str:
    """The sentence for whoever sent the file."""
    path, most = refused.path[:80], limits.total // 1024 // 1024
    return {
        ZipProblem.NO_ZIP: _("This is not a zip file that can be read."),
        ZipProblem.LONG_NAME: _("A name in the zip file is too long: %(file)s…", file=path),
        ZipProblem.TOO_MANY: _("The zip file has more than %(most)s files.", most=limits.files),
        ZipProblem.TOO_LARGE: _("Unpacked, the file is larger than %(most)s MB.", most=most),
        ZipProblem.TWICE: _("The file %(file)s is in the zip file twice.", file=path),
        ZipProblem.LEADS_OUT: _("The path %(file)s leads out of the zip file.", file=path),
        ZipProblem.LINK: _("The file %(file)s in the zip file is a link to another place.", file=path),
        ZipProblem.ENCRYPTED: _("The file %(file)s in the zip file is encrypted.", file=path),
        ZipProblem.BOMB: _(
            "The file %(file)s unpacks to more than %(most)s times its size.", file=path, most=limits.ratio
        ),
        ZipProblem.FORGED: _("The file %(file)s is larger than the zip file says.", file=path),
    }[refused.problem]


class Members(Mapping[str, bytes]):
    """Path inside to content, each read when it is asked for. Raises ``ZipRefused`` where what is read is not sound."""

    def __init__(self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._archive, self._members = archive, members

    def __getitem__(self, path: str) -> bytes:
        try:
            return _content(self._archive, self._members[path])
        except _BROKEN as error:
            raise ZipRefused(ZipProblem.NO_ZIP, str(error)) from error

    def __contains__(self, path: object) -> bool:
        return path in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def close(self) -> None:
        self._archive.close()


def unpacked(
    source: Path | BinaryIO, limits: Limits, *, wanted: Callable[[str], bool] = lambda path: True
) -> dict[str, bytes]:
    """Path inside to content. What is not ``wanted`` is passed over unread. Raises ``ZipRefused``."""
    members = opened(source, limits)
    try:
        return {path: members[path] for path in members if wanted(path)}
    finally:
        members.close()


def opened(source: Path | BinaryIO, limits: Limits) -> Members:
    """The same without a look at what the files hold. Raises ``ZipRefused``."""
    try:
        _refuse_crowd(source, limits)
        archive = zipfile.ZipFile(source)
        try:
            return Members(archive, _members(archive.infolist(), limits))
        except BaseException:
            archive.close()
            raise
    except _BROKEN as error:
        raise ZipRefused(ZipProblem.NO_ZIP, str(error)) from error


def _refuse_crowd(source: Path | BinaryIO, limits: Limits) -> None:
    """The library makes an object of every line in the list of contents: how long the list is, is told before."""
    if isinstance(source, Path):
        with source.open("rb") as stream:
            tail = _tail(stream)
    else:
        tail = _tail(source)
        source.seek(0)
    at = len(tail) - _END.size
    if not tail.startswith(_SIGNATURE, at):
        at = tail.rfind(_SIGNATURE)
    if at < 0 or at + _END.size > len(tail):
        raise ZipRefused(ZipProblem.NO_ZIP, "no end of the list of contents")
    *_disks, count, size, _start, _note = _END.unpack_from(tail, at)
    is_large = tail.startswith(_LARGE, at - _LARGE_SIZE)
    if is_large or count > limits.files * 2 or size > limits.files * 2 * (_LINE + limits.name):
        raise ZipRefused(ZipProblem.TOO_MANY)


def _tail(stream: BinaryIO) -> bytes:
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - _END.size - _LARGE_SIZE - 0xFFFF))
    return stream.read()


def _members(listed: list[zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if not all(member.filename for member in listed):  # the library itself stumbles over a file without a name
        raise ZipRefused(ZipProblem.NO_ZIP, "a file without a name")
    files = [member for member in listed if not member.is_dir()]
    if len(files) > limits.files:
        raise ZipRefused(ZipProblem.TOO_MANY)
    if sum(member.file_size for member in files) > limits.total:
        raise ZipRefused(ZipProblem.TOO_LARGE)
    members: dict[str, zipfile.ZipInfo] = {}
    for member in files:
        _refuse(member, limits)
        inside = PurePosixPath(member.filename).as_posix()
        if inside in members:
            raise ZipRefused(ZipProblem.TWICE, inside)
        members[inside] = member
    return members


def _refuse(member: zipfile.ZipInfo, limits: Limits) -> None:
    path = member.filename
    if len(path.encode()) > limits.name:
        raise ZipRefused(ZipProblem.LONG_NAME, path[:60])
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or ":" in path or ".." in parts or "\x00" in path:
        raise ZipRefused(ZipProblem.LEADS_OUT, path)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ZipRefused(ZipProblem.LINK, path)
    if member.flag_bits & 0x1:
        raise ZipRefused(ZipProblem.ENCRYPTED, path)
    if member.file_size > limits.small and member.file_size > limits.ratio * max(1, member.compress_size):
        raise ZipRefused(ZipProblem.BOMB, path)


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes, never more than the archive's list of contents promised."""
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise ZipRefused(ZipProblem.FORGED, member.filename)
    return content


def pack(archive: zipfile.ZipFile, path: str, content: bytes, kind: int = zipfile.ZIP_DEFLATED) -> None:
    """Put one file into a zip file of ours."""
    member = zipfile.ZipInfo(path, _MOMENT)
    member.compress_type, member.external_attr = kind, 0o644 << 16
    archive.writestr(member, content)
