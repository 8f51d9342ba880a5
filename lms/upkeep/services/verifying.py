"""Read a backup through and say whether it can be relied on."""

from pathlib import Path

from lms.upkeep.databases import MODULES, SPOKEN
from lms.upkeep.errors import BackupDamaged, BackupRefused
from lms.upkeep.manifest import Manifest, read_manifest
from lms.upkeep.parts import problem_of
from lms.upkeep.progress import Progress

#: So many faults say enough; a folder that was cut off may have thousands.
PROBLEMS_TOLD = 5


def verify_backup(folder: Path, progress: Progress) -> Manifest:
    """Every part as it was written, the database sound, with the rows it had. Raises BackupRefused, BackupDamaged."""
    manifest = check_parts(folder, progress)
    problems = MODULES[manifest.database.engine].problems_of(folder, manifest)
    if problems:
        raise BackupDamaged(problems[:PROBLEMS_TOLD])
    return manifest


def check_parts(folder: Path, progress: Progress) -> Manifest:
    """Every part is there, with the bytes it was written with."""
    manifest = read_manifest(folder)
    if manifest.database.engine not in MODULES:
        known = " and ".join(SPOKEN.values())
        raise BackupRefused(f"This is a backup of {manifest.database.engine}; this version knows {known}.")
    progress.expect(manifest.size)
    problems = []
    for part in manifest.parts:
        problem = problem_of(folder, part, progress)
        if problem:
            problems.append(problem)
            if len(problems) == PROBLEMS_TOLD:
                break
    if problems:
        raise BackupDamaged(problems)
    return manifest
