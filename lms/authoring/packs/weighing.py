"""How large a picture is on a phone: in the store, or of a package that is not in it yet."""

from collections.abc import Callable, Mapping

from lms.catalogue.documents import MediaFile
from lms.core.pictures import FORMS, MOST_BYTES, ON_A_PHONE, Undrawable, draw, weight_of


def in_the_store(file: MediaFile) -> int:
    """A copy that nobody has made yet is no larger than this."""
    found = weight_of(file.sha256, ON_A_PHONE)
    return min(file.size, MOST_BYTES) if found is None else found


def among(media: Mapping[str, bytes]) -> Callable[[MediaFile], int]:
    """Of a package: the copy is drawn, only to be weighed."""

    def weigh(file: MediaFile) -> int:
        kind, width = FORMS[ON_A_PHONE]
        try:
            [copy] = draw(media[file.name], [(kind, width, MOST_BYTES)])
        except Undrawable:
            return file.size
        return len(copy.content)

    return weigh
