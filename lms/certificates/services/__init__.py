"""What can happen to a certificate, one file for each part of its life."""

from lms.certificates.services.correcting import accept, ask_for_correction, decline, take_back
from lms.certificates.services.ending import correct_certificate, restore_certificate, revoke_certificate
from lms.certificates.services.issuing import (
    PAIRS,
    issue_certificate,
    keep_paper,
    make_paper_again,
    sample_pdf,
    show_name,
    studied,
)

__all__ = [
    "PAIRS",
    "accept",
    "ask_for_correction",
    "correct_certificate",
    "decline",
    "issue_certificate",
    "keep_paper",
    "make_paper_again",
    "restore_certificate",
    "revoke_certificate",
    "sample_pdf",
    "show_name",
    "studied",
    "take_back",
]
