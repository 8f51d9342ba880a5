"""What can happen to an institution. Nothing already recorded on an enrolment changes by it."""

from lms.institutions.services.adding import NewInstitution, add_institution, add_to_list
from lms.institutions.services.ending import close_institution, merge_institutions
from lms.institutions.services.importing import Fault, LineState, PlannedLine, add_planned, keep_upload, plan
from lms.institutions.services.names import (
    confirm_names,
    name_institution,
    name_row,
    rename_institution,
    search_text,
)
from lms.institutions.services.placing import hang_below, link_new, move_institution
from lms.institutions.services.proposals import (
    approve_institution,
    merge_institution,
    propose_institution,
    refuse_institution,
)
from lms.institutions.services.undoing import take_back_import, undo_change
from lms.institutions.services.waiting import apply_due_changes

__all__ = [
    "Fault",
    "LineState",
    "NewInstitution",
    "PlannedLine",
    "add_institution",
    "add_planned",
    "add_to_list",
    "apply_due_changes",
    "approve_institution",
    "close_institution",
    "confirm_names",
    "hang_below",
    "keep_upload",
    "link_new",
    "merge_institution",
    "merge_institutions",
    "move_institution",
    "name_institution",
    "name_row",
    "plan",
    "propose_institution",
    "refuse_institution",
    "rename_institution",
    "search_text",
    "take_back_import",
    "undo_change",
]
