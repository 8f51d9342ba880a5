"""The steps before and after a page, and the page for a language that a module is not ready in."""

from collections.abc import Sequence

from flask import render_template

from lms.catalogue.documents import ModuleDocument
from lms.core import clock
from lms.core.i18n import language
from lms.enrolments.contents import entries_of, native_names
from lms.enrolments.queries import Study
from lms.enrolments.requirements import Requirement, line_after, requirements_of
from lms.ui.pages import site_path


def neighbours(study: Study, lines: Sequence[Requirement], key: str) -> dict[str, object]:
    """The step before this one, the step after, and whether going on has to be saved."""
    entries, code = entries_of(study.document, language()), language()
    place = [line.key for line in lines].index(key)
    before = lines[place - 1] if place else None
    is_new = study.is_open and not lines[place].is_done
    if is_new:
        after = line_after(requirements_of(study.document, {**study.done, key: clock.now()}), key)
    else:
        after = next((line for line in lines[place + 1 :] if line.is_open), None) or line_after(lines, key)
    return {
        "is_new": is_new,
        "before": before and {"title": entries[before.key].title, "url": f"/{code}/{entries[before.key].path}"},
        "after": after and {"title": entries[after.key].title, "url": f"/{code}/{entries[after.key].path}"},
    }


def address_of(study: Study, line: Requirement | None) -> str:
    """Where this step is done; the overview when nothing is left."""
    entries = entries_of(study.document, language())
    return site_path(entries[line.key].path if line else f"modules/{study.document.slug}")


def not_in_language(document: ModuleDocument) -> str:
    shown = document.language_for(language())
    return render_template(
        "lessons/not_in_language.html",
        title=document.title[shown],
        shown=shown,
        languages=native_names(document.languages),
        slug=document.slug,
    )
