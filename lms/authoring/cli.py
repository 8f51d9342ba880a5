"""``content``: check packages, load them, write one out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from lms.authoring import site_data
from lms.authoring.content_table import BEGIN, END, PAGE, is_stale, page_in, page_with, table_of
from lms.authoring.curriculum import curriculum_advice
from lms.authoring.errors import LoadRefused, VersionNotRaised
from lms.authoring.known_words import known_words, said_of_new, take_in
from lms.authoring.packs import Known, Level, Located, Pack, Refused, open_pack, read_pack, read_unchecked, write_pack
from lms.authoring.packs.bare_media import made_bare
from lms.authoring.packs.checks import known_from
from lms.authoring.packs.passed import Passed, checks_of
from lms.authoring.packs.spelling import respelled
from lms.authoring.queries import document_to_export, module_named, passed_marks
from lms.authoring.services.loading import load_pack
from lms.authoring.services.records import papers_of
from lms.authoring.services.sweeping import sweep
from lms.authoring.site_check import check_site, unknown_values
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.services import derive_again
from lms.core import clock, files
from lms.core.cli import needs_database
from lms.core.installation import is_demonstration
from lms.core.transactions import commit, roll_back
from lms.questions.documents import hash_of

content = AppGroup("content", help="Training modules and site data as files.")
PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


@content.command("check")
@PATHS
@click.option("--production", is_flag=True, help="Also refuse what a real installation must not leave empty.")
def check(paths: tuple[Path, ...], *, production: bool) -> None:
    """Name every problem of the packages (default: all, and the site data) with file and line."""
    problems, packs = _read_all(paths, known_from(_content()))
    problems += unknown_values(_content()) if production else []
    for problem in problems:
        click.echo(str(problem))
    if not paths and not errors_in(problems) and is_stale(_content(), _documents(packs)):
        click.echo(f"{PAGE}:1: warning: The table of the modules is not fresh; “content table” writes it anew.")
    for line in _advice(packs):
        click.echo(line)
    new = [] if paths else list(_new_words(packs))
    for line in new:
        click.echo(line)
    for file, _after in _respelled(paths):
        click.echo(f"{file}:1: warning: The text is not in its one spelling; “content format” brings it there.")
    errors = len(errors_in(problems)) + len(new)
    if errors:
        _refuse(f"{errors} errors. Mend them, then check again.")
    for pack in packs:
        click.echo(_described(pack))
    click.echo("No errors.")


@content.command("format")
@PATHS
def spell(paths: tuple[Path, ...]) -> None:
    """Bring the lessons of packages (folders; default: all) into the one spelling of their Markdown, and take out of
    their pictures what is not seen.
    """
    for file, text in _respelled(paths):
        file.write_text(text, encoding="utf-8")
        click.echo(str(file))
    for folder in _folders(paths):
        for file, bare in made_bare(folder):
            file.write_bytes(bare)
            click.echo(str(file))


@content.command("table")
def tabulate() -> None:
    """Write the table of all modules in content/README.md anew."""
    documents = _as_they_are()
    page = page_with(page_in(_content()), table_of(documents))
    if page is None:
        _refuse(f"{PAGE} has no marks between which the table stands: {BEGIN.strip()} and {END.strip()}")
    else:
        (_content() / PAGE).write_text(page, encoding="utf-8")
        click.echo(f"{PAGE}: {len(documents)} modules.")


@content.command("words")
def take_words() -> None:
    """Take the words of all modules that no dictionary has into the lists of known ones; names those that are new."""
    for name, new in take_in(_content(), _as_they_are()).items():
        click.echo("\n".join([*new, f"{name}: {len(new)} words are new."]))


def _as_they_are() -> list[ModuleDocument]:
    """All modules, unchecked. What cannot be read is refused."""
    known, packs = known_from(_content()), []
    for place in _packages(_content()):
        _begin(f"Reading {place.name}")
        packs.append(read_unchecked(open_pack(place), known))
    errors = [problem for pack in packs for problem in pack.report.errors]
    if errors:
        _refuse("\n".join(map(str, errors)))
    return _documents(packs)


@content.command("load")
@PATHS
@needs_database
def load(paths: tuple[Path, ...]) -> None:
    """Load packages (default: all, and the site data). Everything or nothing.

    What has passed the same checks when it was loaded before is not checked again.
    """
    known = known_from(_content())
    problems, packs = _read_all(paths, known, Passed(checks_of(_content(), known), passed_marks()))
    errors = errors_in(problems)
    if errors:
        for problem in errors:
            click.echo(str(problem), err=True)
        _refuse(f"Nothing was loaded: {len(errors)} errors.")
    sentences = [] if paths else _load_site_data()
    refusals: list[str] = []
    for pack in packs:
        _begin(f"Loading {pack.slug}")
        try:
            loaded = load_pack(pack, is_demonstration=_is_demonstration(), at=clock.now())
        except LoadRefused as refusal:
            refusals += refusal.sentences
        else:
            sentences += [f"{loaded.slug}: {sentence}." for sentence in loaded.sentences]
    if refusals:
        roll_back()
        _refuse("\n".join([*refusals, "Nothing was loaded."]))
    commit()
    click.echo("\n".join(sentences) or "Nothing to do.")


@content.command("export")
@click.argument("slug")
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@needs_database
def export(slug: str, output: Path) -> None:
    """Write the current edition of a module (or its draft, if none is published) as a package file."""
    document, module = document_to_export(slug), module_named(slug)
    if document is None or module is None:
        _refuse(f"There is no module {slug}.")
    elif not output.absolute().parent.is_dir():
        _refuse(f"There is no folder {output.absolute().parent}.")
    else:
        papers = papers_of(document, module.id)
        output.write_bytes(write_pack(document, lambda sha256: files.get(f"media/{sha256}"), papers))
        click.echo(f"{output}: {slug}, {len(document.lessons)} lessons, {len(document.questions)} questions.")


@content.command("sweep")
@click.option("--dry-run", is_flag=True, help="Only say what would leave.")
@needs_database
def sweep_media(*, dry_run: bool) -> None:
    """Remove pictures and recordings that no text has needed for 30 days, as the worker does every night."""
    swept = sweep(at=clock.now(), is_trial=dry_run)
    for sha256, size in swept.removed.items():
        click.echo(f"{sha256} {size} bytes")
    verb = "would leave" if dry_run else "left"
    click.echo(f"{len(swept.removed)} files {verb} ({sum(swept.removed.values())} bytes).")
    click.echo(
        f"{len(swept.unused)} files are needed by no text and stay for now ({sum(swept.unused.values())} bytes)."
    )


@content.command("rebuild")
@needs_database
def rebuild() -> None:
    """Write the tables that are derived from editions (lists, search, questions) again."""
    count = derive_again()
    commit()
    click.echo(f"Derived anew: {count} editions.")


def _advice(packs: Iterable[Pack]) -> Iterator[str]:
    """What is asked of the platform's own modules beyond what every module must have."""
    for pack in packs:
        if pack.document is not None:
            for sentence in curriculum_advice(pack.document, pack.papers):
                yield f"{pack.name}/module.yaml:1: warning: {sentence}"


