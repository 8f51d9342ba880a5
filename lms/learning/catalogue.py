"""The shelf as a list: what is asked for in the address, and how a module is told in a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import State, has_only, has_texts
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l, language
from lms.enrolments.contents import lessons_done, native_names
from lms.enrolments.queries import Study
from lms.learning.queries import ALL, Offer
from lms.ui.filters import duration, table_date
from lms.ui.pages import site_path

#: What modules are about. A topic without a name here is not offered as a filter.
TOPICS: Mapping[str, LazyString] = {
    "pve": _l("Preventing violent extremism"),
    "human-rights": _l("Human rights"),
    "gender": _l("Gender equality"),
    "freedom-of-expression": _l("Freedom of expression"),
    "fair-trial": _l("Fair trial"),
    "detention": _l("Detention and probation"),
    "youth": _l("Young people"),
    "community": _l("Communities"),
}
#: So many professions are named in a row; more are counted.
NAMED = 3


@dataclass(frozen=True)
class Wish:
    """What the address asks for; empty means everything."""

    profession: str = ""
    topic: str = ""
    language: str = ""

    def fits(self, offer: Offer) -> bool:
        return (
            (not self.profession or offer.is_for(self.profession))
            and (not self.topic or self.topic in offer.document.themes)
            and (not self.language or self.language in offer.document.languages)
        )


def wish_of(values: Mapping[str, str], professions: Mapping[str, str]) -> Wish:
    """Unknown values are left out: an old address shows more, never nothing."""
    profession, topic, code = (values.get(name, "") for name in ("for", "topic", "in"))
    return Wish(
        profession if profession in professions else "",
        topic if topic in TOPICS else "",
        code if code in LANGUAGES else "",
    )


def choices(offers: Sequence[Offer], professions: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """The options of the three filters; topics are those of what is on the shelf."""
    topics = [code for code in TOPICS if any(code in offer.document.themes for offer in offers)]
    anything = {"value": "", "label": _("All")}
    return {
        "professions": [anything, *({"value": code, "label": name} for code, name in professions.items())],
        "topics": [anything, *({"value": code, "label": str(TOPICS[code])} for code in topics)],
        "languages": [
            {"value": "", "label": _("Any")},
            *({"value": code, "label": NATIVE_NAMES[code], "lang": code} for code in LANGUAGES),
        ],
    }


def active(wish: Wish, professions: Mapping[str, str], without: Callable[..., str]) -> list[dict[str, str]]:
    """The chosen filters, each with the address of the page without it."""
    found = []
    if wish.profession:
        found.append({"label": professions[wish.profession], "url": without(**{"for": None})})
    if wish.topic:
        found.append({"label": str(TOPICS[wish.topic]), "url": without(topic=None)})
    if wish.language:
        found.append({"label": NATIVE_NAMES[wish.language], "url": without(**{"in": None})})
    return found


def row_of(offer: Offer, professions: Mapping[str, str]) -> dict[str, object]:
    """A module for the component ``module_row``."""
    document, code = offer.document, offer.document.language_for(language())
    missing = [NATIVE_NAMES[known] for known in LANGUAGES if known not in document.languages]
    return {
        "title": document.title.get(code, document.slug),
        "url": site_path(f"modules/{document.slug}"),
        "purpose": document.summary.get(code, ""),
        "facts": [audience(document, professions), duration(document.minutes), _("Certificate")],
        "languages": document.languages,
        "missing": _("Not yet available: %(languages)s", languages=", ".join(missing)) if missing else None,
        "state": state_of(offer.study) if offer.study else None,
        "lang": code if code != language() else None,
    }


def audience(document: ModuleDocument, professions: Mapping[str, str]) -> str:
    """For whom: names, the rest counted."""
    asked = [*document.professions.required, *document.professions.recommended]
    if not asked or ALL in asked:
        return _("For all professions")
    # The list explains some names in brackets; a row has no room for that.
    names = [professions[code].split(" (")[0] for code in professions if code in asked]
    shown = ", ".join(name if place == 0 else name[:1].lower() + name[1:] for place, name in enumerate(names[:NAMED]))
    return _("%(names)s and others", names=shown) if len(names) > NAMED else shown


def state_of(study: Study) -> str:
    """Where the person stands in the module."""
    if study.enrolment.completed_at is not None:
        return _("Completed: %(date)s", date=table_date(study.enrolment.completed_at))
    return _(
        "In progress: %(done)s of %(total)s lessons",
        done=lessons_done(study.document, study.done),
        total=len(study.document.lessons),
    )


def languages_with_states(document: ModuleDocument) -> str:
    """The languages of a module; a translation nobody has checked is named as such."""
    return ", ".join(_with_state(document, code) for code in document.languages) or native_names(document.languages)


def _with_state(document: ModuleDocument, code: str) -> str:
    name = NATIVE_NAMES[code]
    if not has_texts(document, code, State.MACHINE_DRAFT):
        return name
    if has_only(document, code, State.MACHINE_DRAFT):
        return _("%(language)s (machine draft)", language=name)
    return _("%(language)s (machine draft in parts)", language=name)
