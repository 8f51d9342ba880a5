"""Records of one person are found in any spelling, shown beside each other, merged, and separated without a trace."""

from dataclasses import replace
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.accounts.queries import account_of_person
from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.people import merging
from lms.people.errors import CannotMerge
from lms.people.exports import collect
from lms.people.leaving import Wish, forget_person
from lms.people.likeness import stems
from lms.people.models import Person, PersonMerge, PersonName, Script, Sex
from lms.quality import matching, pairs, tasks
from lms.quality.matching import Known, Reason, matches
from lms.quality.models import LikelyPair
from lms.quality.tasks import look_for_pairs
from lms.reporting import facts
from lms.reporting.choices import Choice, Period
from tests.quality.test_missing import MAY, QUEUE, posted
from tests.security import world as worlds
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import (
    make_account,
    make_certificate,
    make_edition,
    make_enrolment,
    make_institution,
    make_person,
)
from tests.support.packs import small_module

DUPLICATES, MERGES = f"{QUEUE}/duplicates", f"{QUEUE}/merges"
#: What a merge leaves behind once it is undone: its own history, and numbers that the roll-up has given out.
HISTORY = {"audit_records", "person_merges", "sign_ins", "report_people"}
DONE = ("lesson:first", "lesson:second", "scenario", "final")


_numbers = count(1)


def known(name, *, year=1988, sex=Sex.FEMALE, phone="", email=""):
    person = UUID(int=next(_numbers))
    return Known(person, person, (stems(name),), sex, year, None, phone, email)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        (("Асанова Айгүл Бакытовна",), ("Asanova Aigul",), True),
        (("Асанова Айгүл Бакытовна",), ("Асанова Айгуль Бакыт кызы",), True),
        (("Жээнбеков Бакыт",), ("Jeenbekov Bakyt Sooronbai uulu",), True),
        (("Айгүл Асанова",), ("Асанова Айгуль",), True),
        (("Асанова Айгүл Бакытовна",), ("Асанова Айгүл Маратовна",), False),
        (("Асанова Айгүл",), ("Асанова Бермет",), False),
        (("Асанова Айгүл", {"year": 1988}), ("Асанова Айгүл", {"year": 1960}), False),
        (("Асанова Айгүл", {"year": 1988}), ("Асанова Айгүл", {"year": 1989}), False),
        (("Асанова Айгүл Бакытовна", {"year": 1988}), ("Асанова Айгүл Бакытовна", {"year": 1989}), True),
        (("Асанова Айгүл", {"year": None}), ("Асанова Айгүл",), True),
        (("Асанова Айгүл", {"sex": Sex.NOT_STATED}), ("Асанова Айгүл",), True),
        (("Асанов Эркин", {"sex": Sex.MALE}), ("Асанов Эркин",), False),
        (
            ("Асанова Айгүл", {"phone": "+996555123456", "year": 1960}),
            ("Асанова Айгуль", {"phone": "+996705987654"}),
            False,
        ),
        (
            ("Асанова Айгүл", {"phone": "+996555123456", "year": 1960}),
            ("Асанова Айгуль", {"phone": "+7555123456"}),
            True,
        ),
        (
            ("Асанова Айгүл", {"email": "aigul.a@mail.ru", "year": 1960}),
            ("Aigul Asanova", {"email": "aigul.a@gmail.com"}),
            True,
        ),
        (("Асанова Айгүл", {"phone": "+996555123456"}), ("Бекова Нурзат", {"phone": "+7555123456"}), False),
    ],
)
def test_who_may_be_one_person(one, other, are):
    first, second = (known(about[0], **(about[1] if len(about) > 1 else {})) for about in (one, other))

    found = matches([first, second])

    assert bool(found) is are
    assert [(match.one, match.other) for match in found] == ([(first.id, second.id)] if are else [])


