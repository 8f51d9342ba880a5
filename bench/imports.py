"""Five thousand people named by one workbook: its dry run, their invitations, and the same workbook once more."""

import io
import secrets
import time
from random import Random

from sqlalchemy import func, select

from bench.figures import Figure
from bench.world import signed_in, world
from lms.accounts.demo import make_demo_accounts
from lms.accounts.models import Account
from lms.core import clock
from lms.core.extensions import db
from lms.core.transactions import commit
from lms.institutions.queries import institution_by_key
from lms.invitations.models import Invitation
from lms.people.models import Person, Script, Workplace
from lms.people.services import PersonFacts, add_person
from lms.reporting.seed.names import full_name
from lms.sheets import Column, Sheet, write_xlsx

TITLE = "Imports"
PEOPLE, STAFF, SECONDS = 5000, 1000, 20
NOTE = f"their names are compared with those of {STAFF:,} people of the institution, and with each other"
PLACE = "supreme-court"
COLUMNS = [
    Column("name", "Full name"),
    Column("phone", "Phone"),
    Column("email", "E-mail"),
    Column("position", "Position"),
]


def measure():
    with world() as here:
        with here.app.app_context():
            make_demo_accounts("only-for-this-measurement", at=clock.now())
            place = institution_by_key(PLACE).id
            add_staff(place)
            commit()
        content = workbook()
        with here.served() as server:
            browser = signed_in(here, server.port, "coordinator@example.org")
            home = f"/en/reports/institutions/{place}/nominations"
            read, invited = name_them(browser, home, content)
            found = count(here)
            again, _nothing = name_them(browser, home, content)
        return [
            Figure("people named by one workbook", found, PEOPLE, at_least=True, note=NOTE),
            Figure("dry run and import of it", read + invited, SECONDS, " s", f"{read:.1f} s and {invited:.1f} s"),
            Figure("the same workbook again", again, SECONDS, " s", f"newly invited: {count(here) - found}"),
        ]


def add_staff(place):
    """People who work there already."""
    rng, at = Random(2), clock.now()
    for number in range(STAFF):
        is_woman = rng.random() < 0.5
        names = {Script.KYRGYZ: full_name(rng, is_woman=is_woman)}
        facts = PersonFacts(names, "female" if is_woman else "male", 1985, "judge", None, "ky")
        person: Person = add_person(facts, at=at)
        db.session.add(Workplace(person_id=person.id, institution_id=place, since=at))
        db.session.add(
            Account(person_id=person.id, email=f"staff{number}@bench.example.org", created_at=at, draft_salt="salt")
        )


def workbook():
    """Names as they come by chance, every other with a phone instead of an e-mail."""
    rng = Random(1)
    rows = [
        {
            "name": full_name(rng, is_woman=number % 2 == 0),
            "phone": f"0555{number:06}" if number % 2 else None,
            "email": None if number % 2 else f"guest{number}@bench.example.org",
            "position": "судья",
        }
        for number in range(PEOPLE)
    ]
    target = io.BytesIO()
    write_xlsx(target, [Sheet("People", COLUMNS, rows)])
    return target.getvalue()


def name_them(browser, home, content):
    """Seconds of the dry run and of what follows it."""
    browser.get(f"{home}/new")
    started = time.monotonic()
    status, location, _body = upload(browser, f"{home}/new", content)
    if status != 303:
        raise RuntimeError(f"The workbook was answered with {status}")
    browser.get(location)
    read = time.monotonic() - started
    started = time.monotonic()
    browser.post(browser.path, {"act": "others"})
    browser.post(browser.path, {"act": "invite"})
    return read, time.monotonic() - started


def upload(browser, path, content):
    """Send the form with its file, as a browser does."""
    boundary = secrets.token_hex(16)
    fields = {"csrf_token": browser.token, "asked": "nothing", "language": "ky", "pasted": ""}
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="people.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = "".join(parts).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return browser.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


def count(here):
    with here.app.app_context():
        found = db.session.scalar(select(func.count()).select_from(Invitation))
        db.session.remove()
    return found
