"""Sound and film of a module: what they are called, and what they say."""

from typing import Any

import msgspec

from lms.authoring.editing import item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.texts import RecordingForm
from lms.authoring.packs.problems import Place
from lms.authoring.packs.recordings import seconds_of
from lms.catalogue.documents import MediaFile, ModuleDocument, running_time
from lms.core.i18n import _
from lms.ui.forms import Form


class RecordingEditor(Editor):
    form_class = RecordingForm
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
        return replace_item(self.document, "media", self.part.name, described(self.part, form))


def described(file: MediaFile, form: Form) -> MediaFile:
    """The recording with what the form says of it."""
    return msgspec.structs.replace(
        file,
        seconds=seconds_of(form.length.data),
        languages=tuple(form.languages.data),
        text=words_or_none(form.text.data),
        analysis=form.analysis.data,
    )
