"""A consent that was signed on paper is written down, with the day on the paper."""

from datetime import datetime, time

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import consents, services
from lms.accounts.models import Account
from lms.admin.forms import PaperConsentForm
from lms.admin.policies import AdminPermission
from lms.admin.views.asking import actor
from lms.admin.views.blueprint import bp
from lms.admin.views.people import account_to_see
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import requires
from lms.people.models import Purpose


@bp.get("/people/<uuid:account_id>/paper-consents")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see)
def ask_paper_consents(account: Account) -> ResponseReturnValue:
    return _page(account, PaperConsentForm(formdata=None))


@bp.post("/people/<uuid:account_id>/paper-consents")
@requires(AdminPermission.CHANGE_ACCESS, on=account_to_see)
def note_paper_consents(account: Account) -> ResponseReturnValue:
    form, at = PaperConsentForm(), clock.now()
    form.today = clock.local_day(at)
    if not form.validate_on_submit():
        return _page(account, form), 422
    given_at = datetime.combine(form.day.data, time(12), clock.BISHKEK)
    agreements = consents.agreements_to([Purpose(value) for value in form.purposes.data], form.language.data)
    services.note_paper_consents(account, agreements, given_at=given_at, by=actor(), reason=form.reason.data, at=at)
    flash(_("The consent is written down. The person sees it in the profile."), "success")
    return redirect(url_for(".show_person", account_id=account.id), 303)


def _page(account: Account, form: PaperConsentForm) -> str:
    return render_template("admin/paper_consents.html", account=account, form=form)
