"""A demonstration of its own in a temporary folder: the real content, and people to measure with.

On SQLite, or on a PostgreSQL of its own that writes to the disk as a real one does.
"""

import secrets
import shutil
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pysqlite3
from sqlalchemy import make_url, select

from bench.client import Client
from bench.servers import command, running
from config import Config
from lms.accounts import passwords
from lms.accounts.consents import agreement_to
from lms.accounts.models import Account
from lms.accounts.services import open_sign_in
from lms.app import create_app
from lms.catalogue.models import TrainingModule
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments import services as enrolments
from lms.enrolments.queries import study_from
from lms.enrolments.requirements import FINAL_KEY
from lms.people.models import Person, PersonName, Purpose, Script, Sex
from lms.people.services import agree
from lms.questions.kinds import kind_of
from lms.questions.kinds.base import ChoiceKind
from lms.quizzes import services as quizzes
from lms.quizzes.drawing import draw_first_final, other_form
from lms.quizzes.models import AttemptKind
from tests.support.postgres import DURABLE, new_server

SERVED = "wsgi:app"
PASSWORD = secrets.token_urlsafe(12)
NAMES = ("Айгүл Асанова", "Бакыт Жумабеков", "Жыпар Төлөгөнова", "Нурлан Өмүров")


@dataclass(frozen=True)
class World:
    """State under ``folder``; ``app`` for preparing and looking behind, ``environ`` for the server that is measured."""

    folder: Path
    environ: dict
    app: object
    postgres: object = None

    @property
    def database(self):
        return self.folder / "sabak.db"

    def served(self, **options):
        return running(SERVED, self.environ, **options)

    def ask(self, statement, *values):
        """The rows of a question with ``?`` in it, by the plain driver and a connection of its own."""
        if self.postgres is None:
            with closing(pysqlite3.connect(self.database)) as connection:
                return connection.execute(statement, values).fetchall()
        address = make_url(self.environ["DATABASE_URL"])
        with psycopg.connect(host=address.query["host"], user=address.username, dbname=address.database) as connection:
            return connection.execute(statement.replace("?", "%s"), values).fetchall()


@contextmanager
def world(kind="sqlite", postgres=None):
    """Migrated, with all content of the repository loaded; gone afterwards."""
    with empty_world(kind, postgres) as here:
        command("db", "upgrade", environ=here.environ)
        command("content", "load", environ=here.environ)
        yield here


@contextmanager
def empty_world(kind="sqlite", postgres=None):
    """With nothing in it; ``postgres`` is a server to use instead of a new one."""
    folder = Path(tempfile.mkdtemp(prefix="sabak-bench-"))
    environ = {"SABAK_DATA": str(folder), "SABAK_DEMO": "1", "SITE_URL": "http://127.0.0.1", "SECRET_KEY": "b" * 40}
    server = None
    if kind == "postgresql":
        server = postgres or new_server(DURABLE)
        environ["DATABASE_URL"] = server.create_database(f"bench_{secrets.token_hex(4)}")
    app = create_app(Config(environ))
    try:
        yield World(folder, environ, app, server)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        if server is not None and postgres is None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def add_learners(count, *, prefix="learner"):
    """Accounts with one password; their e-mail addresses. Inside an application context."""
    at, hashed = clock.now(), passwords.hash_password(PASSWORD)
    addresses = [f"{prefix}{number:03}@bench.example.org" for number in range(count)]
    for number, address in enumerate(addresses):
        person = Person(sex=Sex.FEMALE, birth_year=1988, profession_code="judge", language="ky", created_at=at)
        person.names = [PersonName(script=Script.KYRGYZ, full_name=NAMES[number % len(NAMES)])]
        db.session.add(person)
        db.session.flush()
        agree(person, [agreement_to(Purpose.STUDY, "ky")], at=at)
        account = Account(person_id=person.id, email=address, password_hash=hashed, created_at=at, draft_salt="salt")
        db.session.add(account)
    db.session.commit()
    return addresses


def begin(address, slug, *, lessons=None, everything=False):
    """Start the module, with so many lessons (or all before the final quiz) done; the enrolment."""
    at = clock.now()
    module = db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one()
    enrolment = enrolments.start_module(person_of(address), module, language="ky", at=at)
    db.session.flush()
    lines = [line for line in study_from(enrolment).requirements if line.key != FINAL_KEY]
    for line in lines if everything else lines[: 1 + (lessons or 0)]:
        enrolments.record_step(enrolment, line.key, at=at)
    db.session.commit()
    return enrolment


def sit(enrolment, *, seed=1):
    """Start the final quiz; the attempt. All its questions are answered by an option, as what measures it expects."""
    account = db.session.scalars(select(Account).where(Account.person_id == enrolment.person_id)).one()
    study = study_from(enrolment)
    seed = next(throw for throw in range(1000 * seed, 1000 * (seed + 1)) if draws_options(study, throw))
    attempt = quizzes.start_attempt(study, AttemptKind.FINAL, seed=seed, by=account.id, at=clock.now())
    db.session.commit()
    return attempt


def draws_options(study, seed):
    """Whether this throw draws only questions whose answer is an option."""
    drawn = draw_first_final(study.document, other_form(study.enrolment.pre_form), seed=seed)
    return all(isinstance(kind_of(study.document.questions_by_key[key]), ChoiceKind) for key, _options in drawn)


def person_of(address):
    return db.session.scalars(select(Person).join(Account).where(Account.email == address)).one()


def signed_in(here, port, address):
    """A browser of this person."""
    client = Client(port)
    with here.app.test_request_context():
        account = db.session.scalars(select(Account).where(Account.email == address)).one()
        cookie = {"_user_id": open_sign_in(account, device="bench", at=clock.now()), "_fresh": True}
        db.session.commit()
        client.cookies["sabak"] = here.app.session_interface.get_signing_serializer(here.app).dumps(cookie)
    return client
