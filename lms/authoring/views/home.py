"""The first page of the studio, and the beginning of a module."""

from http import HTTPStatus

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import Account, Role
from lms.authoring import queries, review_queries
from lms.authoring.desks import Desk
from lms.authoring.editing import skeleton
from lms.authoring.errors import KeyTaken
from lms.authoring.forms.fields import write_in
from lms.authoring.forms.modules import NewModuleForm
from lms.authoring.policies import AuthoringPermission, may_read_review, runs_platform
from lms.authoring.services import drafts
from lms.authoring.views.blueprint import bp
from lms.authoring.views.choices import output_options, profession_options
from lms.authoring.views.person import me
from lms.catalogue.documents import module_from_json
from lms.core import clock
from lms.core.i18n import LANGUAGES, _
from lms.core.policy import allows, requires
from lms.laws.queries import open_flags


@bp.get("")
@requires(AuthoringPermission.ENTER)
def show_studio() -> ResponseReturnValue:
    actor = me()
    desks = desks_of(actor)
    waiting = [review for review in review_queries.open_reviews() if may_read_review(actor, review)]
    return render_template(
        "authoring/home.html",
        desks=desks,
        calls=[desk for desk in desks if desk.is_author and desk.status in ("changes_needed", "approved")],
        waiting=waiting,
        changed_law=sum(open_flags().values()),
        may_create=allows(AuthoringPermission.CREATE),
    )


def desks_of(actor: Account) -> list[Desk]:
    """Own modules; those who run the platform see all of them."""
    own = [draft for draft in queries.drafts_of(actor) if actor.holds_for(draft.module.slug, Role.TRAINER)]
    mine = {draft.module_id for draft in own}
    drafts_shown = queries.all_drafts() if runs_platform(actor) else own
    ids = [draft.module_id for draft in drafts_shown]
    reviews, editions = review_queries.newest_reviews(ids), queries.current_editions(ids)
    return [
        Desk(
            module=draft.module,
            draft=draft,
            document=module_from_json(draft.document),
            is_author=draft.module_id in mine,
            has_written=draft.module_id in mine,
            review=reviews.get(draft.module_id),
            edition=editions.get(draft.module_id),
        )
        for draft in drafts_shown
    ]


@bp.get("/new")
@requires(AuthoringPermission.CREATE)
def ask_for_module() -> ResponseReturnValue:
    return new_module_page(new_form(formdata=None))


@bp.post("/new")
@requires(AuthoringPermission.CREATE)
def create_module() -> ResponseReturnValue:
    form = new_form()
    source = form.source_language.data
    if source in LANGUAGES:
        write_in(form, source, needed=("title",))
    if not form.validate():
        return new_module_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    document = skeleton(
        slug=form.slug.data,
        code=form.code.data,
        title=form.title.data,
        source_language=source,
        minutes=form.minutes.data,
        outputs=tuple(form.outputs.data),
        professions=tuple(form.professions.data),
    )
    try:
        drafts.create_module(document, by=me().id, at=clock.now())
    except KeyTaken as taken:
        form.refuse(str(taken), _("Another module has this already. Choose something else."))
        return new_module_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("authoring.show_module", slug=document.slug), HTTPStatus.SEE_OTHER)


def new_form(**values: None) -> NewModuleForm:
    form = NewModuleForm(**values)
    form.professions.options, form.outputs.options = profession_options(everybody=True), output_options()
    form.title.drawing["source"], form.title.needed = None, ()
    return form


def new_module_page(form: NewModuleForm) -> str:
    return render_template("authoring/new_module.html", form=form)
