"""How long files of questions are kept that nobody brought in."""

from datetime import datetime

from lms.authoring.services import uploads
from lms.core.i18n import _l
from lms.people.retention import keeps


@keeps(
    "question-files",
    what=_l("Files of questions that an author sent and did not bring in"),
    why=_l("So that the author can look at them and go on"),
    until=_l("14 days"),
)
def forget_files(at: datetime) -> int:
    return uploads.forget_old(at=at)
