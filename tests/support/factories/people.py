"""People and their accounts."""

from functools import cache
from itertools import count

from lms.accounts import passwords
from lms.accounts.models import Account, Role, RoleGrant
from lms.core import clock
from lms.core.extensions import db
from lms.core.folding import sort_key
from lms.people.models import Person, PersonName, Purpose, Script, Sex, Workplace, WorkplaceState
from lms.people.searching import search_text_of
from lms.people.services import Agreement, agree

PASSWORD = "correct horse battery staple"
_numbers = count(1)


@cache
def password_hash():
    return passwords.hash_password(PASSWORD)


def make_person(
    name="Асанова Айгүл Бакытовна",
    *,
    sex=Sex.FEMALE,
    birth_year=1988,
    profession="judge",
    region="KG-T",
    institution=None,
    confirmed=False,
    language="en",
):
    person = Person(
        sex=sex,
        birth_year=birth_year,
        profession_code=profession,
        region_code=region,
        language=language,
        created_at=clock.now(),
        search_text=search_text_of([name]),
        sort_key=sort_key(name),
    )
    person.names = [PersonName(script=Script.KYRGYZ, full_name=name)]
    if institution is not None:
        state = WorkplaceState.CONFIRMED if confirmed else WorkplaceState.SELF_DECLARED
        person.workplaces = [Workplace(institution_id=institution.id, since=clock.now(), state=state)]
    db.session.add(person)
    db.session.commit()
    return person


def agree_to_study(person, *, at=None):
    """What registering asks of everybody."""
    agree(person, [Agreement(Purpose.STUDY, "2026-11", "hash", "en")], at=at or clock.now())
    db.session.flush()


def make_account(*roles, person=None, email=None, phone=None, place=None, verified=True, agrees=False, **about):
    """An account whose password is PASSWORD, with these roles (``place``: institution of a focal point).

    ``verified``: whether it is known that the person can be reached; ``agrees``: to the keeping of a training record.
    """
    email = email or (None if phone else f"person{next(_numbers)}@example.org")
    account = Account(
        person_id=(person or make_person(**about)).id,
        email=email,
        phone=phone,
        password_hash=password_hash(),
        created_at=clock.now(),
        draft_salt="salt",
        email_verified_at=clock.now() if verified and email else None,
        phone_verified_at=clock.now() if verified and phone else None,
    )
    db.session.add(account)
    db.session.flush()
    if agrees:
        agree_to_study(account.person)
    for role in roles:
        db.session.add(
            RoleGrant(
                account_id=account.id,
                role=Role(role),
                institution_id=place.id if place and role == Role.FOCAL_POINT else None,
                starts_at=clock.now(),
                reason="Сыноо үчүн.",
            )
        )
    db.session.commit()
    account.judged_at = clock.now()
    return account
