"""What HTML said and plain text does not, in sentences."""

from collections.abc import Set as AbstractSet

from lms.core.i18n import _


def sentences_of(lost: AbstractSet[str]) -> list[str]:
    sentences = {
        "table": _("A table became lines of text. Read whether it can still be understood."),
        "struck": _("Words that were struck out stand as ordinary words now."),
        "raised": _("Raised or lowered letters stand on the line now."),
        "formula": _("A formula stays as it was typed and is not drawn."),
        "media": _("Sound, film or a drawing is left out."),
    }
    return [sentences[what] for what in sorted(lost)]
