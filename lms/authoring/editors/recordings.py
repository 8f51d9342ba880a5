"""Sound and film of a module: what they are called, and what they say."""

from typing import Any

import msgspec

from lms.authoring.editing import item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.texts import CaptionedRecordingForm
from lms.authoring.packs.problems import Place
from lms.authoring.packs.recordings import seconds_of
from lms.catalogue.documents import Captions, MediaFile, ModuleDocument, running_time
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.ui.forms import Form, Option


class RecordingEditor(Editor):
    form_class = CaptionedRecordingForm
    template = "authoring/edit_recording.html"
    needed = ()

    @property
    def part(self) -> MediaFile:
        file = item_of(self.document, "media", self.key or "")
        if file is None or not file.is_recording:
            raise Absent
        return file

    @property
    def heading(self) -> str:
        return _("Recording %(name)s", name=self.key)

    @property
    def place(self) -> Place:
        return ("media", self.key or "")

    @property
    def what(self) -> str:
        """Not ``media:``, which counts files that were added and deleted."""
        return f"recordings:{self.key}"

    def values(self) -> dict[str, Any]:
        file = self.part
        return {
            "length": running_time(file.seconds) if file.seconds else "",
            "languages": list(file.languages),
            "text": file.text or {},
            "analysis": file.analysis,
        }

    def result(self, form: Form) -> ModuleDocument:
        file = captioned(described(self.part, form), form) if self.part.is_film else described(self.part, form)
        return replace_item(self.document, "media", self.part.name, file)

    def prepare(self, form: Form) -> None:
        """Only a film has captions; whoever cannot hear sound reads its text."""
        form.dropped.options = [Option(one.language, NATIVE_NAMES[one.language]) for one in self.part.captions]
        unused = [] if self.part.is_film else [f"captions_{code}" for code in LANGUAGES]
        for name in unused if self.part.captions else [*unused, "dropped"]:
            del form[name]


def described(file: MediaFile, form: Form) -> MediaFile:
    """The recording with what the form says of it."""
    return msgspec.structs.replace(
        file,
        seconds=seconds_of(form.length.data),
        languages=tuple(form.languages.data),
        text=words_or_none(form.text.data),
        analysis=form.analysis.data,
    )


def captioned(file: MediaFile, form: Form) -> MediaFile:
    """The film with the captions that the form brings, and without those that it takes away."""
    dropped = form["dropped"].data if "dropped" in form else ()
    kept = {one.language: one.content for one in file.captions if one.language not in (dropped or ())}
    kept |= {code: form[f"captions_{code}"].data for code in LANGUAGES if form[f"captions_{code}"].data}
    return msgspec.structs.replace(
        file, captions=tuple(Captions(code, kept[code]) for code in LANGUAGES if code in kept)
    )
