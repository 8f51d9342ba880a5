"""The files of a QTI package, or one file of one item."""

import io
import posixpath
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from lms.core.i18n import _
from lms.core.zips import Limits, ZipRefused, unpacked, why
from lms.exchange.encodings import MOST_BYTES
from lms.exchange.qti.names import attribute, name_of, named, within
from lms.exchange.readings import Refused
from lms.exchange.xml_door import Element, local, parsed, text_of

MANIFEST = "imsmanifest.xml"
LIMITS = Limits(files=8000, total=60 * 1024 * 1024)
#: Every language of a question is an item.
MOST_ITEMS = 6000
#: What one package may hold in all its items together.
MOST_LETTERS = 20 * 1024 * 1024
_UNREAD = (".zip", ".imscc", ".jar", ".gz", ".7z", ".rar")


class ItemFile(NamedTuple):
    """``path`` is empty where the item is the whole file; ``tags`` are the keywords of its resource."""

    path: str
    root: Element
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    items: list[ItemFile]
    files: dict[str, bytes]

    def media(self, item: str, source: str) -> tuple[str, bytes | None]:
        """The file that a picture of an item names, beside the item or from the top; nothing outside the package."""
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(item), unquote(source.split("?", maxsplit=1)[0])))
        return inside, self.files.get(inside)


def opened(content: bytes) -> Package:
    """Raises ``Refused``."""
    if content.startswith(b"PK"):
        return _from_zip(content)
    root = parsed(content)
    if name_of(root) != "assessmentItem":
        raise Refused(
            _(
                "Line %(line)s, <%(element)s>: this is neither a QTI package nor a QTI item.",
                line=root.sourceline,
                element=local(root),
            )
        )
    return Package([ItemFile("", root)], {})


def _from_zip(content: bytes) -> Package:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(most)s MB. Send it in parts.", most=MOST_BYTES // 1024 // 1024))
    try:
        files = unpacked(io.BytesIO(content), LIMITS, wanted=lambda path: not path.lower().endswith(_UNREAD))
    except ZipRefused as refused:
        raise Refused(why(refused, LIMITS)) from refused
    manifest = min((path for path in files if posixpath.basename(path) == MANIFEST), key=len, default=None)
    if manifest is None:
        raise Refused(_("There is no %(file)s in this zip file, so it is no QTI package.", file=MANIFEST))
    resources = _resources(parsed(files[manifest], name=manifest), posixpath.dirname(manifest))
    if len(resources) > MOST_ITEMS:
        raise Refused(
            _("The file has more than %(most)s questions. Take it apart into several files.", most=MOST_ITEMS)
        )
    if sum(len(files.get(path, b"")) for path in resources) > MOST_LETTERS:
        raise Refused(_("The file has more text than can be read at once. Take it apart into several files."))
    items = []
    for path, tags in resources.items():
        if path not in files:
            raise Refused(_("The manifest names the file %(file)s, which is not there.", file=path))
        root = parsed(files[path], name=path)
        if name_of(root) == "assessmentItem":
            items.append(ItemFile(path, root, tags))
    return Package(items, files)


def _resources(manifest: Element, folder: str) -> dict[str, tuple[str, ...]]:
    """Path of every resource that is an item, with the keywords of its metadata."""
    found = {}
    for resource in within(manifest, "resource"):
        kind = attribute(resource, "type").lower()
        href = attribute(resource, "href")
        if "item" in kind and "qti" in kind and href:
            path = posixpath.normpath(posixpath.join(folder, unquote(href)))
            found[path] = _keywords(resource)
    return found


def _keywords(resource: Element) -> tuple[str, ...]:
    texts = [
        text_of(inner)
        for keyword in within(resource, "keyword")
        for inner in (named(keyword, "string", "langstring") or [keyword])
    ]
    return tuple(dict.fromkeys(text for text in texts if text))
