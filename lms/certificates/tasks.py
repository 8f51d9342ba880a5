"""Work that may wait: the paper itself."""

from uuid import UUID

from lms.certificates import queries, services
from lms.certificates.paper import pdf_of
from lms.certificates.signing import signed
from lms.core import files
from lms.core.jobs import job
from lms.core.transactions import roll_back


@job
def render_certificate(certificate_id: str) -> None:
    """Make the PDF from the frozen wording and keep it; nothing to do if it is there already."""
    certificate = queries.certificate_by_id(UUID(certificate_id))
    if certificate.file_key is not None:
        return
    facts, issued_at = certificate.wording["facts"], certificate.issued_at
    roll_back()  # nothing was written; SQLite's one write lock must not wait for the typesetter
    pdf = signed(pdf_of(facts, at=issued_at))
    services.keep_paper(
        queries.certificate_by_id(UUID(certificate_id)), files.put("certificates", pdf, ".pdf"), len(pdf)
    )
