"""How rows of fields stand on the page: what of them is seen, and which disclosures are open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.questions.base import Fold
from lms.authoring.forms.questions.rows import Counts, Rows
from lms.ui.forms import Form, ThreeLanguageField

Title = Callable[[Rows, int, str], str]


@dataclass(frozen=True)
class Line:
    """A row. ``id`` is its place on the page."""

    id: str
    title: str
    hidden: list[Any]
    front: list[Any]
    back: list[Any]
    groups: list["Group"]
    behind: str
    is_open: bool
    #: Something is written in front, and what belongs behind is not.
    is_wanting: bool


@dataclass(frozen=True)
class Group:
    """Rows of one sort, and the button for more of them."""

    name: str
    count: Any
    lines: list[Line]
    more: str
    #: Where the page goes on after more were asked for; None if there are enough.
    next_id: str | None


def groups_of(
    form: Form, specs: Sequence[Rows], counts: Counts, title: Title, *, grown: str | None, before: str = ""
) -> list[Group]:
    """All rows of a form."""
    return [_group(form, spec, counts, title, grown, before) for spec in specs]


def _group(form: Form, spec: Rows, counts: Counts, title: Title, grown: str | None, before: str) -> Group:
    name = f"{before}{spec.name}"
    number = counts.get(name, 0)
    lines = [_line(form, spec, counts, title, grown, name, place) for place in range(1, number + 1)]
    next_id = None if spec.is_fixed or number >= spec.most else f"{name}{number + 1}"
    return Group(name, form[f"{name}_rows"], lines, str(spec.more), next_id)


def _line(form: Form, spec: Rows, counts: Counts, title: Title, grown: str | None, name: str, place: int) -> Line:
    start = f"{name}{place}_"
    front, back = ([form[f"{start}{field}"] for field in fields] for fields in (spec.front, spec.back))
    groups = groups_of(form, spec.inner, counts, title, grown=grown, before=start)
    key = form[f"{start}key"]
    return Line(
        id=f"{name}{place}",
        title=title(spec, place, key.data),
        hidden=[key, *(form[f"{start}{field}"] for field in spec.hidden)],
        front=front,
        back=back,
        groups=groups,
        behind=str(spec.behind),
        is_open=bool(grown and grown.startswith(start)) or _has_errors(back, groups),
        is_wanting=_is_written(front) and bool(back) and not all(map(_is_full, back)),
    )


def _has_errors(fields: Sequence[Any], groups: Sequence[Group]) -> bool:
    inside = [line for group in groups for line in group.lines]
    return any(field.errors for field in fields) or any(
        line.is_open or any(field.errors for field in line.front) for line in inside
    )


def _is_written(fields: Sequence[Any]) -> bool:
    return any(isinstance(field, ThreeLanguageField) and words_or_none(field.data) for field in fields)


def _is_full(field: Any) -> bool:
    """Whether nothing is wanting in a text in three languages or a list of sources."""
    if isinstance(field, ThreeLanguageField):
        return all(field.data.values())
    return bool(field.data) or not hasattr(field, "citations")


@dataclass(frozen=True)
class Folded:
    """Fields behind a summary of the whole form."""

    id: str
    summary: str
    fields: list[Any]
    is_open: bool
    is_wanting: bool


def folds_of(form: Form, folds: Sequence[Fold]) -> list[Folded]:
    """Those that have a field on this form."""
    found = []
    for fold in folds:
        fields = [form[name] for name in fold.names if name in form]
        wanting = [name for name in ("objective", "lesson") if name in fold.names and not form[name].data]
        if fields:
            has_errors = any(field.errors for field in fields)
            found.append(Folded(fold.id, str(fold.summary), fields, has_errors, bool(wanting)))
    return found
