"""What is held about oneself: seen, corrected, downloaded; consents, password, devices, who looked."""

import json
from typing import Any

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from lms.accounts import consents, passwords, queries, services
from lms.accounts.acts import act_in_words
from lms.accounts.errors import ContactTaken, SignInRefused, TooManyTries, WeakPassword
from lms.accounts.forms import (
    AboutForm,
    ChangePasswordForm,
    ContactForm,
    LanguageForm,
    NamesForm,
    PlaceStep,
    WorkForm,
    password_hint,
)
from lms.accounts.models import Account
from lms.accounts.policies import AccountPermission
from lms.accounts.queries import needs_long_password
from lms.accounts.views.blueprint import bp
from lms.accounts.words import profile_parts, sign_in_rows
from lms.core import clock
from lms.core.i18n import _
from lms.core.paging import page_asked, page_of
from lms.core.policy import requires
from lms.core.transactions import roll_back
from lms.people import exports
from lms.people import queries as people_queries
from lms.people.errors import TooYoung
from lms.people.models import Purpose, Sex
from lms.ui.forms import Form
from lms.ui.pages import site_path

PERMISSION = AccountPermission.OWN_PROFILE


def own_account(actor: Account) -> Account:
    """The loader of every page here: never anybody else's account."""
    return actor


def saved(text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for(".show_profile"), 303)


#: Tries of the present password: whoever finds a computer left open must not guess fast.
PRESENT_PACE = services.Pace(free=5, longest=300)


def present_key(account: Account) -> str:
    """Under which tries of the present password are counted."""
    return f"present:{account.id}"


def take_try(account: Account, form: Form) -> bool:
    """Count a try of the present password; False (and said on the form) if it comes too soon."""
    key = present_key(account)
    roll_back()  # counting is saved apart, and nothing is changed yet
    try:
        services.take_try(key, PRESENT_PACE, at=clock.now())
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a minute, then try again."))
        return False
    return True


@bp.get("/profile")
@requires(PERMISSION, on=own_account)
def show_profile(account: Account) -> ResponseReturnValue:
    parts, closing = profile_parts(account, clock.now()), queries.closing_of(account)
    return render_template("accounts/profile.html", account=account, parts=parts, closing=closing)


@bp.get("/profile/name")
@requires(PERMISSION, on=own_account)
def edit_names(account: Account) -> ResponseReturnValue:
    spelt = {name.script.value: name.full_name for name in account.person.names}
    return render_template("accounts/profile_name.html", form=NamesForm(formdata=None, data=spelt))


@bp.post("/profile/name")
@requires(PERMISSION, on=own_account)
def keep_names(account: Account) -> ResponseReturnValue:
    form = NamesForm()
    if not form.validate_on_submit():
        return render_template("accounts/profile_name.html", form=form), 422
    services.correct_names(account, {script: form[script].data for script in ("ky", "ru", "en")}, at=clock.now())
    return saved(_("Your name is saved. Certificates that were issued keep the name they carry."))


@bp.get("/profile/about")
@requires(PERMISSION, on=own_account)
def edit_about(account: Account) -> ResponseReturnValue:
    person = account.person
    known = {"sex": person.sex.value, "birth_year": person.birth_year, "profession": person.profession_code}
    return render_template("accounts/profile_about.html", form=AboutForm(formdata=None, data=known))


@bp.post("/profile/about")
@requires(PERMISSION, on=own_account)
def keep_about_me(account: Account) -> ResponseReturnValue:
    form, at = AboutForm(), clock.now()
    form.birth_year.most = clock.local_day(at).year
    if not form.validate_on_submit():
        return render_template("accounts/profile_about.html", form=form), 422
    facts = {"sex": Sex(form.sex.data), "birth_year": form.birth_year.data, "profession_code": form.profession.data}
    try:
        services.correct_facts(account, **facts, at=at)
    except TooYoung:
        form.refuse("birth_year", _("Accounts are for people from the age of 18. Check the year."))
        return render_template("accounts/profile_about.html", form=form), 422
    return saved(_("Saved. Modules you have started keep what was true on that day."))


