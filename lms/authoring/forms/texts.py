"""Lessons, sources, pictures and recordings."""

import re
from typing import Any

from wtforms.validators import ValidationError

from lms.authoring.forms.fields import LaterText
from lms.authoring.packs.recordings import seconds_of
from lms.authoring.texts_in import ENDINGS
from lms.core.captions import ENDING, LARGEST, NoCaptions, rewritten
from lms.core.i18n import NATIVE_NAMES, _, _l
from lms.ui.forms import (
    Checkbox,
    Checkboxes,
    DateField,
    FileField,
    Form,
    HiddenField,
    NumberField,
    Option,
    Radios,
    TextField,
    ThreeLanguageField,
    YearField,
)

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PICTURE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
RECORDINGS = (".mp3", ".m4a", ".aac", ".ogg", ".opus", ".mp4", ".webm")
DOCUMENTS = (".pdf", ".docx", ".xlsx", ".pptx")
READ = (
    Option("in-full", _l("In full")),
    Option("in-part", _l("In part")),
    Option("not-read", _l("Not read; it may be named but not quoted")),
)


def _key(form: Form, field: Any) -> None:
    if not KEY.fullmatch(field.data) or field.data == "new":
        raise ValidationError(_("Use lower-case Latin letters, digits and hyphens."))


def _https(form: Form, field: Any) -> None:
    if field.data and not re.fullmatch(r"https://[^\s]+", field.data):
        raise ValidationError(_("Write an address that begins with https:// and that you have opened."))


def _picture_name(form: Form, field: Any) -> None:
    if field.data and not PICTURE_NAME.fullmatch(field.data):
        raise ValidationError(_("Use lower-case Latin letters, digits, hyphens and dots."))


def _name_in_the_text() -> Any:
    """How a text calls a file of the module."""
    return LaterText(
        _l("Name in the text"),
        [_picture_name],
        max_length=80,
        spellcheck=False,
        hint=_l("Empty: the name of the file."),
    )


class NewLessonForm(Form):
    title = ThreeLanguageField(
        _l("Title"), hint=_l("Needed in the source language; the others may follow."), missing=_l("Write the title.")
    )


class LessonFileForm(Form):
    file = FileField(_l("File"), endings=ENDINGS, hint=_l("Markdown in UTF-8 or Word (DOCX), up to 10 MB."))
    language = Radios(
        _l("Language of the file"), options=[Option(code, name, lang=code) for code, name in NATIVE_NAMES.items()]
    )


class LessonForm(Form):
    title = ThreeLanguageField(_l("Title"), missing=_l("Write the title."))
    summary = ThreeLanguageField(
        _l("Summary"), kind="textarea", rows=3, hint=_l("One sentence: what people can do after this lesson.")
    )
    minutes = NumberField(_l("Minutes"), least=1, most=600)
    objectives = Checkboxes(_l("Objectives it serves"), optional=True)
    content_note = ThreeLanguageField(_l("Note on difficult content"), kind="textarea", rows=2)
    body = ThreeLanguageField(_l("Text"), kind="textarea", rows=28)
    base = HiddenField()


class HandoutForm(Form):
    title = ThreeLanguageField(
        _l("Title"), hint=_l("Empty, with an empty text, in all languages: the module has none.")
    )
    body = ThreeLanguageField(_l("Text"), kind="textarea", rows=24)
    base = HiddenField()


class SourceForm(Form):
    title = ThreeLanguageField(
        _l("Title"), kind="textarea", rows=2, missing=_l("Write the title of the source in the source language.")
    )
    publisher = ThreeLanguageField(_l("Publisher"))
    symbol = LaterText(_l("Symbol or number"), hint=_l("For example A/70/674."))
    year = YearField(_l("Year"), optional=True)
    link = LaterText(_l("Address on the web"), [_https], max_length=500, spellcheck=False)
    read = Radios(
        _l("How much of it did you read?"), options=READ, missing=_l("Say how much of the source you have read.")
    )
    binding = Checkbox(_l("It binds the State: a treaty or a law"), optional=True)
    version = DateField(_l("Day of the wording"), optional=True, hint=_l("Of a law: the text as it was on this day."))
    base = HiddenField()


class NewSourceForm(SourceForm):
    key = TextField(
        _l("Key"),
        [_key],
        max_length=60,
        width="code",
        spellcheck=False,
        hint=_l("With it lessons cite the source: [@key art. 1]."),
        missing=_l("Write the key by which lessons cite the source."),
    )


def _analysis() -> Any:
    return Checkbox(
        _l("Material for analysis: outside a lesson it could be unlawful. It is shown in a box of its own only."),
        optional=True,
    )


def _length(form: Form, field: Any) -> None:
    if field.data and seconds_of(field.data) is None:
        raise ValidationError(_("Write minutes and seconds, for example 4:05."))


class RecordingForm(Form):
    length = LaterText(_l("Playing time"), [_length], width="code", hint=_l("Minutes and seconds, for example 4:05."))
    languages = Checkboxes(
        _l("Languages spoken in it"),
        options=[Option(code, name) for code, name in NATIVE_NAMES.items()],
        optional=True,
    )
    text = ThreeLanguageField(
        _l("Text of the recording"),
        kind="textarea",
        rows=10,
        hint=_l("What is said, and in a film also what is seen and matters. Without it the module is not published."),
    )
    base = HiddenField()
    analysis = _analysis()


def _captions(_form: Form, field: Any) -> None:
    """From here on the field holds the captions as they are kept."""
    if field.data:
        try:
            field.data = rewritten(field.data.read(LARGEST + 1))
        except NoCaptions as error:
            raise ValidationError(str(error)) from error


def _captions_in(language: str, hint: Any) -> Any:
    return FileField(
        _l("Captions: %(language)s", language=NATIVE_NAMES[language]),
        [_captions],
        endings=(ENDING,),
        optional=True,
        hint=hint,
    )


_IN_PLACE = _l("WebVTT in UTF-8, up to 128 KB. They take the place of those that are there.")
_OF_A_FILM = _l("WebVTT in UTF-8, up to 128 KB. Of a film only; they may follow later.")


class CaptionedRecordingForm(RecordingForm):
    captions_ky, captions_ru, captions_en = (_captions_in(code, _IN_PLACE) for code in ("ky", "ru", "en"))
    dropped = Checkboxes(_l("Take captions away"), optional=True)


class NewRecordingForm(RecordingForm):
    file = FileField(
        _l("Recording"),
        endings=RECORDINGS,
        hint=_l("Sound in MP3, M4A, AAC or Ogg Opus, up to 5 MB. Film in MP4 or WebM, up to 20 MB."),
    )
    name = _name_in_the_text()
    captions_ky, captions_ru, captions_en = (_captions_in(code, _OF_A_FILM) for code in ("ky", "ru", "en"))


class PictureForm(Form):
    file = FileField(_l("Picture"), endings=PICTURES, hint=_l("PNG, JPEG or WebP, up to 2 MB."))
    name = _name_in_the_text()
    analysis = _analysis()


class DocumentForm(Form):
    document = FileField(
        _l("Document"),
        endings=DOCUMENTS,
        hint=_l("PDF, Word, Excel or PowerPoint, up to 5 MB. It names whoever wrote it unless that was taken out."),
    )


class ChangeFileForm(Form):
    """Another picture, recording or document under the same name, or another mark."""

    file = FileField(
        _l("Another file"),
        optional=True,
        hint=_l("Of the same kind. Published editions keep the file that they show."),
    )
    analysis = _analysis()
