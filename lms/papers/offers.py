"""On the page before a test: that it may have been taken on paper."""

from flask import url_for

from lms.core.i18n import _
from lms.enrolments.queries import Study
from lms.quizzes.entry_actions import EntryAction, offers
from lms.quizzes.models import AttemptKind
from lms.quizzes.standing import Standing


@offers
def from_paper(study: Study, standing: Standing) -> EntryAction | None:
    if not standing.may_start:
        return None
    test = "quiz" if standing.kind is AttemptKind.FINAL else "pre-test"
    return EntryAction(
        _("I took this test on paper"), url_for("papers.ask_for_code", slug=study.document.slug, test=test)
    )
