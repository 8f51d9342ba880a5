"""``questions``: look at a file of questions, bring it into a bank, take a bank away."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from lms.authoring import incoming, queries
from lms.authoring.incoming import State
from lms.authoring.incoming_pictures import bring_pictures
from lms.authoring.services import drafts
from lms.authoring.services.media import put
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.guarding import without_material
from lms.core import clock, files
from lms.core.cli import needs_database
from lms.core.i18n import LANGUAGES
from lms.core.transactions import commit
from lms.exchange.formats import FORMATS
from lms.exchange.readings import Item, Reading, Refused, Remark, Weight
from lms.exchange.told import asked

questions = AppGroup("questions", help="Questions in and out of other formats.")
FORMAT = click.option("--format", "form", required=True, type=click.Choice(list(FORMATS)))
LANGUAGE = click.option("--language", default="en", type=click.Choice(LANGUAGES), help="Of texts that name none.")
FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@questions.command("check")
@FILE
@FORMAT
@LANGUAGE
def check(path: Path, form: str, language: str) -> None:
    """Print as JSON what a file holds, and what cannot be held. Writes nothing."""
    reading = _read(path, form, language)
    found = {
        "format": form,
        "questions": [_described(item, language) for item in reading.items],
        "problems": [_problem(remark) for remark in reading.remarks],
    }
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@questions.command("import")
@click.argument("slug")
@FILE
@FORMAT
@LANGUAGE
@click.option("--replace", is_flag=True, help="The file wins where the bank has another question under the same key.")
@needs_database
def import_file(slug: str, path: Path, form: str, language: str, *, replace: bool) -> None:
    """Add the questions of a file to the bank of a module's draft. Everything or nothing."""
    module = queries.module_named(slug)
    if module is None:
        _refuse(f"There is no module {slug}.")
    reading = _read(path, form, language)
    draft = queries.draft_with_text(module.id)
    document = module_from_json(draft.document)
    planned = incoming.plan(document, reading)
    _refuse_conflicts(planned, replace=replace)
    brought = bring_pictures(document, planned, reading.media, replace=replace)
    after = incoming.with_incoming(brought.document, brought.planned, replace=replace)
    for content in brought.contents:
        put(content)
    drafts.save(draft, after, by=None, what=f"questions:{form}", at=clock.now())
    commit()
    counts = incoming.counted(planned)
    click.echo(f"{slug}: {counts['new']} added, {counts['other']} replaced, {counts['same']} there already.")
    for one in planned:
        if one.state is not State.SAME:
            click.echo(f"{one.item.place}: {one.question.key}, {one.question.kind}")
    _print_remarks([*reading.remarks, *brought.remarks])


def _refuse_conflicts(planned: Sequence[incoming.Incoming], *, replace: bool) -> None:
    taken = [one.question.key for one in planned if one.state is State.TAKEN]
    other = [] if replace else [one.question.key for one in planned if one.state is State.OTHER]
    sentences = [f"{key} is a knowledge check of this module; give the question another key." for key in taken]
    sentences += [f"{key} is in the bank already, with other words. --replace lets the file win." for key in other]
    if sentences:
        _refuse("\n".join([*sentences, "Nothing was brought in."]))


@questions.command("export")
@click.argument("slug")
@FORMAT
@click.option("--output", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--edition", is_flag=True, help="The bank of the current edition instead of the draft's.")
@needs_database
def export(slug: str, form: str, output: Path, *, edition: bool) -> None:
    """Write the bank of a module as a file, and say what the format cannot hold."""
    document = without_material(_document(slug, edition=edition))
    if not output.absolute().parent.is_dir():
        _refuse(f"There is no folder {output.absolute().parent}.")
    media = {file.name: files.get(f"media/{file.sha256}") for file in document.media if not file.is_recording}
    written = FORMATS[form].write(document.questions, media=media)
    output.write_bytes(written.content)
    left_out = {remark.number for remark in written.remarks if remark.weight is Weight.LEFT_OUT}
    click.echo(f"{output}: {len(document.questions) - len(left_out)} of {len(document.questions)} questions.")
    _print_remarks(written.remarks)


def _document(slug: str, *, edition: bool) -> ModuleDocument:
    module = queries.module_named(slug)
    if module is None:
        _refuse(f"There is no module {slug}.")
    if edition and module.current_edition_id is None:
        _refuse(f"{slug} has no edition on the shelf.")
    if edition:
        document = queries.document_to_export(slug)
        assert document is not None  # noqa: S101 - the module was found above
        return document
    return module_from_json(queries.draft_with_text(module.id).document)


def _read(path: Path, form: str, language: str) -> Reading:
    try:
        content = path.read_bytes()
    except OSError as error:
        _refuse(f"{path} cannot be read: {error.strerror}.")
    try:
        return FORMATS[form].read(content, language=language)
    except Refused as refusal:
        _refuse(str(refusal))


def _described(item: Item, language: str) -> dict[str, Any]:
    question = item.question
    stems = {code: asked(question, code) for code in LANGUAGES}
    return {
        "number": item.number,
        "place": item.place,
        "key": question.key,
        "kind": question.kind,
        "stem": stems[language] or next((text for text in stems.values() if text), ""),
        "stems": stems,
        "options": [
            {"text": answer.text, "weight": answer.weight, "feedback": answer.feedback} for answer in item.answers
        ],
        "category": item.category,
        "tags": list(question.tags),
        **_line(item.place),
    }


def _problem(remark: Remark) -> dict[str, Any]:
    return {
        "place": remark.place,
        **_line(remark.place),
        **({"question": remark.number} if remark.number is not None else {}),
        "text": remark.text,
        "left_out": remark.weight is Weight.LEFT_OUT,
    }


def _line(place: str) -> dict[str, int]:
    """The number of the line, where the place is one: a command speaks English."""
    word, _blank, number = place.partition(" ")
    return {"line": int(number)} if word == "line" and number.isdigit() else {}


def _print_remarks(remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        click.echo(f"{remark.place}: {remark.text}{' (left out)' if remark.weight is Weight.LEFT_OUT else ''}")


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