def test_of_a_merged_record_the_likest_spelling_counts():
    root = known("Асанова Айгүл", year=None)
    merged = replace(known("Асанова Айгуль Бакытовна"), counts_as=root.id)
    third = known("Asanova Aigul Bakytovna")

    for people in ([root, merged, third], [merged, root, third]):
        [match] = matches(people)
        assert (match.one, match.other) == (root.id, third.id)
        assert {Reason.PATRONYMIC, Reason.YEAR} <= set(match.reasons)


def test_many_people_are_never_compared_each_with_each(monkeypatch):
    """Four thousand with names of their own and forty twins: the twins are found in a few comparisons for each."""
    letters = "бвгджзклмнпрст"
    names = [f"{a}а{b}{c}анов {c}а{a}ы{d}" for a in letters for b in letters for c in letters for d in letters][:4000]
    people = [known(name, year=1960 + place % 40) for place, name in enumerate(names)]
    twins = [known(names[place], year=1960 + place % 40) for place in range(0, 4000, 100)]
    asked = []
    alike = matching.are_alike
    monkeypatch.setattr(matching, "are_alike", lambda a, b: asked.append(1) or alike(a, b))

    found = {(match.one, match.other) for match in matches([*people, *twins])}

    assert {(people[place * 100].id, twin.id) for place, twin in enumerate(twins)} <= found
    assert len(asked) < 4 * len(people)


@pytest.fixture
def twins(edition):
    """One person with two accounts: one completed the module, the other too, and both began a second one."""
    second = make_edition(small_module("second-practice", "M92"))
    found = []
    for name, email in (("Асанова Айгүл Бакытовна", "aigul.a@example.org"), ("Asanova Aigul", "aigul.a@example.com")):
        account = make_account(email=email, agrees=True, name=name)
        make_enrolment(edition, account.person, at=MAY, done=DONE)
        make_enrolment(second, account.person, at=MAY)
        make_certificate(
            account,
            name=name,
            edition=make_edition(small_module(f"m-{account.id.hex[-6:]}", f"N{account.id.int % 10**6}")),
        )
        found.append(account.person)
    look()
    return found


def look():
    look_for_pairs("2026-11-28")
    db.session.commit()


def trained():
    rows = facts.people(Choice(Period(MAY.date(), MAY.date())))
    return db.session.scalar(select(db.func.count()).select_from(rows))


def merge(office, person, into, reason="The institution says so."):
    page = posted(office, f"{DUPLICATES}/{person.id}/{into.id}/merge", keep=str(into.id), reason=reason)
    db.session.expire_all()
    return page


def undo(office, row=0):
    standing = select(PersonMerge).where(PersonMerge.undone_at.is_(None)).order_by(PersonMerge.made_at.desc())
    page = posted(office, f"{MERGES}/{db.session.scalars(standing).all()[row].id}/undo")
    db.session.expire_all()
    return page


def test_the_list_says_why_and_shows_the_two_beside_each_other(office, twins):
    page = office.visit(DUPLICATES)
    assert "the names sound alike" in page.text
    assert "the e-mail addresses begin alike" in page.text

    page = office.visit(f"{DUPLICATES}/{twins[1].id}/{twins[0].id}")

    assert page.status == 200
    for said in ("Асанова Айгүл Бакытовна", "Asanova Aigul", "ai…@example.org", "1988", "born in the same year"):
        assert said in page.text
    assert "aigul.a@example" not in page.text, "contacts are masked"
    assert not [word for word in ("Score", "points", "%") if word in page.text.split("By continuing")[0]]
    looks = db.session.scalars(select(AuditRecord.subject_id).where(AuditRecord.act == "quality.person.seen")).all()
    assert set(looks) == {str(person.id) for person in twins}


