"""Who has left, written down beside the backups: a backup made before brings them back, and they leave again.

A line holds the moment, the id of the account and whether the certificates stay; nothing that tells who it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

#: Longer than any backup should be kept.
LINES_STAY = timedelta(days=365)
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
    """Add a line; those that are old go. A file half written by a fall of the machine is never left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [old for old in read(path) if old.at > left.at - LINES_STAY] if path.exists() else []
    beside = path.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_text("".join(one.line() for one in (*kept, left)), encoding="ascii")
    beside.replace(path)


def read(path: Path) -> Iterator[Left]:
    """Raises ValueError on a line that is none of ours."""
    for line in path.read_text(encoding="ascii").splitlines():
        words = line.split()
        if len(words) != len(("at", "id", "certificates", "word")) or words[3] not in KEEPS:
            raise ValueError(line)
        yield Left(datetime.fromisoformat(words[0]), UUID(words[1]), KEEPS[words[3]])
