"""What a module says of single translations: that the texts exist, and that what is said can be true."""

import re
from collections.abc import Iterator

from lms.authoring.packs.problems import Level, Problem
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import texts_in
from lms.core.i18n import LANGUAGES, _

HASH = re.compile(r"[0-9a-f]{16}")


def translation_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything that is about states of single texts."""
    known = {
        language: {text.identity: text for text in texts_in(document, language)}
        for language in LANGUAGES
        if document.translation and language != document.source_language
    }
    for identity, stated in document.translation.items():
        for language, rendition in stated.items():
            place = ("translation", identity, language)
            if language not in known:
                yield Problem(place, _("A state belongs to a language that the module is translated into."))
                continue
            if rendition.of is not None and not HASH.fullmatch(rendition.of):
                yield Problem((*place, "of"), _("This is not the hash of a text: 16 digits from 0 to f."))
            text = known[language].get(identity)
            if text is None:
                yield Problem(place, _("The module has no text “%(name)s”.", name=identity), Level.WARNING)
            elif rendition.state == "missing" and text.target.strip():
                yield Problem(place, _("The text is said to be missing, and there it is."), Level.WARNING)
