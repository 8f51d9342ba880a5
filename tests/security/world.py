"""One of everything that somebody owns, and somebody else for each role: what a stranger must not reach."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.accounts.models import Account, LinkPurpose, Passkey, PasswordRequest, Role
from lms.api.services import make_token
from lms.authoring.models import PackageState, PackageUpload, ReviewKind
from lms.authoring.services import drafts, reviews, uploads
from lms.catalogue.documents import Captions, MediaFile
from lms.catalogue.models import Draft, EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.certificates.services import ask_for_correction
from lms.core import clock, files, mail
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.core.models import Base
from lms.enrolments.queries import study_from
from lms.evaluations.models import FollowUpReply
from lms.evaluations.occasions import Occasion
from lms.institutions.services import close_institution, keep_upload, propose_institution
from lms.laws.queries import flags_of
from lms.laws.services import record_change
from lms.papers.services import save_typed
from lms.people.queries import current_workplace
from lms.quizzes import services as quizzes
from lms.reporting.models import Export
from lms.reporting.reports import Audience
from lms.reporting.services import save_table
from lms.reporting.stretches import Stretch
from tests.authoring.documents import sound_document, with_handouts
from tests.security import desks
from tests.support.factories import (
    make_account,
    make_certificate,
    make_completion,
    make_edition,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.support.factories.attempts import READY, make_attempt
from tests.support.factories.papers import make_batch, sheets
from tests.support.factories.releases import make_frozen_report, make_report_draft, release_table
from tests.support.packs import small_module

#: A real picture of one point: its copies in the sizes of screens are made when somebody asks for one.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SHA = hashlib.sha256(PIXEL).hexdigest()
TALK = MediaFile(
    name="talk.mp3",
    sha256=SHA,
    type="audio/mpeg",
    size=len(PIXEL),
    seconds=65,
    languages=("ky",),
    text={"ky": "Салам.", "ru": "Привет.", "en": "Hello."},
)
#: Every address of a file names this one, so that it also has what only a film has.
CAPTIONS = (Captions("ky", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nСалам\n"),)
PICTURE = MediaFile(
    name="flag.png", sha256=SHA, type="image/png", size=len(PIXEL), width=1, height=1, captions=CAPTIONS
)
#: Shown for analysis only.
LEAFLET = msgspec.structs.replace(PICTURE, name="leaflet.png", analysis=True)

#: Rows that a look may leave behind: the log, counts of looks and tries, the moment somebody was seen last.
APART = {"audit_records", "certificate_lookups", "throttles"}
SEEN = {"sign_ins": "seen_at"}


@dataclass
class World:
    """Things that belong to ``owners``, and ``strangers`` who hold a role and own none of them."""

    values: dict[str, Any] = field(default_factory=dict)
    owners: dict[str, Account] = field(default_factory=dict)
    strangers: dict[str, Account | None] = field(default_factory=dict)


def build() -> World:
    """Everything is there before anybody looks."""
    world = World()
    court, elsewhere = make_institution("Talas District Court"), make_institution("Naryn Court", region="KG-N")
    _people(world, court, elsewhere)
    _study(world, court)
    _studio(world)
    _desk_of_the_office(world, court)
    desks.essays(world)
    desks.nominations(world, court)
    desks.events(world)
    desks.quality(world)
    db.session.commit()
    return world


def settle() -> World:
    """The world with the ids of its accounts only, which outlast a session."""
    world = build()
    return World(dict(world.values), _ids_of(world.owners), _ids_of(world.strangers))


def met_again(kept) -> World:
    """A world that was settled, with its people as the session of this test knows them."""
    owners, strangers = ({who: met(id_) for who, id_ in ids.items()} for ids in (kept.owners, kept.strangers))
    return World(dict(kept.values), owners, strangers)


def met(account_id):
    return account_id and db.session.get_one(Account, account_id)


def _ids_of(people):
    return {who: account and account.id for who, account in people.items()}


def _people(world, court, elsewhere):
    world.owners = {
        "learner": make_account(name="Ээсинова Каныкей", institution=court),
        "holder": make_account(name="Ээсинов Кубат", institution=court),
        "author": make_account(Role.TRAINER),
        "own focal point": make_account(Role.FOCAL_POINT, place=court),
        "asker": make_account(Role.COORDINATOR),
        "asked again": make_account(name="Эртеңов Бакыт"),
    }
    world.strangers = {
        "visitor": None,
        "trainee": make_account(),
        "trainer": make_account(Role.TRAINER),
        "gender reviewer": make_account(Role.GENDER_REVIEWER),
        "rights reviewer": make_account(Role.RIGHTS_REVIEWER),
        "focal point": make_account(Role.FOCAL_POINT, place=elsewhere),
        "coordinator": make_account(Role.COORDINATOR),
        "administrator": make_account(Role.ADMINISTRATOR),
    }


def _study(world, court):
    files.put("media", PIXEL)
    edition = make_edition(with_handouts(small_module(media=[PICTURE, LEAFLET])))
    enrolment = make_enrolment(edition, world.owners["learner"].person, done=READY)
    unplaced = make_enrolment(edition, make_person("Орунсуз Адам"))
    attempt = make_attempt(enrolment)
    exception = quizzes.give_exception(
        study_from(enrolment), quizzes.Given(tries=1), reason="The line broke down.",
        by=world.owners["asker"].id, at=clock.now(),
    )  # fmt: skip
    holder = world.owners["holder"]
    certificate = make_certificate(holder, edition)
    correction = ask_for_correction(
        certificate, name="Ээсинов Кубатбек", languages="ky+en", why="Тамга жок.", evidence=None,
        by=holder.id, at=clock.now(),
    )  # fmt: skip
    make_completion(world.owners["asked again"], edition, at=clock.now() - timedelta(days=100))
    example = FollowUpReply(
        module_id=edition.module_id, occasion=Occasion.THREE_MONTHS, month="2026-10", outcome="used", example="Майда."
    )  # fmt: skip
    db.session.add(example)
    db.session.flush()
    world.values |= {
        "reply_id": example.id,
        "slug": "practice",
        "lesson": "first",
        "test": "quiz",
        "attempt_id": attempt.id,
        "exception_id": exception.id,
        "enrolment_id": enrolment.id,
        "unplaced_id": unplaced.id,
        "workplace_id": current_workplace(enrolment.person_id).id,
        "certificate_id": certificate.id,
        "correction_id": correction.id,
        "code": certificate.code,
        "sha256": SHA,
        "name": PICTURE.name,
    }


def with_reused(document):
    """The document with a question of the module that learners study."""
    reused = msgspec.structs.replace(document.questions_by_key["z1"], key="r1", origin="practice/z1")
    questions = sorted((*document.questions, reused), key=lambda question: question.key)
    return msgspec.structs.replace(document, questions=tuple(questions))


def _studio(world):
    author = world.owners["author"]
    document = with_handouts(sound_document(slug="desk", code="M95", media=[PICTURE, TALK]))
    module = drafts.create_module(document, by=author.id, at=clock.now())
    first = ReviewFacts(is_reviewed=False)
    edition = publish_edition(module, document, change=EditionChange.FIRST, review=first, by=None, at=clock.now())
    draft = db.session.get_one(Draft, module.id)
    changed = msgspec.structs.replace(with_reused(document), minutes=25)
    drafts.save(draft, changed, by=author.id, what="settings", at=clock.now())
    review = reviews.request_review(draft, change="content", by=author.id, at=clock.now())
    comment = reviews.add_comment(
        review,
        place="lesson:first",
        category="gender",
        must_change=False,
        text="Кара.",
        by=world.strangers["gender reviewer"].id,
        at=clock.now(),
    )
    batch = make_batch(edition, author)
    one = sheets(batch)[0]
    save_typed(one, {}, base=0, by=author.id, at=clock.now())
    world.values |= {"review_id": review.id, "comment_id": comment.id, "kind": ReviewKind.GENDER.value}
    world.values |= {"batch_id": batch.id, "sheet_code": one.sheet.code}
    facts = {"form": "gift", "language": "en", "name": "bank.gift", "by": author.id, "at": clock.now()}
    sent = uploads.keep(module.id, b"Who decides? {=The court ~The prosecutor ~The police}", **facts)
    world.values["question_file_id"] = sent.id
    package = PackageUpload(
        made_by_id=author.id, made_at=clock.now(), name="desk.zip", size=1, language="ky", state=PackageState.REFUSED
    )
    db.session.add(package)
    db.session.flush()
    world.values["package_id"] = package.id
    change = record_change(
        "iccpr",
        frozenset({"19"}),
        changed_on=clock.local_day(clock.now()),
        what="Жаңы редакция.",
        link=None,
        by=world.strangers["gender reviewer"].id,
        at=clock.now(),
    )
    db.session.flush()
    world.values["flag_id"] = flags_of([change])[change.id][0].id


def _desk_of_the_office(world, court):
    learner, asker = world.owners["learner"], world.owners["asker"]
    typed = propose_institution(
        "Талас соту", type_code="court", region_code="KG-T", by=learner.person_id, at=clock.now()
    )
    decided = {"reason": "Закон.", "by": asker.id, "at": clock.now()}
    change = close_institution(court, on=date(2199, 12, 31), **decided)
    upload = keep_upload([], by=asker.id, at=clock.now())
    export = Export(
        account_id=asker.id, table="persons", asked={}, format="csv", language="en", reason="Отчёт",
        requested_at=clock.now(), file_key=files.put("exports", b"person_key\r\n"), file_name="persons.csv",
        file_size=12, ended_at=clock.now(),
    )  # fmt: skip
    accounts.ask_for_code(learner, at=clock.now())
    request = db.session.scalars(select(PasswordRequest)).one()
    passkey = Passkey(
        account_id=learner.id, credential_id="AA", public_key="AA", sign_count=0, name="Телефон", created_at=clock.now()
    )
    db.session.add_all([export, passkey])
    report, report_draft = make_frozen_report(asker), make_report_draft(asker, date(2025, 4, 1), date(2025, 6, 30))
    token, _secret = make_token(asker.id, "Book", Audience.TEAM, lasts=timedelta(days=30), at=clock.now())
    saved = save_table(asker.id, "Talas by sex", {"rows": "sex", "columns": ""}, Stretch.THIS_YEAR, at=clock.now())
    body = "A word for you.\n\nhttp://localhost/en/profile"
    mail.send("word", "judge@example.org", language="en", subject="Word", body=body, at=clock.now())
    db.session.flush()
    job = db.session.scalars(select(Job).where(Job.name == "core.mail.deliver")).first()
    job.state, job.tries = "failed", 3
    world.values |= {
        "institution_id": court.id,
        "typed_id": typed.id,
        "place_id": court.id,
        "change_id": change.id,
        "upload_id": upload.id,
        "export_id": export.id,
        "token_id": token.id,
        "table_id": saved.id,
        "report_id": report.id,
        "draft_id": report_draft.id,
        "release_id": release_table(report, asker).id,
        "job_id": job.id,
        "passkey_id": passkey.id,
        "request_id": request.id,
        "account_id": learner.id,
        "author_id": world.owners["author"].id,
        "grant_id": world.owners["author"].grants[0].id,
        "secret": accounts.make_link(learner, LinkPurpose.RESET, at=clock.now()),
        "contact_secret": accounts.make_link(learner, LinkPurpose.CONTACT, at=clock.now()),
    }


def rows(skip=APART):
    """All tables as they are now, but for what a look may write: table to a set of rows as text."""
    db.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in skip:
            continue
        columns = [column for column in table.columns if column.name != SEEN.get(table.name)]
        found[table.name] = sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))
    return found


def changed(before, after):
    """Tables whose rows differ, with what is new or gone."""
    return {
        name: sorted(set(before[name]) ^ set(after[name])) or "rows twice"
        for name in before
        if before[name] != after[name]
    }


def audit_rows(after=0):
    """What the log says, but for so many of its first lines."""
    db.session.rollback()
    return list(db.session.scalars(select(AuditRecord).order_by(AuditRecord.at, AuditRecord.id).offset(after)))


def person(name, **about):
    return make_account(person=make_person(name, **about))
