"""What the pages of the studio share: the page of a desk, showing an editor, saving it, deleting a part."""

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from lms.accounts.queries import names_of_accounts
from lms.authoring.carrying import SourceChange, must_be_asked
from lms.authoring.checking import Problems, problems_in
from lms.authoring.checklists import answers_of
from lms.authoring.desks import Desk
from lms.authoring.editing import fingerprint, item_of, references_to, remove_item
from lms.authoring.editors import Editor, LessonEditor
from lms.authoring.editors.base import Absent
from lms.authoring.errors import KeyTaken
from lms.authoring.forms.modules import DeleteForm
from lms.authoring.models import ReviewComment, ReviewSignature
from lms.authoring.places import name_of_place
from lms.authoring.services import drafts
from lms.authoring.side_by_side import label_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.person import me
from lms.authoring.wording import notes_on, part_of
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import texts_in
from lms.core import clock, errors
from lms.core.i18n import LANGUAGES, _, language


@bp.errorhandler(Absent)
def show_absent(error: Absent) -> Response:
    return errors.answer(HTTPStatus.NOT_FOUND)


def module_url(desk: Desk) -> str:
    return url_for("authoring.show_module", slug=desk.slug)


def page(template: str, desk: Desk, **facts: Any) -> str:
    """A page about one module."""
    return render_template(f"authoring/{template}.html", desk=desk, module_url=module_url(desk), **facts)


def names_of_places(
    document: ModuleDocument, comments: Iterable[ReviewComment], signatures: Iterable[ReviewSignature]
) -> dict[str, str]:
    """What comments and answers are about, as a person calls it."""
    places = {comment.place for comment in comments}
    places |= {part for signed in signatures for answer in answers_of(signed).values() for part in answer.about}
    return {place: name_of_place(document, place, language()) for place in places}


def people_in(comments: Sequence[ReviewComment], *others: UUID) -> dict[UUID, str]:
    """The names of whoever has made or answered a comment, and of others."""
    writers = [comment.author_id for comment in comments]
    answering = [reply.author_id for comment in comments for reply in comment.replies]
    return names_of_accounts([*writers, *answering, *others])


def back_to(desk: Desk, endpoint: str, **values: Any) -> Response:
    """To another page of the module."""
    return redirect(url_for(f"authoring.{endpoint}", slug=desk.slug, **values), HTTPStatus.SEE_OTHER)


def edit_page(desk: Desk, editor: Editor, **facts: Any) -> str:
    """The form of a part with its problems beside it."""
    form = facts.pop("form", None) or editor.form(is_posted=False)
    part = part_of(editor.place)
    notes = [note for note in notes_on(desk.document, desk.module.id) if note.part == part and note.is_to_do]
    tally = Problems(problems_in(desk.document)).at(*editor.places)
    return render_template(
        editor.template,
        desk=desk,
        module_url=module_url(desk),
        editor=editor,
        form=form,
        tally=tally.beside_wording() if notes else tally,
        notes=notes,
        part=part,
        **facts,
    )


def save_part(desk: Desk, editor: Editor, after: Callable[[], Response], **facts: Any) -> ResponseReturnValue:
    """Save what was typed; if somebody saved the same part meanwhile, show both and lose nothing."""
    form = editor.form(is_posted=True)
    if not form.validate():
        return edit_page(desk, editor, form=form, **facts), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.base.data != editor.base:
        stored = editor.form(is_posted=False)
        form.base.raw_data, form.base.data = None, editor.base
        return edit_page(desk, editor, form=form, stored=stored, **facts), HTTPStatus.CONFLICT
    try:
        document = editor.result(form)
    except KeyTaken:
        form.refuse("key", _("There is something with this key already."))
        return edit_page(desk, editor, form=form, **facts), HTTPStatus.UNPROCESSABLE_ENTITY
    change, since = source_change(), desk.document
    if isinstance(editor, LessonEditor):
        since = drafts.before_unasked(desk.draft, desk.document, str(editor.key))
    if change is None and (asked := must_be_asked(since, document)):
        facts["ask_meaning"] = changed_sources(document, asked)
        return edit_page(desk, editor, form=form, **facts), HTTPStatus.UNPROCESSABLE_ENTITY
    save(desk, document, what=editor.what, change=change or SourceChange.MEANING, since=since)
    return after()


def changed_sources(document: ModuleDocument, identities: Sequence[str]) -> list[tuple[str, str]]:
    """What each text is, and what it says now in the source language."""
    other = next(code for code in LANGUAGES if code != document.source_language)
    words = {text.identity: text.source for text in texts_in(document, other)}
    return [(label_of(document, identity), words.get(identity, "")) for identity in identities]


def source_change() -> SourceChange | None:
    """What the author has answered to the question whether the meaning has changed."""
    said = request.form.get("source_change")
    return SourceChange(said) if said in (SourceChange.MEANING, SourceChange.TYPO) else None


def save(
    desk: Desk,
    document: ModuleDocument,
    *,
    what: str,
    change: SourceChange = SourceChange.MEANING,
    since: ModuleDocument | None = None,
) -> None:
    """Keep the document and say so."""
    was_in_review = desk.status in ("in_review", "approved")
    is_changed = drafts.save(desk.draft, document, by=me().id, what=what, at=clock.now(), change=change, since=since)
    if is_changed and was_in_review:
        flash(_("Saved. The text has changed, so its review has ended. Send it again when it is ready."), "notice")
    else:
        flash(_("Saved."), "success")


def delete_page(desk: Desk, field: str, key: str, *, name: str, back_url: str, also_used: Sequence[str] = ()) -> str:
    """Asks before something is deleted, and says what still refers to it."""
    item = item_of(desk.document, field, key)
    if item is None:
        raise Absent
    form = DeleteForm(formdata=None, data={"base": fingerprint(item)})
    used = [*references_to(desk.document, field, key), *also_used]
    return page("delete", desk, form=form, name=name, used=used, back_url=back_url, action=request.path)


def delete_part(desk: Desk, field: str, key: str) -> None:
    """Delete it. What it was stays in the history."""
    if item_of(desk.document, field, key) is None:
        raise Absent
    save(desk, remove_item(desk.document, field, key), what=f"{field}:{key}:deleted")
