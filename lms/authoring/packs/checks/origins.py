"""Questions that another module owns: what names the owner, and whether there is one."""

from collections import Counter
from collections.abc import Iterator

from lms.authoring.packs.checks.known import Known
from lms.authoring.packs.problems import Level, Problem
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
from lms.questions.origins import owner_in


def origin_problems(document: ModuleDocument, known: Known) -> Iterator[Problem]:
    """Everything that is about origins."""
    taken = Counter(question.origin for question in document.questions if question.origin)
    for name, questions in (("checks", document.checks), ("questions", document.questions)):
        for question in questions:
            if question.origin is None:
                continue
            sentence = _wrong(document, question.origin, taken[question.origin])
            place = (name, question.key, "origin")
            if sentence:
                yield Problem(place, sentence)
            elif question.origin not in known.questions:
                yield Problem(place, _unknown(question.origin), Level.WARNING)


def _wrong(document: ModuleDocument, origin: str, times: int) -> str | None:
    owner = owner_in(origin)
    if owner is None:
        return _("The origin of a question is written module/question: “%(origin)s” is not.", origin=origin)
    if owner[0] == document.slug:
        return _("A question whose origin is this very module is this module’s own: leave the origin out.")
    if times > 1:
        return _("The question “%(origin)s” was taken more than once.", origin=origin)
    return None


def _unknown(origin: str) -> str:
    return _(
        "No module here has a question “%(origin)s”. It can be used all the same: its history and its figures wait for "
        "the owner under this name. If nobody owns it, make it this module’s own.",
        origin=origin,
    )
