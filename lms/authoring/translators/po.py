"""PO: the context of an entry is the identity of its text; what is not settled is fuzzy."""

import io
import re
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from lms.authoring.translators.units import Sent, each_once
from lms.catalogue.translation import OPEN, State
from lms.core.i18n import _
from lms.exchange.encodings import decoded
from lms.exchange.readings import Refused

BASE = "sabak:base "
MOST_LINES = 400_000
#: A line that the library would read otherwise than it stands there: it takes a letter off each end, quotation mark or
#: not, and leaves out what it does not know.
_SOUND = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(?:[^"\\]|\\.)*"\s*)?', re.DOTALL
)


class _Entries(Catalog):
    """Each entry once and in one number: a header may ask for millions of plural forms, and entries that are met again
    take longer each time.
    """

    @property
    def num_plurals(self) -> int:
        return 1

    def __setitem__(self, id: str | tuple[str, ...], message: Message) -> None:  # type: ignore[override]
        if message.pluralizable or self.get(id, message.context) is not None:
            reason = "an entry in several numbers, or met twice"
            raise ValueError(reason)
        super().__setitem__(id, message)


def write(slug: str, source: str, target: str, units: Sequence[Sent]) -> bytes:
    """The file; its header says module and languages, and no moment, so that the same texts give the same bytes."""
    catalog = Catalog(locale=target)
    for unit in units:
        flags = ["fuzzy"] if unit.target and unit.state in OPEN else []
        catalog.add(unit.source, unit.target, context=unit.identity, flags=flags, auto_comments=[f"{BASE}{unit.base}"])
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=True)
    return _header(slug, source, target).encode() + buffer.getvalue()


def _header(slug: str, source: str, target: str) -> str:
    """Written here: the library puts a moment and places to fill in into its own."""
    lines = {
        "Project-Id-Version": slug,
        "Language": target,
        "X-Source-Language": source,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in lines.items()) + "\n"


def read(content: bytes, slug: str, target: str) -> list[Sent]:
    """What the file holds. Raises ``Refused`` for what is no such file, or one of another module or language."""
    text = decoded(content)
    if text.count("\n") > MOST_LINES:
        raise Refused(_("The file has too many lines."))
    _refuse_what_is_cut(text)
    catalog = _Entries()
    try:
        PoFileParser(catalog, abort_invalid=True).parse(io.StringIO(text))
    except (PoFileError, ValueError, LookupError, AssertionError, IndexError) as error:
        raise Refused(_("This is not a PO file that can be read.")) from error
    head = _head(text)
    name = head.get("Project-Id-Version", "")
    if not name:
        raise Refused(_("The file does not say to which module it belongs. Send one that was taken away here."))
    if name.split(" ")[0] != slug:
        raise Refused(_("The file belongs to another module: %(name)s.", name=name[:80]))
    if head.get("Language") != target:
        raise Refused(
            _("The file is a translation into another language: %(code)s.", code=head.get("Language", "–")[:20])
        )
    return each_once(
        Sent(
            identity=message.context,
            base=next((one.removeprefix(BASE) for one in message.auto_comments if one.startswith(BASE)), ""),
            source=str(message.id),
            target=str(message.string or ""),
            state=State.MACHINE_DRAFT if message.fuzzy else State.TRANSLATED,
        )
        for message in catalog
        if message.id and message.context
    )


def _refuse_what_is_cut(text: str) -> None:
    """Raises ``Refused`` with the number of the first line that is no line of a PO file."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not _SOUND.fullmatch(line):
            raise Refused(_("Line %(line)s cannot be read: each text stands between two quotation marks.", line=number))


def _head(text: str) -> dict[str, str]:
    """The lines of the first entry, as they stand in the file."""
    head = text.split("\n\n", 1)[0]
    lines = [line.strip('"').removesuffix("\\n") for line in head.split("\n") if line.startswith('"')]
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
