"""The files of a package: text and YAML, keeping for every place the file and line that says it."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from lms.authoring.packs.files import PackFiles
from lms.authoring.packs.marked_yaml import Marked, Slip, read_yaml
from lms.authoring.packs.problems import Level, Located, Place, Places, Problem, Report
from lms.authoring.packs.shapes import convert
from lms.core.i18n import _

T = TypeVar("T")
#: Bytes of one text, and of all: as data they take some hundred times as much.
LARGEST_TEXT, MOST_TEXTS = 1024 * 1024, 8 * 1024 * 1024


@dataclass
class FileReader:
    pack: PackFiles
    report: Report = field(default_factory=Report)
    text_bytes: int = 0

    def __post_init__(self) -> None:
        self.places = Places(self.pack.name)

    def note(self, *problems: Problem) -> None:
        self.report.add(*(self.places.locate(problem) for problem in problems))

    def slip(self, file: str, line: int, text: str, level: Level = Level.ERROR) -> None:
        self.report.add(Located(f"{self.pack.name}/{file}", line, text, level))

    def has(self, path: str) -> bool:
        return path in self.pack.files

    def text(self, path: str) -> str:
        content = self.pack.files[path]
        self.text_bytes += len(content)
        if len(content) > LARGEST_TEXT or self.text_bytes > MOST_TEXTS:
            self.slip(path, 1, _("The file has more text than can be read at once. Take it apart into several files."))
            return ""
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.slip(path, line, _("The file is not UTF-8."))
            return ""

    def mapping(self, path: str, place: Place) -> dict[str, Any] | None:
        if not self.has(path):
            return None
        self.places.add(place, path, 1)
        raw = self.yaml(path, self.text(path), place)
        if not isinstance(raw, dict):
            if raw is not None or not self.report.errors:
                self.slip(path, 1, _("This file is not a mapping of names to values."))
            return None
        return raw

    def yaml(self, path: str, text: str, place: Place, *, first_line: int = 1) -> Any:
        try:
            marked: Marked = read_yaml(text)
        except Slip as slip:
            self.slip(path, slip.line + first_line - 1, slip.text)
            return None
        for inside, line in marked.lines.items():
            self.places.add((*place, *inside), path, line + first_line - 1)
        return marked.data

    def rows(self, path: str, kind: type[T]) -> tuple[T, ...]:
        """What a file says beside the document; nothing if there is no such file."""
        if not self.has(path):
            return ()
        raw = self.yaml(path, self.text(path), (path.removesuffix(".yaml"),))
        found, misfits = convert(raw or [], tuple[kind, ...])  # type: ignore[valid-type]
        self.report.add(*(Located(f"{self.pack.name}/{path}", 1, misfit.text) for misfit in misfits))
        return found or ()

    def beside(self, path: str) -> str:
        """A text that is no part of the document; empty if there is no such file."""
        return self.text(path) if self.has(path) else ""


def front_matter(text: str) -> tuple[str | None, str]:
    if not text.startswith("---\n"):
        return None, text
    front, line, body = text[4:].partition("\n---\n")
    return (front, body) if line else (None, text)
