"""Registration in four short steps. What was typed stays on the server for a day; the cookie only finds it again."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import consents, passwords, queries, services, steps
from lms.accounts.errors import ContactTaken, InstitutionGone, TooManyTries, WeakPassword
from lms.accounts.forms import AboutStep, ConsentStep, ContactStep, PlaceStep, WorkStep, password_hint
from lms.accounts.forms.answers import NOT_LISTED
from lms.accounts.models import Registration
from lms.accounts.policies import AccountPermission
from lms.accounts.services.signing_in import short_hash
from lms.accounts.views.blueprint import bp
from lms.accounts.views.opening import agreed_in, name_consents, open_and_enter, refuse_kindly
from lms.accounts.views.typed_so_far import current_registration, forget, go_on, remember, step, url_of
from lms.accounts.words import registration_lines
from lms.core import clock
from lms.core.i18n import _
from lms.core.policy import current_actor, public, requires
from lms.core.transactions import roll_back
from lms.invitations import queries as invitations
from lms.people.errors import TooYoung
from lms.people.services import refuse_minors

#: Answers "this contact is taken" before the address has to wait: more than a workshop would ever need.
TAKEN_PACE = services.Pace(free=100, longest=60)


@bp.get("/register")
@public
def register_door() -> ResponseReturnValue:
    """Begin, or go on where it was left."""
    if current_actor() is not None:
        return redirect(url_for(".register_ready"), 303)
    registration = current_registration()
    if registration is not None:
        return redirect(url_of(steps.next_step(registration.answers)), 303)
    return _contact_page(ContactStep(formdata=None), None)


@bp.get("/register/contact")
@public
def register_contact() -> ResponseReturnValue:
    registration = current_registration()
    if registration is None:
        return redirect(url_for(".register_door"), 303)
    form = ContactStep(formdata=None)
    answers = registration.answers
    form.login.data = answers.get("login") or answers.get("vouched", {}).get("email", "")
    form.shared.data = answers["shared"]
    return _contact_page(form, registration)


def _contact_page(form: ContactStep, registration: Registration | None, status: int = 200) -> ResponseReturnValue:
    hint = password_hint(is_long=False)
    form.password.hint = _("Leave it empty to keep the password you have chosen.") if has_chosen(registration) else hint
    return render_template("accounts/register_contact.html", form=form, registration=registration), status


def has_chosen(registration: Registration | None) -> bool:
    """Whether a password was chosen before; who comes from the provider has none yet."""
    return registration is not None and "password_hash" in registration.answers


@bp.post("/register")
@public
def keep_contact() -> ResponseReturnValue:
    registration, form = current_registration(), ContactStep()
    form.password.optional = has_chosen(registration)
    if not form.validate_on_submit():
        return _contact_page(form, registration, 422)
    contact = services.normal_contact(form.login.data)
    try:
        answers = _contact_answers(form, registration)
    except WeakPassword as error:
        form.say_weakness(error, is_long=False)
        return _contact_page(form, registration, 422)
    if contact is None or queries.account_by_login(contact.value) is not None:
        return _taken(form, registration)
    answers |= {"login": contact.value, "is_email": contact.is_email, "shared": bool(form.shared.data)}
    if registration is not None:
        return go_on(registration, **answers)
    secret = services.begin_registration(answers, at=clock.now())
    response = make_response(redirect(url_of("place"), 303))
    remember(response, secret, for_a_day=not form.shared.data)
    return response


def _contact_answers(form: ContactStep, registration: Registration | None) -> dict[str, Any]:
    """Only the hash of the password is kept. Raises ``WeakPassword``."""
    if not form.password.data and has_chosen(registration):
        return {}
    passwords.refuse_weak(form.password.data, is_long=False, own_words=[form.login.data])
    return {"password_hash": passwords.hash_password(form.password.data)}


def _taken(form: ContactStep, registration: Registration | None) -> ResponseReturnValue:
    """Said in the same words whoever asks, and not a hundred times to the same address."""
    has_begun = registration is not None
    roll_back()
    try:
        services.take_try(f"taken:{short_hash(request.remote_addr or '')}", TAKEN_PACE, at=clock.now())
    except TooManyTries:
        form.refuse_all(_("There were too many tries. Wait a minute, then try again."))
        return _contact_page(form, current_registration() if has_begun else None, 429)
    form.refuse(
        "login",
        _("This e-mail or phone cannot be used for a new account. If it is yours, sign in or ask for a new password."),
    )
    return _contact_page(form, current_registration() if has_begun else None, 422)


@bp.post("/register/start-again")
@public
def start_registration_again() -> ResponseReturnValue:
    """Forget what was typed, for whoever sits down at the same computer next."""
    registration = current_registration()
    if registration is not None:
        services.discard_registration(registration)
    response = make_response(redirect(url_for(".register_door"), 303))
    forget(response)
    return response


@bp.get("/register/place")
@public
@step("place")
def register_place(registration: Registration) -> ResponseReturnValue:
    form = PlaceStep(formdata=None, data=registration.answers)
    return render_template("accounts/register_place.html", form=form)


@bp.post("/register/place")
@public
@step("place")
def keep_place(registration: Registration) -> ResponseReturnValue:
    form = PlaceStep()
    if not form.validate_on_submit():
        return render_template("accounts/register_place.html", form=form), 422
    registration.answers = steps.with_place(registration.answers, kind=form.kind.data, region=form.region.data)
    return go_on(registration)


def _work_form(registration: Registration, **options: Any) -> WorkStep:
    answers = registration.answers
    form = WorkStep(**options)
    form.offer(answers["kind"], answers["region"], clock.local_day(clock.now()))
    return form


@bp.get("/register/work")
@public
@step("work")
def register_work(registration: Registration) -> ResponseReturnValue:
    answers = registration.answers
    chosen = NOT_LISTED if answers.get("unlisted") else answers.get("institution_id")
    form = _work_form(registration, formdata=None, data={**answers, "institution": chosen})
    return render_template("accounts/register_work.html", form=form)


@bp.post("/register/work")
@public
@step("work")
def keep_work(registration: Registration) -> ResponseReturnValue:
    form = _work_form(registration)
    if not form.validate_on_submit():
        return render_template("accounts/register_work.html", form=form), 422
    return go_on(
        registration,
        **form.institution_answers(registration.answers["kind"]),
        profession=form.profession.data,
    )


@bp.get("/register/about")
@public
@step("about")
def register_about(registration: Registration) -> ResponseReturnValue:
    return render_template("accounts/register_about.html", form=_about_form(registration))


def _about_form(registration: Registration) -> AboutStep:
    """What was typed before; else what the provider vouches for, to be corrected."""
    answers = registration.answers
    return AboutStep(formdata=None, data={**answers.get("vouched", {}), **answers})


@bp.post("/register/about")
@public
@step("about")
def keep_about(registration: Registration) -> ResponseReturnValue:
    form = AboutStep()
    form.birth_year.most = clock.local_day(clock.now()).year
    if not form.validate_on_submit():
        return render_template("accounts/register_about.html", form=form), 422
    try:
        refuse_minors(form.birth_year.data, at=clock.now())
    except TooYoung:
        return refuse_kindly(registration)
    facts = ("name", "latin", "sex", "birth_year")
    return go_on(registration, **{name: form[name].data for name in facts})


@bp.get("/register/from-18")
@public
def show_age_limit() -> ResponseReturnValue:
    return render_template("accounts/register_from_18.html")


@bp.get("/register/consent")
@public
@step("consent")
def register_consent(registration: Registration) -> ResponseReturnValue:
    return _consent_page(name_consents(ConsentStep(formdata=None)), registration)


def _consent_page(form: ConsentStep, registration: Registration, status: int = 200) -> ResponseReturnValue:
    lines = registration_lines(registration.answers, clock.local_day(clock.now()))
    return render_template("accounts/register_consent.html", form=form, lines=lines, texts=consents.texts()), status


@bp.post("/register/consent")
@public
@step("consent")
def finish_registration(registration: Registration) -> ResponseReturnValue:
    form = name_consents(ConsentStep())
    if not form.validate_on_submit():
        return _consent_page(form, registration, 422)
    try:
        return open_and_enter(registration, agreed_in(form))
    except ContactTaken:
        form.refuse_all(_("This e-mail or phone cannot be used for a new account. Change it, or sign in with it."))
        return _consent_page(form, registration, 422)
    except InstitutionGone:
        flash(_("The institution you chose is no longer in the list. Please choose again."), "notice")
        registration.answers = steps.without_institution(registration.answers)
        return go_on(registration)


@bp.get("/register/ready")
@requires(AccountPermission.OWN_PROFILE)
def register_ready() -> ResponseReturnValue:
    """The door stays open behind the person: whoever was invited begins with what was asked."""
    actor = current_actor()
    asked = invitations.accepted_by(actor.person_id) if actor else ()
    slug = next((row.module_slug for row in asked if row.module_slug), None)
    return render_template("accounts/register_ready.html", account=actor, slug=slug)
