"""Pictures of a file that becomes a lesson: each is drawn anew and kept like one that is uploaded."""

from collections.abc import Callable

import msgspec

from lms.authoring.images import drawn_anew
from lms.authoring.incoming_pictures import MOST_PICTURES, free_name, refuse_beyond_room
from lms.authoring.packs.media_reading import media_facts
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.catalogue.documents import MediaFile, ModuleDocument
from lms.core.i18n import _


class Taken:
    """The module with the pictures that have come in so far; ``keep`` puts one into the store."""

    def __init__(self, document: ModuleDocument, name: str, keep: Callable[[bytes], None]) -> None:
        self.document = document
        self._name, self._keep, self._seen = name, keep, 0

    def __call__(self, given: bytes) -> str:
        """The name of the picture in the module. Raises ``NoPicture``."""
        if self._seen >= MOST_PICTURES:
            raise NoPicture(_("More than %(number)s pictures come at once; this one stays out.", number=MOST_PICTURES))
        self._seen += 1
        look_at(given)
        content, kind, ending, width, height = drawn_anew(given)
        refuse_beyond_room(self.document, len(content))
        self._keep(content)
        name = free_name(self.document, f"{self._name}-{self._seen}.x", ending)
        picture = MediaFile(**media_facts(name, content, kind, width, height))
        self.document = msgspec.structs.replace(self.document, media=(*self.document.media, picture))
        return name
