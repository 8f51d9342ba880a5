"""The files of a package, from a folder or a zip file. A zip file comes from outside and is trusted with nothing."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: Of it, sound and film of a module together.
MOST_RECORDED = 40 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024 + MOST_RECORDED
MOST_FILES = 2000
#: A text shrinks to a tenth, a drawing to a twentieth; a bomb to a thousandth.
MOST_RATIO = 100
SMALL = 64 * 1024  # below this the ratio says nothing


class Refused(Exception):
    """The package cannot be read at all; the sentence says why."""


@dataclass(frozen=True)
class PackFiles:
    """Path inside the package to content. ``name`` is how messages call the package."""

    name: str
    files: dict[str, bytes]


def open_pack(path: Path) -> PackFiles:
    """Read a package folder or a zip file of one. Raises ``Refused``."""
    if path.is_dir():
        return _read_folder(path)
    if not path.is_file():
        raise Refused(f"{path}: there is no such file or folder.")
    if path.stat().st_size > MOST_BYTES:
        raise Refused(f"{path}: the file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    try:
        with zipfile.ZipFile(path) as archive:
            return PackFiles(path.name, _read_zip(archive, path.name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name}: this is not a zip file that can be read ({error}).") from error


def _read_folder(folder: Path) -> PackFiles:
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise Refused(f"{path}: a package holds no symbolic links.")
        if not path.is_file() or path.name.startswith("."):
            continue
        total += path.stat().st_size
        if total > MOST_BYTES or len(files) >= MOST_FILES:
            raise Refused(f"{folder}: a package has at most {MOST_FILES} files and {MOST_BYTES // 1024 // 1024} MB.")
        files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return PackFiles(folder.name, files)


def _read_zip(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_FILES:
        raise Refused(f"{name}: more than {MOST_FILES} files.")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused(f"{name}: unpacked it is larger than {MOST_BYTES // 1024 // 1024} MB.")
    files: dict[str, bytes] = {}
    for member in members:
        _refuse_member(member, name)
        inside = PurePosixPath(member.filename).as_posix()
        if inside in files:
            raise Refused(f"{name}: {inside} is in it twice.")
        files[inside] = _content(archive, member, name)
    return _without_top_folder(files)


def _refuse_member(member: zipfile.ZipInfo, name: str) -> None:
    path = member.filename
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or ":" in path or ".." in parts or "\x00" in path:
        raise Refused(f"{name}: the path {path!r} leads out of the package.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(f"{name}: {path} is a symbolic link.")
    if member.flag_bits & 0x1:
        raise Refused(f"{name}: {path} is encrypted.")
    if member.file_size > SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
        raise Refused(f"{name}: {path} unpacks to more than {MOST_RATIO} times its size.")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes, never more than the archive's list of contents promised."""
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise Refused(f"{name}: {member.filename} is larger than the zip file says.")
    return content


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """A zip file made of a folder has that folder around everything."""
    if "module.yaml" in files:
        return files
    tops = {path.split("/", 1)[0] for path in files}
    if len(tops) == 1 and all("/" in path for path in files):
        return {path.split("/", 1)[1]: content for path, content in files.items()}
    return files
