"""What this room does with its own news: a certificate in the register gets its paper."""

from lms.certificates.events import CertificateIssued
from lms.certificates.queries import paper_key
from lms.certificates.tasks import render_certificate
from lms.core import events, jobs


@events.on(CertificateIssued)
def have_paper_made(news: CertificateIssued) -> None:
    jobs.enqueue(render_certificate, news.certificate_id, unique_key=paper_key(news.certificate_id))
