"""A whole module as a package: taken away, sent, looked at beside what is here, taken in."""

import os
import tempfile
from http import HTTPStatus
from pathlib import Path

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.authoring import queries, tasks
from lms.authoring.comparing import compared
from lms.authoring.desks import Desk
from lms.authoring.forms.packages import SendPackageForm
from lms.authoring.forms.question_files import plain_name
from lms.authoring.models import PackageState, PackageUpload
from lms.authoring.package_queries import draft_named, package_by_id, package_for_update
from lms.authoring.packs import write_pack_to
from lms.authoring.packs.files import MOST_BYTES
from lms.authoring.policies import AuthoringPermission
from lms.authoring.services import packages
from lms.authoring.services.records import papers_of
from lms.authoring.views.blueprint import bp
from lms.authoring.views.comparing import professions
from lms.authoring.views.person import me
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.core import audit, clock, files
from lms.core.i18n import _, language
from lms.core.jobs import enqueue, job_by_key
from lms.core.policy import actor_id, requires
from lms.core.sizes import takes_up_to

CREATE, EDIT, HANDLE = AuthoringPermission.CREATE, AuthoringPermission.EDIT, AuthoringPermission.PACKAGE


@bp.get("/modules/<slug>/package.zip")
@requires(EDIT, on=queries.desk_of)
def take_package_away(desk: Desk) -> Response:
    """The draft with its media, and what stands beside it."""
    audit.record_look(actor_id(), "authoring.package.taken_away", desk.module, document_hash=desk.draft.document_hash)
    papers = papers_of(desk.document, desk.module.id)
    # By way of the disk: it may be larger than what one request should hold in memory.
    stream = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the response)
    write_pack_to(stream, desk.document, lambda sha256: files.get(f"media/{sha256}"), papers)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    response = send_file(stream, mimetype="application/zip", as_attachment=True, download_name=f"{desk.slug}.zip")
    response.content_length = size  # so that the browser can say how far it is
    return response


@bp.get("/packages/new")
@requires(CREATE)
def ask_for_package() -> ResponseReturnValue:
    return render_template("authoring/send_package.html", form=SendPackageForm(formdata=None))


@bp.post("/packages/new")
@takes_up_to(MOST_BYTES + 1024 * 1024)
@requires(CREATE)
def send_package() -> ResponseReturnValue:
    """Nothing comes into a module by it."""
    form = SendPackageForm()
    if not form.validate():
        return render_template("authoring/send_package.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with tempfile.TemporaryDirectory(prefix="package-") as folder:
        path = Path(folder) / "package.zip"
        form.file.data.save(path)
        name = plain_name(form.file.data.filename)
        upload = packages.keep(path, name=name, language=language(), by=me().id, at=clock.now())
    enqueue(tasks.read_package, upload.id, unique_key=tasks.job_key("read", upload.id))
    return to_package(upload)


@bp.get("/packages/<uuid:package_id>")
@requires(HANDLE, on=package_by_id)
def show_package(upload: PackageUpload) -> ResponseReturnValue:
    """How far it is, why it was refused, or what it says otherwise than the draft."""
    facts: dict[str, object] = {}
    if upload.state is PackageState.READ:
        facts = beside_the_draft(upload)
    act = upload.beside.get("asked", "read")
    return render_template(
        "authoring/package.html", upload=upload, job=job_by_key(tasks.job_key(act, upload.id)), **facts
    )


def beside_the_draft(upload: PackageUpload) -> dict[str, object]:
    """What it says otherwise than the draft, for whoever writes that."""
    document, draft = module_from_json(upload.document or ""), draft_named(upload.slug or "")
    if packages.is_foreign(upload, draft):
        return {"is_foreign": True}
    here = module_from_json(draft.document) if draft is not None else None
    return {
        "document": document,
        "title": document.title.get(language()) or document.slug,
        "is_new": here is None,
        "base": draft.document_hash if draft is not None else "",
        "comparison": compared(here, document, language(), professions()) if here else None,
        "states_differ": here is not None and how_far(here) != how_far(document),
    }


def how_far(document: ModuleDocument) -> tuple[object, ...]:
    """What is said of the translations, which is no part of a comparison of texts."""
    return document.states, document.translation


@bp.post("/packages/<uuid:package_id>")
@requires(HANDLE, on=package_for_update)
def decide_package(upload: PackageUpload) -> ResponseReturnValue:
    if request.form.get("act") == "drop":
        packages.drop(upload)
        flash(_("The package is forgotten; nothing of it came in."), "success")
        return redirect(url_for(".show_studio"), HTTPStatus.SEE_OTHER)
    if upload.state is PackageState.READ:
        upload.state, upload.compared_with = PackageState.WAITING, request.form.get("base", "")
        asked = f"take-{upload.beside.get('asked', '')}"
        upload.beside = {**upload.beside, "asked": asked}
        enqueue(tasks.take_package_in, upload.id, asked, unique_key=tasks.job_key(asked, upload.id))
    return to_package(upload)


def to_package(upload: PackageUpload) -> ResponseReturnValue:
    return redirect(url_for(".show_package", package_id=upload.id), HTTPStatus.SEE_OTHER)
