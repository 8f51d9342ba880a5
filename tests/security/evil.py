"""A world in which every text that people write is an attack."""

from datetime import date, timedelta

import msgspec
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.models import Passkey, PasswordRequest, Role
from lms.api.services import make_token
from lms.authoring.models import PackageState, PackageUpload
from lms.authoring.services import drafts, reviews, uploads
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft, ModuleAuthor
from lms.certificates.models import Certificate
from lms.certificates.services import ask_for_correction
from lms.core import clock
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
from lms.laws.queries import flags_of
from lms.laws.services import record_change
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
from tests.security.pen import PAYLOADS, Pen
from tests.security.world import World
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.factories.framework import make_indicator_evidence
from tests.support.factories.gatherings import LINE, make_event
from tests.support.factories.invitations import make_code, make_invitation
from tests.support.factories.papers import make_batch, sheets
from tests.support.factories.releases import make_frozen_report, make_report_draft, release_table
from tests.support.packs import small_module


def document_of(pen, **changes):
    raw = sound_pack(**changes)
    kept = raw.pop("states")
    return msgspec.convert({**pen.everywhere(raw), "states": kept}, ModuleDocument)


def evil_world(start):
    """In which everybody who may write anything has written an attack, from this one on."""
    pen, world = Pen(start), World()
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
    change_of_law = record_change(
        "iccpr", frozenset({"19"}), changed_on=today, what=pen.word("Мыйзам"), link=None,
        by=people["gender reviewer"].id, at=at,
    )  # fmt: skip
    db.session.flush()
    world.values["flag_id"] = flags_of([change_of_law])[change_of_law.id][0].id
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
    package = PackageUpload(
        made_by_id=author.id,
        made_at=clock.now(),
        name=words,
        size=1,
        language="ky",
        state=PackageState.REFUSED,
        remarks=[words],
    )
    db.session.add(package)
    sent = uploads.keep(edition.module_id, f"{words}? {{=Сот ~Прокурор ~Милиция}}".encode(), **facts)
    batch = make_batch(edition, author)
    one = sheets(batch)[0]
    save_typed(one, {}, base=0, by=author.id, at=clock.now())
    db.session.flush()
    world.values |= {
        "exception_id": exception.id, "question_file_id": sent.id,
        "package_id": package.id, "batch_id": batch.id, "sheet_code": one.sheet.code,
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
