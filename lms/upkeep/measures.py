"""What whoever keeps the installation is told beside the other figures."""

from flask import current_app

from lms.core import clock, installation
from lms.core.measures import gauge
from lms.upkeep import queries


@gauge("sabak_backup_age_seconds", "Age of the newest verified backup; without one, of the installation")
def age_of_backup() -> float | None:
    """Nothing in a demonstration, which is not backed up by itself."""
    if installation.is_demonstration(current_app._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001
        return None
    at = clock.now()
    age = queries.age_of_newest_verified(at)
    return (at - installation.began_at() if age is None else age).total_seconds()
