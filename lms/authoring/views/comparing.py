"""Two editions beside each other, as one text with words added and struck; the draft and texts under review too."""

from http import HTTPStatus

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from lms.authoring import queries, review_queries
from lms.authoring.comparing import compared
from lms.authoring.desks import Desk
from lms.authoring.editors.module import EVERYBODY
from lms.authoring.models import Review
from lms.authoring.policies import AuthoringPermission
from lms.authoring.review_queries import rounds_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.reviews import text_under
from lms.authoring.views.shared import page
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.queries import editions_of
from lms.core.i18n import _, language
from lms.core.policy import allows, requires
from lms.learning.queries import profession_names

DRAFT = "draft"
#: Editions that can be chosen, the newest; older ones are reached by their address.
OFFERED = 11


def professions() -> dict[str, str]:
    """Their names by code, with what stands for all of them."""
    return {**profession_names(language()), EVERYBODY: _("Everybody")}


@bp.get("/modules/<slug>/compare")
@requires(AuthoringPermission.END, on=queries.desk_of)
def compare_editions(desk: Desk) -> ResponseReturnValue:
    """Without a choice, the newest edition with the one before it. The draft is for those who write it."""
    numbers = [edition.number for edition in editions_of(desk.module.id)]
    may_see_draft = allows(AuthoringPermission.EDIT, desk)
    choices = [*([DRAFT] if may_see_draft else []), *map(str, numbers)]
    if not numbers or not choices[1:]:
        return page("compare", desk, comparison=None)
    before = request.args.get("before", str(numbers[1] if len(numbers) > 1 else numbers[0]))
    after = request.args.get("after", str(numbers[0]) if len(numbers) > 1 else choices[0])
    if before not in choices or after not in choices:
        abort(HTTPStatus.NOT_FOUND)
    one, other = text_called(desk, before), text_called(desk, after)
    shown = list(dict.fromkeys((*choices[: OFFERED + 1], before, after)))
    names = {choice: name_of(choice) for choice in shown}
    comparison = compared(one, other, language(), professions())
    return page("compare", desk, names=names, before=before, after=after, comparison=comparison)


def text_called(desk: Desk, name: str) -> ModuleDocument:
    if name == DRAFT:
        return desk.document
    return module_from_json(queries.compared_edition(desk.module.id, int(name)).document)


def name_of(choice: str) -> str:
    return _("Draft") if choice == DRAFT else _("Edition %(number)s", number=choice)


@bp.get("/reviews/<uuid:review_id>/changes")
@requires(AuthoringPermission.READ_REVIEW, on=review_queries.review_by_id)
def show_changes(review: Review) -> ResponseReturnValue:
    """What has changed in a text under review since the last round, or since the edition on the shelf."""
    document = text_under(review)
    rounds = list(rounds_of(review.module_id))
    earlier = [one for one in rounds[rounds.index(review) + 1 :] if one.signatures]
    edition = queries.current_editions([review.module_id]).get(review.module_id)
    texts = {
        **({"round": earlier[0].document} if earlier else {}),
        **({"edition": queries.compared_edition(review.module_id, edition.number).document} if edition else {}),
    }
    since = request.args.get("since", next(iter(texts), ""))
    if texts and since not in texts:
        abort(HTTPStatus.NOT_FOUND)
    before = module_from_json(texts[since] or "") if texts else None
    return render_template(
        "authoring/review_changes.html",
        review=review,
        title=document.title[language()],
        since=since,
        choices=list(texts),
        comparison=compared(before, document, language(), professions()) if before else None,
        edition=edition,
        earlier=earlier[0] if earlier else None,
    )
