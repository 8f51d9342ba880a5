"""What is wrong with a document, and where: by place in the document, and by file and line in a package."""

from dataclasses import dataclass, field
from enum import StrEnum

from lms.catalogue.texts import Place

__all__ = ["Level", "Located", "Place", "Places", "Problem", "Report"]


class Level(StrEnum):
    ERROR = "error"  # blocks loading and publication
    WARNING = "warning"  # advice


@dataclass(frozen=True)
class Problem:
    """One sentence for the author, in the language being spoken."""

    place: Place
    text: str
    level: Level = Level.ERROR
    #: Found by the check of wording, which has a page of its own for it.
    is_wording: bool = False


@dataclass(frozen=True, order=True)
class Located:
    """A problem with the file and line that a person opens to mend it."""

    file: str
    line: int
    text: str
    level: Level = Level.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level.value}: {self.text}"


@dataclass
class Places:
    """Which file and line says what. A place that no line states is that of the thing around it."""

    root: str
    default: str = "module.yaml"
    known: dict[Place, tuple[str, int]] = field(default_factory=dict)

    def add(self, place: Place, file: str, line: int) -> None:
        self.known.setdefault(place, (file, line))

    def locate(self, problem: Problem) -> Located:
        file, line = self._find(problem.place)
        return Located(f"{self.root}/{file}" if self.root else file, line, problem.text, problem.level)

    def _find(self, place: Place) -> tuple[str, int]:
        last = place[-1] if place else None
        if isinstance(last, int) and place[:-1] in self.known and "body" in place:
            file, first = self.known[place[:-1]]
            return file, first + last - 1
        if isinstance(last, int) and place[:-1] in self.known and "captions" in place:
            file, first = self.known[place[:-1]]
            return file, first + last  # they begin below the line that names their language
        for length in range(len(place), 0, -1):
            if place[:length] in self.known:
                return self.known[place[:length]]
        return self.default, 1


@dataclass
class Report:
    """All problems of one package or file, in the order of files and lines."""

    problems: list[Located] = field(default_factory=list)

    def add(self, *found: Located) -> None:
        self.problems.extend(found)

    @property
    def errors(self) -> list[Located]:
        return [problem for problem in self.sorted() if problem.level is Level.ERROR]

    @property
    def warnings(self) -> list[Located]:
        return [problem for problem in self.sorted() if problem.level is Level.WARNING]

    def sorted(self) -> list[Located]:
        return sorted(set(self.problems))
