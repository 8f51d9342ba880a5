"""The frame of a module: keys, what it refers to outside itself, sources and pictures."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec

from lms.authoring.packs.checks.known import Known
from lms.authoring.packs.checks.places import cited_in_lists
from lms.authoring.packs.problems import Level, Problem
from lms.authoring.packs.texts import media_in, source_key, sources_cited
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.core.captions import is_as_kept
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _

KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
MODULE_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,3}")
EVERYBODY = "all"


def module_problems(document: ModuleDocument, known: Known) -> Iterator[Problem]:
    """Everything that is about the module as a whole."""
    yield from _keys(document)
    yield from _frame(document, known)
    yield from _sources(document)
    yield from _media(document)


def _keys(document: ModuleDocument) -> Iterator[Problem]:
    if not KEY.fullmatch(document.slug):
        yield Problem(("slug",), _("The address may hold lower-case Latin letters, digits and hyphens."))
    if not MODULE_CODE.fullmatch(document.code):
        yield Problem(("code",), _("The code is a capital letter and a number, for example M3."))
    for name in ("objectives", "lessons", "handouts", "checks", "questions"):
        keys = [item.key for item in getattr(document, name)]
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem((name, key), _("The key “%(key)s” stands here more than once.", key=key))
            if not KEY.fullmatch(key):
                yield Problem(
                    (name, key), _("The key “%(key)s” may hold lower-case Latin letters, digits and hyphens.", key=key)
                )
    for key in {item.key for item in document.checks} & {item.key for item in document.questions}:
        yield Problem(("checks", key), _("A check and a question have the same key “%(key)s”.", key=key))


def _frame(document: ModuleDocument, known: Known) -> Iterator[Problem]:
    codes = [*document.professions.required, *document.professions.recommended]
    for code in codes:
        if code != EVERYBODY and known.professions and code not in known.professions:
            yield Problem(("professions",), _("There is no profession “%(code)s”.", code=code))
    if not codes:
        yield Problem(("professions",), _("State for whom the module is."))
    for code in document.outputs:
        if known.outputs and code not in known.outputs:
            yield Problem(("outputs",), _("There is no output “%(code)s”.", code=code))
    if not document.outputs:
        yield Problem(("outputs",), _("State to which output of the project the module counts."))
    yield from _facts(document)


def _facts(document: ModuleDocument) -> Iterator[Problem]:
    if document.minutes <= 0:
        yield Problem(("minutes",), _("State how many minutes the module takes."))
    if set(document.states) != set(LANGUAGES):
        yield Problem(("states",), _("State for each of the three languages how far its text is."))
    if document.source_language not in LANGUAGES:
        yield Problem(("source_language",), _("The source language is ky, ru or en."))
    if document.law_as_of is not None and not is_day(document.law_as_of):
        yield Problem(("law_as_of",), _("“%(day)s” is not a day. Write it like 2026-11-01.", day=document.law_as_of))
    if not document.objectives:
        yield Problem(("objectives",), _("Write what people can do after the module: at least one objective."))
    if not document.lessons:
        yield Problem(("lessons",), _("The module has no lesson."))


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _sources(document: ModuleDocument) -> Iterator[Problem]:
    for place, cited in cited_in_lists(document):
        key = source_key(cited)
        if key not in document.sources_by_key:
            yield Problem(place, _("There is no source “%(key)s”.", key=key))
    for source in document.sources:
        if source.version is not None and not is_day(source.version):
            yield Problem(
                ("sources", source.key, "version"),
                _("“%(day)s” is not a day. Write it like 2026-11-01.", day=source.version),
            )
    unused = set(document.sources_by_key) - sources_cited(msgspec.to_builtins(document))
    for key in sorted(unused):
        yield Problem(("sources", key), _("No text cites the source “%(key)s”.", key=key), Level.WARNING)


def _media(document: ModuleDocument) -> Iterator[Problem]:
    used = {name for written in document.written for text in written.texts.values() for name in media_in(text.body)}
    for name in sorted(set(document.media_by_name) - used):
        if document.media_by_name[name].is_recording:
            text = _("No lesson plays the recording “%(name)s”.", name=name)
        elif document.media_by_name[name].is_download:
            text = _("No lesson gives the document “%(name)s” away.", name=name)
        else:
            text = _("No lesson shows the picture “%(name)s”.", name=name)
        yield Problem(("media", name), text, Level.WARNING)
    for file in document.media:
        if file.is_recording:
            yield from _recording(file)
            yield from _captions(file)


def _captions(file: MediaFile) -> Iterator[Problem]:
    """Captions come from a package too: only what we would have written ourselves is let in."""
    place = ("media", file.name, "captions")
    for one in file.captions:
        if not file.is_film or one.language not in LANGUAGES or not is_as_kept(one.content):
            said = {"name": file.name, "language": one.language}
            yield Problem(place, _("“%(name)s”: the captions “%(language)s” are not as they are kept here.", **said))
    missing = [code for code in LANGUAGES if file.is_film and file.captions_in(code) is None]
    if missing:
        names = ", ".join(NATIVE_NAMES[code] for code in missing)
        text = _("The film “%(name)s” has no captions in: %(languages)s.", name=file.name, languages=names)
        yield Problem(place, text, Level.WARNING)


def _recording(file: MediaFile) -> Iterator[Problem]:
    """What a reader who does not hear or see it needs; each language of a text that was begun is missed elsewhere."""
    place, said = ("media", file.name), {"name": file.name}
    if not file.text:
        yield Problem(
            (*place, "text"), _("The text of the recording “%(name)s” is missing: what is said in it.", **said)
        )
    if not file.seconds:
        yield Problem((*place, "length"), _("State how long the recording “%(name)s” is.", **said))
    if not file.languages or set(file.languages) - set(LANGUAGES):
        yield Problem(
            (*place, "languages"), _("State in which languages the recording “%(name)s” is: ky, ru, en.", **said)
        )
