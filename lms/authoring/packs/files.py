"""The files of a package, from a folder or a zip file. A zip file comes from outside and is trusted with nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.core.i18n import _
from lms.core.zips import Limits, Members, ZipRefused, opened, why

#: Of it, sound and film of a module together.
MOST_RECORDED = 200 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024 + MOST_RECORDED
MOST_FILES = 2000
LIMITS = Limits(MOST_FILES, MOST_BYTES)


class Refused(Exception):
    """The package cannot be read at all; the sentence says why."""


@dataclass(frozen=True)
class PackFiles:
    """Path inside the package to content. ``name`` is how messages call the package."""

    name: str
    files: Mapping[str, bytes]


class Renamed(Mapping[str, bytes]):
    """Some of the files under other names; of each, the content is read when it is asked for."""

    def __init__(self, files: Mapping[str, bytes], names: Mapping[str, str]) -> None:
        self._files, self._names = files, names

    def __getitem__(self, name: str) -> bytes:
        return self._files[self._names[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Zipped(Renamed):
    """What is wrong with the zip file is told as of this package."""

    def __init__(self, members: Members, package: str) -> None:
        super().__init__(members, _without_top_folder(members))
        self._package = package

    def __getitem__(self, name: str) -> bytes:
        try:
            return super().__getitem__(name)
        except ZipRefused as refused:
            raise Refused(f"{self._package}: {why(refused, LIMITS)}") from refused


def open_pack(path: Path, name: str = "") -> PackFiles:
    """Read a package folder or a zip file of one, which may be called by another name. Raises ``Refused``."""
    called = name or path.name
    if path.is_dir():
        return _read_folder(path)
    if not path.is_file():
        raise Refused(f"{path}: there is no such file or folder.")
    if path.stat().st_size > MOST_BYTES:
        sentence = _("The file is larger than %(size)s MB. Choose a smaller one.", size=MOST_BYTES // 1024 // 1024)
        raise Refused(f"{called}: {sentence}")
    try:
        return PackFiles(called, _Zipped(opened(path, LIMITS), called))
    except ZipRefused as refused:
        raise Refused(f"{called}: {why(refused, LIMITS)}") from refused


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


def _without_top_folder(files: Mapping[str, bytes]) -> dict[str, str]:
    """Each path to the one in the zip file: one that is made of a folder has that folder around everything."""
    tops = {path.split("/", 1)[0] for path in files}
    if "module.yaml" not in files and len(tops) == 1 and all("/" in path for path in files):
        return {path.split("/", 1)[1]: path for path in files}
    return {path: path for path in files}
