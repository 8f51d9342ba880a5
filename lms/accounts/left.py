"""Who has left, written down beside the backups: a backup made before brings them back, and they leave again.

A line holds the moment, the id of the account and whether the certificates stay; nothing that tells who it was, and
nothing that the emptied row of the account does not say as well. So lines stay, and two workers may add some at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

KEEPS = {"kept": True, "revoked": False}


@dataclass(frozen=True)
class Left:
    at: datetime
    account_id: UUID
    keeps_certificates: bool

    def line(self) -> str:
        word = next(word for word, keeps in KEEPS.items() if keeps is self.keeps_certificates)
        return f"{self.at.isoformat()} {self.account_id} certificates {word}\n"


def list_in(data: Path) -> Path:
    """Where the list of an installation lies; whoever fetches its backups fetches it too."""
    return data / "backups" / "left.txt"


def note(path: Path, left: Left) -> None:
    """Add a line, whatever stands in the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="ascii") as lines:
        lines.write(left.line())


def read(path: Path) -> Iterator[Left]:
    """Raises ValueError on a line that is none of ours."""
    for line in path.read_text(encoding="ascii").splitlines():
        words = line.split()
        if len(words) != len(("at", "id", "certificates", "word")) or words[3] not in KEEPS:
            raise ValueError(line)
        yield Left(datetime.fromisoformat(words[0]), UUID(words[1]), KEEPS[words[3]])
