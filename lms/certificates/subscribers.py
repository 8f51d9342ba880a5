"""What this room does with its own news: a certificate in the register gets its paper, and its holder is told."""

from lms.accounts.queries import account_of_person
from lms.certificates import emails
from lms.certificates.events import CertificateIssued
from lms.certificates.queries import certificate_by_id, paper_key
from lms.certificates.tasks import render_certificate
from lms.core import events, jobs


@events.on(CertificateIssued)
def have_paper_made(news: CertificateIssued) -> None:
    jobs.enqueue(render_certificate, news.certificate_id, unique_key=paper_key(news.certificate_id))


@events.on(CertificateIssued)
def tell_the_holder(news: CertificateIssued) -> None:
    account = account_of_person(certificate_by_id(news.certificate_id).enrolment.person_id)
    if account is not None:
        emails.certificate_issued(account, at=news.at)