@bp.get("/profile/language")
@requires(PERMISSION, on=own_account)
def edit_language(account: Account) -> ResponseReturnValue:
    form = LanguageForm(formdata=None, data={"language": account.person.language})
    return render_template("accounts/profile_language.html", form=form)


@bp.post("/profile/language")
@requires(PERMISSION, on=own_account)
def keep_language(account: Account) -> ResponseReturnValue:
    form = LanguageForm()
    if not form.validate_on_submit():
        return render_template("accounts/profile_language.html", form=form), 422
    account.person.language = form.language.data
    return saved(_("The language of messages is saved."))


@bp.get("/profile/contact")
@requires(PERMISSION, on=own_account)
def edit_contact(account: Account) -> ResponseReturnValue:
    return render_template("accounts/profile_contact.html", form=ContactForm(formdata=None), account=account)


@bp.post("/profile/contact")
@requires(PERMISSION, on=own_account)
def keep_contact_of_mine(account: Account) -> ResponseReturnValue:
    """Set or replace the e-mail or the phone, whichever was typed; the other one stays."""
    form, at = ContactForm(), clock.now()
    contact = services.normal_contact(form.login.data or "") if form.validate_on_submit() else None
    if contact is not None and take_try(account, form):
        try:
            services.change_contact(account, contact, form.password.data, at=at)
        except SignInRefused:
            form.refuse("password", _("This is not your present password."))
        except ContactTaken:
            form.refuse("login", _("This e-mail or phone cannot be used for your account."))
        else:
            services.forgive(present_key(account))
            return _to_be_confirmed(account)
    return render_template("accounts/profile_contact.html", form=form, account=account), 422


def _to_be_confirmed(account: Account) -> ResponseReturnValue:
    """What is new is confirmed next; without a need the profile shows it."""
    text = _("Saved. From now on you can sign in with it.")
    if services.email_for_link(account) is None and services.contact_for_code(account) is None:
        return saved(text)
    flash(text, "success")
    return redirect(url_for(".confirm_contact"), 303)


@bp.get("/profile/password")
@requires(PERMISSION, on=own_account)
def edit_password(account: Account) -> ResponseReturnValue:
    return _password_page(ChangePasswordForm(formdata=None), account)


def _password_page(form: ChangePasswordForm, account: Account, status: int = 200) -> ResponseReturnValue:
    form.password.hint = password_hint(is_long=needs_long_password(account, clock.now()))
    return render_template("accounts/profile_password.html", form=form), status


@bp.post("/profile/password")
@requires(PERMISSION, on=own_account)
def keep_password(account: Account) -> ResponseReturnValue:
    form, at = ChangePasswordForm(), clock.now()
    if not form.validate_on_submit() or not take_try(account, form):
        return _password_page(form, account, 422)
    if not passwords.verify_password(form.present_password.data, account.password_hash)[0]:
        form.refuse("present_password", _("This is not your present password."))
        return _password_page(form, account, 422)
    try:
        services.set_password(account, form.password.data, at=at, but=session["_user_id"])
    except WeakPassword as error:
        form.say_weakness(error, is_long=needs_long_password(account, clock.now()))
        return _password_page(form, account, 422)
    services.forgive(present_key(account))
    return saved(_("Your new password is set. All other devices are signed out."))


@bp.get("/profile/workplace")
@requires(PERMISSION, on=own_account)
def edit_workplace(account: Account) -> ResponseReturnValue:
    """First the kind and the region, then the list: two pages, one address with a query."""
    place = PlaceStep(request.args, meta={"csrf": False}) if request.args else PlaceStep(formdata=None)
    if not request.args or not place.validate():
        return render_template("accounts/profile_place.html", form=place), 422 if request.args else 200
    return _workplace_page(_work_form(place, formdata=None), place)


def _work_form(place: PlaceStep, **options: Any) -> WorkForm:
    form = WorkForm(**options)
    form.offer(place.kind.data, place.region.data, clock.local_day(clock.now()))
    return form


def _workplace_page(form: WorkForm, place: PlaceStep, status: int = 200) -> ResponseReturnValue:
    chosen = {"kind": place.kind.data, "region": place.region.data}
    return render_template("accounts/profile_workplace.html", form=form, chosen=chosen), status


