"""What other rooms show of this one: the forms that are open to a person and not answered yet."""

from datetime import date

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import documents_of
from lms.core.i18n import _, language
from lms.evaluations.occasions import Occasion
from lms.evaluations.queries import Question, question_to, questions_to
from lms.ui.filters import long_date
from lms.ui.pages import site_path

#: The last part of the address, for each occasion.
PAGES = {
    Occasion.MODULE: "evaluation",
    Occasion.THREE_MONTHS: "follow-up/3",
    Occasion.SIX_MONTHS: "follow-up/6",
}


def path_of(question: Question) -> str:
    """Without the language."""
    return f"modules/{question.slug}/{PAGES[question.occasion]}"


def title_in(document: ModuleDocument) -> tuple[str, str | None]:
    """The title in the language of the page or in another one, and which other one that is."""
    shown = document.language_for(language())
    return document.title.get(shown, document.slug), shown if shown != language() else None


def open_rows(account: Account, today: date) -> list[dict[str, object]]:
    """Lines for "My learning": title, address, until when."""
    questions = [question for question in questions_to(account, today) if not question.is_answered]
    documents = documents_of([question.edition_id for question in questions])
    return [_row(question, documents[question.edition_id]) for question in questions]


def _row(question: Question, document: ModuleDocument) -> dict[str, object]:
    title, _lang = title_in(document)
    return {
        # Not the bare title, which on that page leads to the module; quoted, it may be in another language.
        "title": _heading(question.occasion, title),
        "lang": None,
        "url": site_path(path_of(question)),
        "state": state_of(question),
    }


def _heading(occasion: Occasion, title: str) -> str:
    if occasion is Occasion.MODULE:
        return _("What do you think of “%(title)s”?", title=title)
    return _("What came of “%(title)s”?", title=title)


def state_of(question: Question) -> str:
    return _("Anonymous form, open until %(date)s", date=long_date(question.until))


def open_form_of(account: Account, slug: str, today: date) -> str | None:
    """The address of the form of this module, if it is open and not answered yet."""
    question = question_to(account, slug, Occasion.MODULE, today)
    return None if question is None or question.is_answered else site_path(path_of(question))
