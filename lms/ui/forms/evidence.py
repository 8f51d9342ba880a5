"""The form that takes a file as evidence; what is inside is looked at before it is kept."""

from lms.core.evidence import ENDINGS, MOST_BYTES, Evidence, NoEvidence, read_evidence
from lms.core.i18n import _, _l
from lms.ui.forms.form import Form
from lms.ui.forms.typed import FileField


class EvidenceForm(Form):
    file = FileField(
        _l("Evidence"),
        endings=ENDINGS,
        hint=_l("PDF, Word, Excel, PNG or JPEG, up to 8 MB. Only the coordinator can open it; each time is recorded."),
    )

    def evidence(self) -> Evidence | None:
        """What was sent, if it can be kept; else None, with the reason at the field."""
        if not self.validate():
            return None
        try:
            return read_evidence(self.file.data.read(MOST_BYTES + 1))
        except NoEvidence:
            self.refuse(
                "file", _("This file cannot be kept. Choose a PDF, Word, Excel, PNG or JPEG file of up to 8 MB.")
            )
            return None
