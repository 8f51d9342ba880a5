"""What can happen to a certificate, one file for each part of its life."""

from lms.certificates.services.ending import correct_certificate, revoke_certificate
from lms.certificates.services.issuing import (
    PAIRS,
    issue_certificate,
    keep_paper,
    make_paper_again,
    months_later,
    sample_pdf,
    show_name,
    studied,
)

__all__ = [
    "PAIRS",
    "correct_certificate",
    "issue_certificate",
    "keep_paper",
    "make_paper_again",
    "months_later",
    "revoke_certificate",
    "sample_pdf",
    "show_name",
    "studied",
]
