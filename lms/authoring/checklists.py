"""The two checklists of a review: what each reviewer looks for, in three languages through the catalogues."""

from flask_babel import LazyString

from lms.authoring.models import ReviewKind
from lms.core.i18n import _l

ANSWERS = ("yes", "must-change", "not-applicable")

GENDER: dict[str, LazyString] = {
    "equal-authority": _l("Women and men appear in equal authority in examples and pictures."),
    "no-stereotypes": _l("There is no stereotype of victim or perpetrator."),
    "language": _l("The language does not assume that a person is a man."),
    "violence-without-blame": _l("Domestic and sexual violence is described without blaming those who suffered it."),
    "women-in-office": _l("Examples include women who are judges, officers and lawyers."),
    "data-by-sex": _l("Figures are given by sex where such figures exist."),
    "care-duties": _l("Length and timing of the tasks suit people who care for others."),
}
RIGHTS: dict[str, LazyString] = {
    "standards": _l("National and international standards are quoted correctly and are in force."),
    "dignity": _l("Dignity and privacy of real persons are respected."),
    "presumption": _l("Nobody is called guilty before a court has decided."),
    "do-no-harm": _l("People who study are protected from harm: notes on difficult content, and where to find help."),
    "groups": _l("Minorities, people with disabilities and children are considered."),
    "no-manual": _l("Nothing can be used as instructions for abuse."),
    "neutral": _l("The text is neutral towards parties and institutions."),
}
_LISTS = {ReviewKind.GENDER: GENDER, ReviewKind.RIGHTS: RIGHTS}


def items_of(kind: ReviewKind) -> dict[str, LazyString]:
    """Key of each line to its sentence."""
    return _LISTS[kind]