def test_a_merge_counts_one_less_keeps_every_row_and_is_undone_exactly(office, twins, english):
    before = worlds.rows(HISTORY)
    assert trained() == 2

    assert "count as one person" in merge(office, twins[1], twins[0]).text

    assert trained() == 1
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == []
    moved = worlds.changed(before, worlds.rows(HISTORY))
    assert {name for name in moved if not name.startswith("report_")} == {"persons"}, (
        "accounts, enrolments, certificates, consents and roles are not touched"
    )
    assert twins[1].merged_into_id == twins[0].id

    undo(office)

    assert worlds.changed(before, worlds.rows(HISTORY)) == {}
    assert trained() == 2
    assert len(office.visit(DUPLICATES).all("//table//tbody//tr")) == 1
    acts = db.session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("people.person.%"))).all()
    assert sorted(acts) == ["people.person.merged", "people.person.separated", "people.person.took_in"]
    row = db.session.scalars(select(PersonMerge)).one()
    assert (row.reason, row.undone_at is not None) == ("The institution says so.", True)
    assert posted(office, f"{MERGES}/{row.id}/undo").status == 404


def test_both_still_sign_in_and_find_their_own_module_open(browser, office, twins):
    merge(office, twins[1], twins[0])
    for person in twins:
        account = account_of_person(person.id)
        page = browser(account).visit("/en/my-learning")
        assert page.status == 200
        assert "practice" in page.html


