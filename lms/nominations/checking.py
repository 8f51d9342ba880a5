"""The dry run: what would become of each row, and what must be put right first. Nothing is written here.

Of a person who works elsewhere nothing is told but that. Names are compared only with those of the institution's own
people and guests.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from lms.accounts.services import normal_contact
from lms.core.folding import clean
from lms.core.i18n import _
from lms.institutions.queries import subtree_ids
from lms.invitations.queries import standing_contacts
from lms.invitations.services import Asked, Guest
from lms.nominations import names, queries
from lms.nominations.likeness import Names
from lms.nominations.reading import Row

LONGEST_POSITION = 120
#: Digits of a number inside the country, without the zero in front.
PHONE_DIGITS = 9


class Status(StrEnum):
    """In the order of a page: what needs a hand comes first."""

    FIX = "fix"
    TWICE = "twice"
    SIMILAR = "similar"
    ELSEWHERE = "elsewhere"
    INVITED = "invited"
    REGISTERED = "registered"
    ADDED = "added"
    READY = "ready"


#: Rows that are invited when the button is pressed.
GO = frozenset({Status.READY, Status.ADDED})
#: Rows that somebody should look at.
ASK = frozenset({Status.FIX, Status.TWICE, Status.SIMILAR})


@dataclass
class Checked:
    """A row with what it would become. ``problems``: field to the sentence that says what to do."""

    row: Row
    status: Status = Status.READY
    problems: dict[str, str] = field(default_factory=dict)
    note: str = ""
    guest: Guest | None = None


def check(rows: Sequence[Row], institution_id: UUID, asked: Asked, *, language: str) -> list[Checked]:
    """Every row with its status, in the order of the list. A handful of statements, however long the list is."""
    checked = [_read(row, language) for row in rows]
    _mark_twice(checked)
    sound = [item for item in checked if item.guest is not None and item.status is Status.READY]
    _mark_known(sound, institution_id, asked)
    _mark_similar([item for item in sound if item.status is Status.READY], institution_id)
    return checked


# ── One row by itself ────────────────────────────────────────────────────────


def _read(row: Row, language: str) -> Checked:
    name = names.with_one_alphabet(clean(row.name))
    found = Checked(row)
    if problem := names.problem_of(name):
        found.problems["name"] = problem
    email, phone = _contact(row.email), _contact(row.phone)
    if row.email and email is None:
        found.problems["email"] = _("This is no e-mail address. It looks like name@example.org.")
    if row.phone and phone is None:
        found.problems["phone"] = _phone_problem(row.phone)
    if not row.email and not row.phone:
        found.problems["phone"] = _("Enter a phone or an e-mail.")
    if len(row.position) > LONGEST_POSITION:
        found.problems["position"] = _("Use no more than %(most)s characters.", most=LONGEST_POSITION)
    if found.problems:
        found.status = Status.FIX
        return found
    found.guest = Guest(name=name, email=email, phone=phone, position=clean(row.position), language=language)
    return found


def _contact(typed: str) -> str | None:
    contact = normal_contact(typed) if typed else None
    return contact.value if contact else None


def _phone_problem(typed: str) -> str:
    digits = "".join(letter for letter in typed if letter.isdigit())
    bare = digits.removeprefix("996").removeprefix("0")
    if bare and len(bare) != PHONE_DIGITS:
        return _("The phone has %(given)s digits, %(wanted)s are needed.", given=len(bare), wanted=PHONE_DIGITS)
    return _("This is no phone number. It looks like 0555 123 456.")


# ── Rows of the same list ────────────────────────────────────────────────────


def _mark_twice(checked: Sequence[Checked]) -> None:
    """Both rows with one phone or e-mail are marked: the person who typed them chooses."""
    lines: dict[str, list[int]] = defaultdict(list)
    for item in checked:
        for contact in _contacts(item):
            lines[contact].append(item.row.line)
    for item in checked:
        for name, own in (("email", _email(item)), ("phone", _phone(item))):
            others = [line for line in lines.get(own or "", ()) if line != item.row.line]
            if others:
                item.status = Status.TWICE
                item.problems[name] = _("The same as in row %(line)s. Keep one of them.", line=others[0])


def _email(item: Checked) -> str | None:
    return item.guest.email if item.guest else None


def _phone(item: Checked) -> str | None:
    return item.guest.phone if item.guest else None


def _contacts(item: Checked) -> list[str]:
    return [contact for contact in (_email(item), _phone(item)) if contact]


# ── Against what is known ────────────────────────────────────────────────────


def _mark_known(sound: Sequence[Checked], institution_id: UUID, asked: Asked) -> None:
    """Invited before, registered here, or registered elsewhere."""
    contacts = [contact for item in sound for contact in _contacts(item)]
    standing = standing_contacts(institution_id, asked.key, contacts)
    known = queries.known_by_contact(contacts)
    own = subtree_ids([institution_id])
    for item in sound:
        people = [known[contact] for contact in _contacts(item) if contact in known]
        working = [person for person in people if person.institution_id is not None]
        if standing & set(_contacts(item)):
            item.status = Status.INVITED
        elif any(person.institution_id not in own for person in working):
            item.status = Status.ELSEWHERE
            item.note = _("Ask the person to change the workplace in the profile.")
        elif working and asked.key:
            item.status = Status.ADDED
            item.guest = _as(item.guest, working[0].person_id)
        elif working:
            item.status = Status.REGISTERED


def _as(guest: Guest | None, person_id: UUID) -> Guest | None:
    if guest is None:
        return None
    return Guest(guest.name, guest.email, guest.phone, guest.position, guest.language, person_id)


def _mark_similar(ready: Sequence[Checked], institution_id: UUID) -> None:
    """A name like one that is here already, or like one further up in the list, needs a yes."""
    staff = Names(queries.names_of_staff(institution_id))
    guests = Names(queries.names_of_guests(institution_id))
    list_itself = Names()
    sentences: tuple[tuple[Names, Callable[[object], str]], ...] = (
        (staff, lambda _found: _("A person with a similar name is registered here.")),
        (guests, lambda _found: _("A person with a similar name is invited already.")),
        (list_itself, lambda found: _("A similar name stands in row %(line)s.", line=found)),
    )
    for item in ready:
        name = item.guest.name if item.guest else ""
        if not item.row.is_another:
            for known, sentence in sentences:
                found = known.like(name)
                if found is not None:
                    item.status, item.note = Status.SIMILAR, sentence(found)
                    break
        list_itself.add(name, item.row.line)


def counted(checked: Sequence[Checked]) -> Counter[Status]:
    return Counter(item.status for item in checked)


def guests_of(checked: Sequence[Checked]) -> list[Guest]:
    """Those who are invited when the button is pressed."""
    return [item.guest for item in checked if item.status in GO and item.guest is not None]
