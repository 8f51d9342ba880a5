"""SQLite, copied page by page while others write.

The backup interface begins again whenever another process has written, unless a read transaction keeps the pages as
they are. With the write-ahead log such a transaction keeps nobody waiting, so it is held to the end. With a rollback
journal it would keep every writer waiting; there the interface may begin again.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import Engine, inspect

from lms.upkeep.errors import BackupDamaged
from lms.upkeep.manifest import DATABASE, Database, Manifest, Part, Table
from lms.upkeep.parts import FILE_MODE, chunks_of, measure_part, sync_folder
from lms.upkeep.progress import Progress

NAME = f"{DATABASE}.sqlite"
STEP_PAGES = 2048
"""8 MiB of usual pages: after each step the copy is brought to the disk, and others have their turn there."""
MOST_MAPPED = 64 * 1024**3
"""Bytes. Checking a database of gigabytes reads it in no order; without this every page would be a call."""
#: Reading a copy through compares every index with its rows. What is restored is byte by byte what was written, so that
#: its structure alone is looked at again.
THOROUGH, QUICK = "integrity_check", "quick_check"


def is_empty(engine: Engine) -> bool:
    path = Path(engine.url.database or "")
    return not path.exists() or not inspect(engine).get_table_names()


def may_make_tables(engine: Engine) -> bool:
    return True  # whoever may write the file may


def copy_out(engine: Engine, folder: Path, progress: Progress) -> tuple[Database, list[Part]]:
    """Copy the database as it is at this moment."""
    path = Path(engine.url.database or "")
    target = folder / NAME
    progress.expect(2 * path.stat().st_size)
    with closing(pysqlite3.connect(path, isolation_level=None)) as source:
        if source.execute("pragma journal_mode").fetchone()[0] == "wal":
            source.execute("begin")
            source.execute("select count(*) from sqlite_schema").fetchone()
        _copy_pages(source, target, progress)
    part = measure_part(folder, NAME, progress)
    with _opened(target) as copy:
        return _facts(copy), [part]


def _copy_pages(source: Any, target: Path, progress: Progress) -> None:
    page_size = source.execute("pragma page_size").fetchone()[0]
    target.touch(mode=FILE_MODE)
    with target.open("rb") as written, closing(pysqlite3.connect(target, isolation_level=None)) as copy:
        # What fails here is thrown away as a whole; the disk is told of every step below.
        copy.execute("pragma journal_mode=off")
        copy.execute("pragma synchronous=off")

        def rest(status: int, remaining: int, total: int) -> None:
            os.fdatasync(written.fileno())
            progress.advance(min(STEP_PAGES, total) * page_size)

        source.backup(copy, pages=STEP_PAGES, progress=rest)
    with target.open("rb") as written:
        os.fsync(written.fileno())


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """A copy that nobody else touches: no lock, no file beside it, read where the system keeps it in memory anyway."""
    with closing(pysqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        copy.execute(f"pragma mmap_size={MOST_MAPPED}")
        yield copy


def _facts(copy: Any) -> Database:
    names = [name for (name,) in copy.execute("select name from sqlite_schema where type = 'table' order by name")]
    return Database(
        engine="sqlite",
        kind=copy.execute("select kind from installation").fetchone()[0],
        head=copy.execute("select version_num from alembic_version").fetchone()[0],
        tables=[
            Table(name, copy.execute(f'select count(*) from "{name}"').fetchone()[0])  # noqa: S608  (a name of its own)
            for name in names
            if not name.startswith("sqlite_")
        ],
    )


def problems_of(folder: Path, manifest: Manifest) -> list[str]:
    """Whether the copy opens, is sound in itself, and holds what the manifest says."""
    return _problems(folder / NAME, manifest, THOROUGH)


def _problems(path: Path, manifest: Manifest, check: str) -> list[str]:
    try:
        with _opened(path) as copy:
            (said,) = copy.execute(f"pragma {check}(1)").fetchone()
            if said != "ok":
                return [f"The database is damaged: {said}."]
            found = _facts(copy)
    except pysqlite3.DatabaseError as error:
        return [f"The database cannot be read: {error}."]
    return [] if found == manifest.database else ["The database holds other rows than the manifest says."]


def copy_in(engine: Engine, folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Put the copy in the place of the database, by one renaming, once it is whole. Raises BackupDamaged."""
    path = Path(engine.url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.restored")
    draft.unlink(missing_ok=True)
    draft.touch(mode=FILE_MODE)
    with draft.open("wb") as stream:
        for chunk in chunks_of(folder / NAME):
            stream.write(chunk)
            progress.advance(len(chunk))
        stream.flush()
        os.fsync(stream.fileno())
    problems = _problems(draft, manifest, QUICK)
    if problems:
        draft.unlink()
        raise BackupDamaged(problems)
    engine.dispose()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    draft.replace(path)
    sync_folder(path.parent)
