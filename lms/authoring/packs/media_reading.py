"""The pictures, recordings and documents of a package, each with what the file beside it says."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.authoring.packs.bare_media import refuse_written
from lms.authoring.packs.downloads import TYPES as DOCUMENTS
from lms.authoring.packs.downloads import look_into
from lms.authoring.packs.file_reading import FileReader
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.authoring.packs.problems import Place, Problem
from lms.authoring.packs.recordings import (
    ABOUT,
    ANALYSIS,
    TYPES,
    facts_from,
    has_ending_of,
    is_about,
    is_about_picture,
    listen_to,
    seconds_of,
)
from lms.catalogue.documents import DOWNLOADS
from lms.core.i18n import _
from lms.core.markdown.parsing import RECORDINGS

SAID = ("length", "languages", "text", "captions", ANALYSIS)


@dataclass
class MediaReader:
    files: FileReader
    #: Name to the path in the package, of all that could be read.
    paths: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[dict[str, Any]]:
        made = []
        for path in sorted(self.files.pack.files):
            if not path.startswith("media/"):
                continue
            if is_about(path) or is_about_picture(path):
                self._expect_described(path)
                continue
            name, content = path.removeprefix("media/"), self.files.pack.files[path]
            if path + ABOUT not in self.files.pack.files:
                self.files.places.add(("media", name), path, 1)
            try:
                made.append(self._row(path, name, content))
            except NoPicture as error:
                self.files.slip(path, 1, str(error))
            else:
                self.paths[name] = path
        return made

    def _row(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """Raises ``NoPicture`` and what is made of it."""
        if name.endswith(RECORDINGS):
            return self._recording(path, name, content)
        if name.endswith(tuple(DOWNLOADS)):
            return self._document(path, name, content)
        picture = look_at(content)
        self._expect_bare(path, content, picture.type)
        facts = media_facts(name, content, picture.type, picture.width, picture.height)
        return facts | self._about_picture(path, name)

    def _recording(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """A recording with what the file beside it says of it. Raises ``NoRecording``."""
        kind = listen_to(content)
        self._expect_bare(path, content, kind)
        if not has_ending_of(name, kind):
            self.files.slip(path, 1, _("The name of this file must end in %(ending)s.", ending=TYPES[kind]))
        about, place = path + ABOUT, ("media", name)
        said = self.files.mapping(about, place) or {}
        self._name_strangers(said, place, SAID)
        if said.get("length") is not None and seconds_of(said["length"]) is None:
            self.files.note(
                Problem((*place, "length"), _("The length is written in minutes and seconds, for example 4:05."))
            )
        return media_facts(name, content, kind, None, None) | facts_from(said)

    def _document(self, path: str, name: str, content: bytes) -> dict[str, Any]:
        """A document that a lesson gives away. Raises ``NoDownload``."""
        kind = look_into(content)
        if DOCUMENTS[kind] != f".{name.rpartition('.')[2]}":
            self.files.slip(path, 1, _("The name of this file must end in %(ending)s.", ending=DOCUMENTS[kind]))
        return media_facts(name, content, kind, None, None)

    def _about_picture(self, path: str, name: str) -> dict[str, Any]:
        """Whether the file beside a picture says that it is material for analysis."""
        about, place = path + ABOUT, ("media", name)
        if about not in self.files.pack.files:
            return {}
        said = self.files.mapping(about, place) or {}
        self._name_strangers(said, place, (ANALYSIS,))
        return {ANALYSIS: True} if said.get(ANALYSIS) is True else {}

    def _expect_bare(self, path: str, content: bytes, kind: str) -> None:
        """The file is there all the same: what names it is not wrong as well."""
        try:
            refuse_written(content, kind)
        except NoPicture as error:
            self.files.slip(path, 1, str(error))

    def _name_strangers(self, said: Iterable[str], place: Place, known: Sequence[str]) -> None:
        for name in said:
            if name not in known:
                text = _("“%(name)s” is not known here; known are %(known)s.", name=name, known=", ".join(known))
                self.files.note(Problem((*place, name), text))

    def _expect_described(self, path: str) -> None:
        if path.removesuffix(ABOUT) not in self.files.pack.files:
            missing = _("The picture that this file describes is missing.")
            self.files.slip(
                path, 1, _("The recording that this file describes is missing.") if is_about(path) else missing
            )


def media_facts(name: str, content: bytes, kind: str, width: int | None, height: int | None) -> dict[str, Any]:
    """A picture or recording as the document names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    facts = {"name": name, "sha256": sha256, "type": kind, "size": len(content)}
    return facts | ({"width": width, "height": height} if width and height else {})
