"""The register of running numbers, for the archive: asked for with a reason, without a name, recorded."""

import io
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from lms.certificates import queries, register
from lms.certificates.forms import RegisterForm
from lms.certificates.policies import CertificatePermission
from lms.certificates.views.blueprint import OFFICE, bp
from lms.certificates.views.person import me
from lms.core import audit, clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.sheets import MEDIA_TYPES, Sheet, csv_lines, write_xlsx


@bp.get(f"{OFFICE}/register")
@requires(CertificatePermission.EXPORT_REGISTER, fresh=True)
def show_register() -> ResponseReturnValue:
    return _page(RegisterForm(formdata=None, data={"format": "xlsx"}))


@bp.post(f"{OFFICE}/register")
@requires(CertificatePermission.EXPORT_REGISTER, fresh=True)
def download_register() -> ResponseReturnValue:
    form, at = RegisterForm(), clock.now()
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    ending = form.format.data
    lines = list(register.rows())
    audit.record_look(
        me().id, "certificates.register.exported", reason=form.reason.data, format=ending, lines=len(lines)
    )
    return send_file(
        io.BytesIO(_content(ending, lines)),
        mimetype=MEDIA_TYPES[ending],
        as_attachment=True,
        download_name=f"sabak-register-{clock.local_day(at)}.{ending}",
    )


def _content(ending: str, lines: Sequence[Mapping[str, object]]) -> bytes:
    if ending == "csv":
        return "".join(csv_lines(lines, register.columns())).encode()
    target = io.BytesIO()
    write_xlsx(target, [Sheet(_("Register"), register.columns(), lines)])
    return target.getvalue()


def _page(form: RegisterForm) -> str:
    serials = queries.all_serials()
    return render_template(
        "certificates/show_register.html", form=form, count=len(serials), missing=register.missing(serials)
    )
