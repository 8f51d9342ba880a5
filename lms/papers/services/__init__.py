"""What can happen to a test on paper: printed, claimed by its person, typed in by a trainer, ended."""

from lms.papers.services.claiming import claim_sheet
from lms.papers.services.making import make_batch
from lms.papers.services.typing_in import end_sheet, finish_sheet, note_comparison, save_typed

__all__ = ["claim_sheet", "end_sheet", "finish_sheet", "make_batch", "note_comparison", "save_typed"]
