"""What goes into a rendering from outside, and what comes out of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class CitationText:
    """How a source is named to the reader, in the reader's language."""

    title: str
    place: str = ""
    """Article or paragraph, as written in the citation or in the reader's language."""
    link: str | None = None
    """Where the source can be read; only https."""


@dataclass(frozen=True)
class TermText:
    """A word of the glossary with its meaning, in the reader's language."""

    term: str
    meaning: str
    remark: str = ""
    """What a reader must know of the meaning itself, for example that a machine translated it."""


@dataclass(frozen=True)
class Recording:
    """What a page says of sound or film beside its title; everything in words, as the reader sees them."""

    is_film: bool
    length: str
    size: str
    languages: Sequence[str]
    """Codes of what is spoken in it."""
    text: str
    """What is said in it, in the language of the page; an empty line parts paragraphs."""
    captions: Sequence[str] = ()
    """Codes of the languages in which a film has captions, each under the film's own address."""
    reader: str = ""
    """The language of the page: captions in it are shown unless the reader turns them off."""


@dataclass(frozen=True)
class MediaFile:
    """A picture or recording of our own: its address on this host and, if known, its size in pixels.

    ``weight`` ("38 KB") is given to a reader who saves data: the file is then a link that says it.
    """

    url: str
    width: int | None = None
    height: int | None = None
    weight: str | None = None
    recording: Recording | None = None
    has_sizes: bool = False
    """Whether it is kept in the sizes of screens, each under the picture's own address (``lms.core.pictures``)."""
    is_guarded: bool = False
    """Material for analysis: drawn in its box only, and without a link that leads to the file."""
    download: str = ""
    """Of a document that is given away, not shown: its type and size ("PDF, 38 KB")."""


@dataclass(frozen=True)
class Heading:
    """A heading of the text. The id is the same in every language, because it counts."""

    id: str
    level: int
    text: str


@dataclass(frozen=True)
class Citation:
    """A place in a source that the text rests on; `number` as printed, None for a quoted law, which names itself."""

    key: str
    place: str
    number: int | None


@dataclass(frozen=True)
class CheckMark:
    """Here stands the knowledge check with this key."""

    key: str


@dataclass(frozen=True)
class ScenarioMark:
    """Here the lesson leads into the scenario of its module."""


@dataclass(frozen=True)
class Rendered:
    """A text ready for a page: pieces of clean HTML, and marks where knowledge checks and the scenario stand."""

    html: Sequence[Markup | CheckMark | ScenarioMark]
    headings: Sequence[Heading]
    citations: Sequence[Citation]
    """In the order of the text, each place once."""
    checks: Sequence[str]

    @property
    def whole(self) -> Markup:
        """The text without its checks, for places that have none (privacy, help, preview of a note)."""
        return Markup("").join(piece for piece in self.html if isinstance(piece, Markup))