@bp.post("/profile/workplace")
@requires(PERMISSION, on=own_account)
def keep_workplace(account: Account) -> ResponseReturnValue:
    place = PlaceStep(request.args, meta={"csrf": False})
    if not place.validate():
        raise NotFound
    form = _work_form(place)
    if not form.validate_on_submit():
        return _workplace_page(form, place, 422)
    answers = form.institution_answers(place.kind.data)
    services.change_workplace(account, region_code=place.region.data, at=clock.now(), **answers)
    return saved(_("Your workplace is saved. Modules you have started stay with the institution of that day."))


@bp.get("/profile/consents")
@requires(PERMISSION, on=own_account)
def show_consents(account: Account) -> ResponseReturnValue:
    in_force = {purpose.value: people_queries.consent_in_force(account.person_id, purpose) for purpose in Purpose}
    history = people_queries.consents_of(account.person_id)
    return render_template("accounts/profile_consents.html", texts=consents.texts(), in_force=in_force, history=history)


@bp.post("/profile/consents/<any(study,evaluation,messages):purpose>/give")
@requires(PERMISSION, on=own_account)
def give_consent(account: Account, purpose: str) -> ResponseReturnValue:
    services.give_consent(account, consents.agreement_to(Purpose(purpose)), at=clock.now())
    flash(_("Your consent is recorded."), "success")
    wanted = session.pop(consents.AFTER_CONSENT, None) if purpose == Purpose.STUDY else None
    return redirect(site_path(wanted) if wanted else url_for(".show_consents"), 303)


@bp.get("/profile/consents/<any(study,evaluation,messages):purpose>/withdraw")
@requires(PERMISSION, on=own_account)
def ask_before_withdrawing(account: Account, purpose: str) -> ResponseReturnValue:
    return render_template("accounts/profile_withdraw.html", purpose=purpose, text=consents.text_of(Purpose(purpose)))


@bp.post("/profile/consents/<any(study,evaluation,messages):purpose>/withdraw")
@requires(PERMISSION, on=own_account)
def withdraw_consent(account: Account, purpose: str) -> ResponseReturnValue:
    services.withdraw_consent(account, Purpose(purpose), at=clock.now())
    flash(_("Your consent is withdrawn."), "success")
    return redirect(url_for(".show_consents"), 303)


@bp.get("/profile/devices")
@requires(PERMISSION, on=own_account)
def show_devices(account: Account) -> ResponseReturnValue:
    rows = sign_in_rows(queries.sign_ins_of(account, clock.now()), queries.hash_of_secret(session["_user_id"]))
    return render_template("accounts/profile_devices.html", rows=rows)


@bp.post("/profile/devices")
@requires(PERMISSION, on=own_account)
def end_device(account: Account) -> ResponseReturnValue:
    """``device`` is the hash under which the sign-in is kept; it opens nothing, and only own ones are ended."""
    services.end_sign_in_by_hash(account, request.form.get("device", ""), at=clock.now())
    flash(_("The device is signed out."), "success")
    return redirect(url_for(".show_devices"), 303)


@bp.post("/profile/devices/others")
@requires(PERMISSION, on=own_account)
def end_other_devices(account: Account) -> ResponseReturnValue:
    services.end_other_sign_ins(account, but=session["_user_id"], at=clock.now())
    flash(_("All other devices are signed out."), "success")
    return redirect(url_for(".show_devices"), 303)


@bp.get("/profile/looks")
@requires(PERMISSION, on=own_account)
def show_looks(account: Account) -> ResponseReturnValue:
    """Who has seen or exported something about me, when and why."""
    looks = queries.looks_at(exports.subjects_of(account.person_id), but=account.id)
    page = page_of(looks, page_asked(request.args.get("page")))
    names = queries.names_of_accounts({row.actor_id for row in page.rows})
    return render_template("accounts/profile_looks.html", page=page, names=names, act_in_words=act_in_words)


@bp.get("/profile/data")
@requires(PERMISSION, on=own_account, fresh=True)
def download_data(account: Account) -> ResponseReturnValue:
    """Everything held about the person as one file; for the person only, never cached."""
    content = {"made_at": clock.now().isoformat(), **exports.collect(account.person_id)}
    body = json.dumps(content, ensure_ascii=False, indent=2)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response
