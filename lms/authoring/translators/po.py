"""PO: the context of an entry is the identity of its text; what is not settled is fuzzy."""

import io
from collections.abc import Sequence

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from lms.authoring.translators.units import Sent
from lms.catalogue.translation import OPEN, State
from lms.core.i18n import _
from lms.exchange.readings import Refused

BASE = "sabak:base "
MOST_LINES = 400_000


def write(slug: str, source: str, target: str, units: Sequence[Sent]) -> bytes:
    """The file; its header says module and languages, and no moment, so that the same texts give the same bytes."""
    catalog = Catalog(locale=target, project=slug, version="1", fuzzy=False)
    catalog.mime_headers = [
        ("Project-Id-Version", slug),
        ("Language", target),
        ("X-Source-Language", source),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    for unit in units:
        flags = ["fuzzy"] if unit.target and unit.state in OPEN else []
        catalog.add(unit.source, unit.target, context=unit.identity, flags=flags, auto_comments=[f"{BASE}{unit.base}"])
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=False)
    return buffer.getvalue()


def read(content: bytes, slug: str, target: str) -> list[Sent]:
    """What the file holds. Raises ``Refused`` for what is no such file, or one of another module or language."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The file is not in UTF-8.")) from error
    if text.count("\n") > MOST_LINES:
        raise Refused(_("The file has too many lines."))
    try:
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError, LookupError, AssertionError, IndexError) as error:
        raise Refused(_("This is not a PO file that can be read.")) from error
    head = _head(text)
    if head.get("Project-Id-Version", "").split(" ")[0] != slug:
        raise Refused(_("The file belongs to another module: %(name)s.", name=head.get("Project-Id-Version", "–")[:80]))
    if head.get("Language") != target:
        raise Refused(
            _("The file is a translation into another language: %(code)s.", code=head.get("Language", "–")[:20])
        )
    return [
        Sent(
            identity=message.context or "",
            base=next((one.removeprefix(BASE) for one in message.auto_comments if one.startswith(BASE)), ""),
            source=str(message.id),
            target=str(message.string or ""),
            state=State.MACHINE_DRAFT if message.fuzzy else State.TRANSLATED,
        )
        for message in catalog
        if message.id
    ]


def _head(text: str) -> dict[str, str]:
    """The lines of the first entry, as they stand in the file."""
    head = text.split("\n\n", 1)[0]
    lines = [line.strip('"').removesuffix("\\n") for line in head.split("\n") if line.startswith('"')]
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