def test_chains_lead_to_the_root_in_any_order_of_undoing(session, edition, coordinator, english):
    a, b, c = (make_person(name) for name in ("Асанова Айгүл", "Асанова Айгуль", "Asanova Aigul"))
    for person in (a, b, c):
        make_enrolment(edition, person, at=MAY, done=DONE)
    about = {"reason": "One.", "by": coordinator.id, "at": clock.now()}
    before = worlds.rows(HISTORY)
    first = merging.merge_people(a, b, **about)
    second = merging.merge_people(b, c, **about)
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [c.id, c.id, None]
    assert trained() == 1
    for wrong in ((a, c), (c, a), (c, c), (c, b)):
        with pytest.raises(CannotMerge):
            merging.merge_people(*wrong, **about)

    merging.undo_merge(first, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [None, c.id, None]
    assert trained() == 2
    again = merging.merge_people(a, b, **about) if b.merged_into_id is None else merging.merge_people(a, c, **about)
    merging.undo_merge(second, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert [person.merged_into_id for person in (a, b, c)] == [c.id, None, None]
    merging.undo_merge(again, by=coordinator.id, at=clock.now())
    db.session.commit()
    assert worlds.changed(before, worlds.rows(HISTORY)) == {}
    assert trained() == 3
    with pytest.raises(CannotMerge):
        merging.undo_merge(first, by=coordinator.id, at=clock.now())


def test_undoing_the_upper_merge_keeps_the_lower_one(session, coordinator):
    a, b, c = (make_person(name) for name in ("Асанова Айгүл", "Асанова Айгуль", "Asanova Aigul"))
    about = {"reason": "One.", "by": coordinator.id, "at": clock.now()}
    merging.merge_people(a, b, **about)
    upper = merging.merge_people(b, c, **about)
    merging.undo_merge(upper, by=coordinator.id, at=clock.now())
    db.session.commit()

    assert [person.merged_into_id for person in (a, b, c)] == [b.id, None, None]


def test_a_third_record_is_compared_with_whom_the_others_count_as(office, twins):
    merge(office, twins[1], twins[0])
    third = make_person("Асанова Айгуль")
    look()
    rows = db.session.execute(select(LikelyPair.person_id, LikelyPair.other_id)).all()

    assert {frozenset(row) for row in rows} == {frozenset({third.id, twins[0].id})}


def test_not_a_duplicate_is_set_aside_and_taken_up_again(office, twins):
    posted(office, f"{DUPLICATES}/{twins[1].id}/{twins[0].id}/set-aside", reason="Sisters-in-law.")
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == []
    look()
    assert office.visit(DUPLICATES).all("//table//tbody//tr") == [], "the next night finds them set aside"
    page = office.visit(f"{DUPLICATES}?state=aside")
    assert "Sisters-in-law." in page.text
    assert "Sisters-in-law." not in str(collect(twins[0].id)["set_aside"]), "nothing of the other is told"
    address = page.all("//table//form/@action")[0]
    posted(office, address)
    assert len(office.visit(DUPLICATES).all("//table//tbody//tr")) == 1


def test_records_of_people_with_a_role_are_merged_by_the_administrator_alone(browser, office, session):
    staff = make_account("trainer", name="Асанова Айгүл Бакытовна")
    other = make_account(name="Asanova Aigul Bakytovna")
    look()
    address = f"{DUPLICATES}/{staff.person_id}/{other.person_id}"
    assert "Only an administrator may merge them." in office.visit(address).text
    assert merge(office, other.person, staff.person).status == 404
    admin = browser(make_account("administrator"))
    assert merge(admin, other.person, staff.person).status == 200
    merged = db.session.scalars(select(PersonMerge)).one()
    assert posted(office, f"{MERGES}/{merged.id}/undo").status == 404
    assert "Undo" in admin.visit(MERGES).all("//table")[0].xpath("string()")


@pytest.mark.parametrize("role", ["focal_point", "trainer", None])
def test_to_others_duplicates_and_merges_look_absent(browser, office, twins, role):
    merge(office, twins[1], twins[0])
    third = make_person("Асанова Айгуль")
    look()
    own = browser(make_account(*([role] if role else []), place=make_institution("Court")))
    before = worlds.rows({"audit_records", "sign_ins"})
    for address in (DUPLICATES, MERGES, f"{DUPLICATES}/{third.id}/{twins[0].id}"):
        assert own.visit(address).status == 404
    merged = db.session.scalars(select(PersonMerge)).one()
    for address in (DUPLICATES, f"{MERGES}/{merged.id}/undo", f"{DUPLICATES}/{third.id}/{twins[0].id}/merge"):
        assert own.post(address, {"csrf_token": token_of(own), "keep": str(third.id), "reason": "Me."}).status == 404
    assert worlds.changed(before, worlds.rows({"audit_records", "sign_ins"})) == {}


def test_two_that_were_not_found_are_chosen_merged_and_separated(browser, office, coordinator, session):
    one, other = make_account(name="Асанова Айгүл").person, make_account(name="Мария Петренко").person
    page = office.visit(DUPLICATES).click("Compare two records")
    assert "Айгүл" not in page.text
    page = page.submit("Search", name="asanova")
    page = page.click("Choose – Асанова Айгүл")
    page = page.submit("Search", name="petrenko").click("Compare – Мария Петренко")
    assert "chosen by hand" in page.text
    seen = select(AuditRecord.subject_id).where(AuditRecord.act == "quality.person.seen")
    assert {str(one.id), str(other.id)} <= set(session.scalars(seen.where(AuditRecord.actor_id == coordinator.id)))

    merge(office, other, one)
    session.expire_all()
    assert other.merged_into_id == one.id
    shown = browser(make_account(Role.ADMINISTRATOR)).visit(f"/en/admin/people/{account_of_person(other.id).id}").text
    assert "Merged into" in shown
    assert "Асанова Айгүл" in shown
    assert office.visit(f"{DUPLICATES}/{one.id}/{other.id}").status == 404
    undo(office)
    session.expire_all()
    assert other.merged_into_id is None
    assert browser(make_account()).visit(f"{DUPLICATES}/choose?name=asanova").status == 404


def test_nobody_merges_the_own_record_and_a_pair_that_was_not_found_is_absent(office, coordinator, twins):
    twin = make_person(coordinator.person.full_name("ky"))
    stranger = make_person("Бекова Нурзат")
    look()
    assert db.session.scalars(select(LikelyPair).where(pair_with(twin))).all()
    assert office.visit(f"{DUPLICATES}/{twin.id}/{coordinator.person_id}").status == 404
    assert merge(office, twin, coordinator.person).status == 404
    assert "chosen by hand" in office.visit(f"{DUPLICATES}/{stranger.id}/{twins[0].id}").text
    assert office.visit(f"{DUPLICATES}/{UUID(int=7)}/{twins[0].id}").status == 404
    assert office.visit(f"{DUPLICATES}/{twins[0].id}/{twins[0].id}").status == 404
    page = posted(office, f"{DUPLICATES}/{twins[0].id}/{twins[1].id}/merge", keep=str(stranger.id), reason="No.")
    assert page.status == 422


def pair_with(person):
    return (LikelyPair.person_id == person.id) | (LikelyPair.other_id == person.id)


def test_each_takes_away_and_leaves_with_the_own_record_only(office, twins, english):
    merge(office, twins[1], twins[0], reason="Асанова и Asanova – одна")
    for person, other in (twins, twins[::-1]):
        said = str(collect(person.id))
        assert str(other.id) not in said
        assert other.full_name() not in said
        assert collect(person.id)["merges"][0]["counts_as_another"] is (person.id == twins[1].id)

    forget_person(twins[1].id, Wish(keeps_certificates=False), at=clock.now())
    db.session.commit()

    assert trained() == 1, "what was counted stays"
    assert db.session.scalars(select(PersonName).where(PersonName.person_id == twins[0].id)).all()
    assert {merge.reason for merge in db.session.scalars(select(PersonMerge))} == {""}
    assert db.session.scalars(select(LikelyPair).where(pair_with(twins[1]))).all() == []


def test_all_people_are_compared_in_few_statements(app, session):
    for _number in range(3):
        make_account(name="Асанова Айгүл")
    with count_queries(app) as few:
        pairs.known_people()
    for place in range(30):
        make_account(name=f"Бекова Нурзат{'абвгдежзик'[place % 10]}")
    with count_queries(app) as many:
        pairs.known_people()

    assert len(few) == len(many) <= 5


def test_of_very_many_pairs_the_likeliest_are_kept():
    likely = [known("Асанова Айгүл Бакытовна") for _number in range(4)]
    less = [known("Бекова Нурзат", year=None) for _number in range(10)]

    found = matches([*less, *likely], 6)

    assert {match.score for match in found} == {90}
    assert {one for match in found for one in (match.one, match.other)} == {one.id for one in likely}
    assert len(matches([*less, *likely])) == 6 + 45


def test_whoever_waits_sees_how_far_the_comparison_is(monkeypatch, office, twins):
    posted(office, DUPLICATES)
    assert "A comparison will begin in a moment." in office.visit(DUPLICATES).text
    posted(office, DUPLICATES)
    job = db.session.scalars(select(Job).where(Job.name == "quality.tasks.look_for_pairs")).one()
    told = tasks.Teller(job.unique_key)
    for done in range(36):
        told(done, 120)
    db.session.expire_all()
    job.state = "running"
    db.session.commit()
    assert (job.progress, job.total) == (30, 120), "every sixth of 120 is told"
    assert "They are being compared now: 25% done." in office.visit(DUPLICATES).text
    job.state, steps = "waiting", []
    db.session.commit()
    monkeypatch.setattr(tasks.Teller, "__call__", lambda self, done, of: steps.append((self.key, done, of)))

    jobs.work_off()

    db.session.expire_all()
    assert job.state == "done"
    assert [(key, done) for key, done, _of in steps] == [(job.unique_key, done) for done in range(steps[0][2])]
    assert "compared now" not in office.visit(DUPLICATES).text


def test_every_spelling_on_record_counts(session):
    one, other = make_person("Жээнбеков Бакыт"), make_person("Сыдыков Эркин")
    other.names.append(PersonName(script=Script.LATIN, full_name="Jeenbekov Bakyt"))
    db.session.commit()
    look()
    row = db.session.scalars(select(LikelyPair)).one()

    assert {row.person_id, row.other_id} == {one.id, other.id}
    assert Reason.NAME in row.reasons
    assert db.session.get_one(Person, one.id).merged_into_id is None