def _new_words(packs: Iterable[Pack]) -> Iterator[str]:
    """A slip of the pen is an error until somebody has looked at the word and taken it into the list."""
    known = known_words(_content())
    for pack in packs:
        if pack.document is not None:
            for sentence in said_of_new(pack.document, known):
                yield f"{pack.name}/module.yaml:1: error: {sentence}"


def errors_in(problems: Iterable[Located]) -> list[Located]:
    return [problem for problem in problems if problem.level is Level.ERROR]


def _documents(packs: Iterable[Pack]) -> list[ModuleDocument]:
    return [pack.document for pack in packs if pack.document is not None]


def _described(pack: Pack) -> str:
    """With the hash that reviewers sign."""
    if pack.document is None:
        return f"{pack.slug}: cannot be read."
    lessons, questions = len(pack.document.lessons), len(pack.document.questions)
    return f"{pack.slug}: {lessons} lessons, {questions} questions, document {hash_of(pack.document)}."


def _content() -> Path:
    folder: Path = current_app.config["CONTENT"]
    return folder


def _is_demonstration() -> bool:
    return is_demonstration(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def _read_all(paths: tuple[Path, ...], known: Known, passed: Passed | None = None) -> tuple[list[Located], list[Pack]]:
    """Problems and packages of these paths, or of the whole content folder."""
    problems = [] if paths else _check_site_data()
    packs = []
    for path in paths or _packages(_content()):
        for place in _packages(path) if path.is_dir() and not (path / "module.yaml").exists() else [path]:
            _begin(f"Reading {place.name}")
            try:
                pack = read_pack(open_pack(place), known, passed)
            except Refused as refusal:
                problems.append(Located(str(place), 1, str(refusal)))
            else:
                problems += pack.report.sorted()
                packs.append(pack)
    return problems, packs


def _respelled(paths: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    for folder in _folders(paths):
        yield from respelled(folder)


def _folders(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The packages that lie there as folders."""
    for path in paths or (_content(),):
        yield from _packages(path) if path.is_dir() else ()


def _packages(folder: Path) -> list[Path]:
    """The packages in a folder that is no package itself."""
    return sorted(path.parent for path in folder.glob("*/module.yaml")) or [folder]


def _check_site_data() -> list[Located]:
    _begin("Reading the site data")
    return check_site(_content()).sorted()


def _load_site_data() -> list[str]:
    _begin("Loading the site data")
    try:
        loaded = site_data.load_reference_data()
    except VersionNotRaised as refusal:
        roll_back()
        _refuse(f"review-checklists.yaml: “{refusal}” has changed; raise its version. Nothing was loaded.")
    return [f"{name}: {count} rows added or changed." for name, count in loaded.changed.items()]


def _begin(work: str) -> None:
    """Say what takes the next seconds, beside the answer, which other programs may read."""
    click.echo(f"{work} …", err=True)


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
