"""How long is kept what nobody brought in, who had a lesson open, and what can be made again."""

from datetime import datetime

from lms.authoring.services import begun, books, packages, presence, uploads
from lms.core.i18n import _l
from lms.people.retention import keeps

forget_files = keeps(
    "question-files",
    what=_l("Files of questions that an author sent and did not bring in"),
    why=_l("So that the author can look at them and go on"),
    until=_l("14 days"),
)(uploads.forget_old)

forget_packages = keeps(
    "sent-packages",
    what=_l("Packages of modules that an author sent"),
    why=_l("So that the author can look at them and take them in"),
    until=_l("14 days"),
)(packages.forget_old)

forget_presence = keeps(
    "open-lessons",
    what=_l("Who had which lesson of a draft open"),
    why=_l("So that two people do not write one lesson without knowing"),
    until=_l("1 day"),
)(presence.forget_old)

forget_books = keeps(
    "printed-books",
    what=_l("Books for paper that were made of published editions; they name nobody"),
    why=_l("So that they can be downloaded again without being made again"),
    until=_l("14 days"),
)(books.forget_old)


@keeps(
    "begun-checklists",
    what=_l("Checklists of a review that a reviewer has answered in part"),
    why=_l("So that the reviewer can go on later"),
    until=_l("when the list is signed or the round of review is over"),
)
def forget_begun(at: datetime) -> int:
    return begun.forget_old()
