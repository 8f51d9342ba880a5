"""For what a platform role holds, and from when to when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Scope:
    """For what a role holds (a place in the tree, a module, or everything) and from when to when."""

    institution_id: UUID | None = None
    module_slug: str | None = None
    #: None: from now on.
    starts_at: datetime | None = None
    #: None: until somebody ends it.
    ends_at: datetime | None = None

    def facts(self) -> dict[str, str | None]:
        """For the log."""
        return {
            "institution_id": str(self.institution_id) if self.institution_id else None,
            "module": self.module_slug,
            "from": self.starts_at.isoformat() if self.starts_at else None,
            "until": self.ends_at.isoformat() if self.ends_at else None,
        }


EVERYWHERE = Scope()
