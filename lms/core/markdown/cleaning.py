"""The last gate: what is not on this list does not reach a page. The only place that vouches for HTML of authors."""

import re

import nh3
from markupsafe import Markup

# An address on this host, a place on this page, or a web or mail address that says so. `//host` and `/\host` name
# another host, although they look like paths.
SAFE_LINK = re.compile(r"(?:#[\w-]*|/(?![/\\])[^\s\\]*|https?://[^\s\\]+|mailto:[^\s\\]+|tel:[+\d-]+)\Z", re.IGNORECASE)
SAFE_PICTURE = re.compile(r"/(?![/\\])[^\s\\]*\Z")
SAFE_SIZE = re.compile(r"/(?![/\\])[^\s\\,]* [0-9]+w\Z")
OUTSIDE = re.compile(r"https?://", re.IGNORECASE)
REL_OUTSIDE = "noopener noreferrer"

CLASSES = {
    "div": {
        "law-text",
        "law-in-force",
        "case",
        "note",
        "practice",
        "table-scroll",
        "picture-scroll",
        "media-block",
        "material",
    },
    "details": {"content-note"},
    "p": {"box-label", "as-of", "sideways"},
    "sup": {"cite", "footnote-ref"},
    "section": {"sources", "footnotes", "terms"},
    "a": {"back", "term"},
    "dl": {"glossary"},
    "th": {"align-right", "align-center"},
    "td": {"align-right", "align-center"},
    "code": set[str](),
    "span": {"meta"},
}
ATTRIBUTES = {
    "*": set[str](),  # the library's own list would let title and lang through
    "a": {"href", "hreflang", "rel", "id", "role", "aria-label"},
    "audio": {"src", "controls", "controlslist", "preload", "aria-label"},
    "video": {"src", "controls", "controlslist", "preload", "aria-label"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"},
    "source": {"type", "srcset", "sizes"},
    "track": {"kind", "src", "srclang", "label", "default"},
    "p": {"aria-hidden"},
    "th": {"scope"},
    "td": {"data-label"},
    "ol": {"start"},
    "li": {"id"},
    "dt": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "div": {"role", "tabindex", "aria-label"},
    "section": {"role", "aria-labelledby"},
}
TAGS = {
    "a", "audio", "blockquote", "br", "cite", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption",
    "figure", "h2", "h3", "hr", "img", "li", "ol", "p", "picture", "pre", "section", "source", "span", "strong",
    "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "track", "ul", "video",
}  # fmt: skip


def is_safe_link(address: str) -> bool:
    """Whether a link may lead there."""
    return SAFE_LINK.match(address) is not None


def clean(html: str) -> Markup:
    """The HTML without anything that is not on the list."""
    return Markup(CLEANER.clean(html))  # noqa: S704 - this is the gate


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_safe_link(value) else None
    if attribute == "src":
        return value if SAFE_PICTURE.match(value) else None
    if attribute == "srcset":
        return value if all(SAFE_SIZE.match(part) for part in value.split(", ")) else None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_filtered,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style"},
)
