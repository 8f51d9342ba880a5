"""The register of law: what cites what, what happens when an article changes, and who is asked every half year."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring.services import drafts
from lms.catalogue.models import EditionChange, FormerAuthor, ModuleAuthor
from lms.catalogue.queries import draft_of
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.laws import queries, register, services
from lms.laws.models import LawChange, LawFlag
from lms.laws.reminders import laws_to_confirm, sentence
from tests.support.databases import few_queries, noted_queries
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import lesson, question, small_module

REGISTER = "/en/studio/law"
FIRST = "/en/modules/practice/lessons/first"
DAY = {"changed_on-day": "1", "changed_on-month": "11", "changed_on-year": "2026"}
SAID = {"changed_on": date(2026, 11, 1), "what": "New wording.", "link": None}
TOLD = "The law named here has changed on 1 November 2026"


@pytest.fixture
def reviewer(session):
    return make_account(Role.RIGHTS_REVIEWER)


@pytest.fixture
def edition(session):
    """Lesson one and its check cite article 19, the scenario article 17; lesson two quotes article 9."""
    second = lesson("second")
    for text in second["texts"].values():
        text["body"] = (
            'Before.\n\n::: law-text {source="iccpr" at="art. 9(1)"}\nEveryone has the right.\n:::\n\nAfter.\n'
        )
    made = make_edition(lessons=[lesson("first", check="c1"), second], checks=[question("c1")])
    session.commit()
    return made


def change(reviewer, *articles):
    return services.record_change("iccpr", frozenset(articles), **SAID, by=reviewer.id, at=clock.now())


def publish_again(module, document):
    facts = {"change": EditionChange.CONTENT, "review": ReviewFacts(is_reviewed=True), "by": None, "at": clock.now()}
    return publish_edition(module, document, **facts)


def said(page):
    """With plain blanks; days are written with others, so that they do not break."""
    return " ".join(page.text.split())


def places(change):
    return {flag.place for flag in queries.flags_of([change]).get(change.id, ())}


def test_it_shows_what_cites_an_act_and_in_which_paragraph(browser, reviewer, edition):
    page = browser(reviewer).visit(REGISTER)
    assert "cited in" in page.text
    page = page.click("International Covenant on Civil and Political Rights")

    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.all("//tbody/tr")]
    assert ["M91. Lesson: Lesson first en", "art. 19", "3", "Published"] in rows
    assert ["M91. Lesson: Lesson second en", "art. 9(1)", "2", "Published"] in rows
    assert ["M91. Check c1", "art. 19", "–", "Published"] in rows
    assert ["M91. Scenario", "art. 17", "–", "Published"] in rows


def test_a_changed_article_warns_at_every_place_until_each_is_cleared(browser, session, reviewer, edition):
    learner = make_account()
    make_enrolment(edition, learner.person)
    session.commit()
    own, page = browser(learner), browser(reviewer).visit(f"{REGISTER}/iccpr")
    assert TOLD not in said(own.visit(FIRST))

    [form] = page.all("//details[summary='The act has changed']")
    assert form.getnext().xpath("following::table | self::*//table"), "it stands before the texts, which are many"
    assert page.submit("Mark the texts", articles="nineteen", what="x", **DAY).status == 422
    assert "Say what has changed." in page.submit("Mark the texts", articles="19", what="", **DAY).text
    assert page.submit("Mark the texts", articles="19", what="x", **{**DAY, "changed_on-year": "2999"}).status == 422
    page = page.submit("Mark the texts", articles="19", what="Wording.", link="https://example.org/law", **DAY)

    found = own.visit(FIRST)
    boxes = found.all("//div[@class='note'] | //div[contains(@class, 'panel--warn')]")
    notes = [" ".join(box.text_content().split()) for box in boxes]
    assert sum(TOLD in note for note in notes) == 2  # below the paragraph, and at the check
    assert found.all("//p[sup[@class='cite']]/following-sibling::*[1][self::div[@class='note']]")
    assert TOLD not in said(own.visit("/en/modules/practice/lessons/second"))
    russian = said(own.visit(FIRST.replace("/en/", "/ru/")))
    assert "Названный здесь закон изменился 1 ноября 2026" in russian

    cleared = page.click("M91. Lesson: Lesson first en")
    assert cleared.submit("Clear this text", reason="").status == 422
    cleared.submit("Clear this text", reason="Article 19 reads as before in what we say.")
    found = own.visit(FIRST)
    assert said(found).count(TOLD) == 1  # the check still waits
    session.expire_all()
    flag = session.scalars(select(LawFlag).where(LawFlag.place == "lesson:first")).one()
    assert (flag.cleared_by_id, flag.reason) == (reviewer.id, "Article 19 reads as before in what we say.")
    acts = [row.act for row in session.scalars(select(AuditRecord).order_by(AuditRecord.at, AuditRecord.id))]
    assert [act for act in acts if act.startswith("laws.")] == ["laws.change.recorded", "laws.flag.cleared"]


def test_a_question_of_a_test_and_the_scenario_say_it_too(browser, session, reviewer, edition):
    learner = make_account()
    make_enrolment(edition, learner.person)
    change(reviewer, "19")
    change(reviewer, "17")
    session.commit()
    own = browser(learner)

    asked = own.visit("/en/modules/practice/pre-test").submit("Start the pre-test")

    assert said(asked).count(TOLD) == len(asked.all("//fieldset[@data-question]"))


def test_every_edition_and_draft_is_marked_and_a_later_text_that_knows_of_it_is_not(session, reviewer, edition):
    trainer = make_account(Role.TRAINER)
    drafts.create_module(small_module("other", "M92"), by=trainer.id, at=clock.now())
    session.commit()
    made = change(reviewer, "19")
    session.flush()
    assert {"lesson:first", "check:c1"} <= places(made)
    assert {flag.module.slug for flag in queries.flags_of([made])[made.id]} == {"practice", "other"}
    assert places(change(reviewer, "3")) == set()
    assert "scenario" in places(change(reviewer))

    before = len(session.scalars(select(LawFlag)).all())
    third = {"lessons": [lesson("first"), lesson("second"), lesson("third")]}
    publish_again(edition.module, small_module(**third, law_as_of="2026-11-01"))
    session.flush()
    assert len(session.scalars(select(LawFlag)).all()) == before
    publish_again(edition.module, small_module(**third, law_as_of="2026-10-31"))
    session.flush()
    assert "lesson:third" in places(made)


def test_a_change_and_an_edition_at_once_know_of_each_other(monkeypatch, session, reviewer, edition):
    """Whoever comes second waits before it reads, and reads what the first has kept."""
    done = []
    read, changes = queries.readable_documents, queries.changes_of_acts
    monkeypatch.setattr(services, "take_turn", lambda _connection, work: done.append(work))
    monkeypatch.setattr(queries, "readable_documents", lambda: done.append("editions") or read())
    monkeypatch.setattr(queries, "changes_of_acts", lambda acts: done.append("changes") or changes(acts))

    change(reviewer, "19")
    module = edition.module
    later = small_module(lessons=[lesson("first", check="c1")], checks=[question("c1")], minutes=77)
    publish_again(module, later)

    assert done == [services.FLAGGING, "editions", services.FLAGGING, "changes"]


def test_reviewers_are_asked_every_half_year_until_they_confirm(browser, session, reviewer, edition):
    published = edition.published_at
    make_account(Role.TRAINER)
    asked = [due.account_id for due in laws_to_confirm(published + timedelta(days=184))]
    assert asked == [reviewer.id]
    assert list(laws_to_confirm(published + timedelta(days=182))) == []
    first, again = (next(iter(laws_to_confirm(published + timedelta(days=days)))).about for days in (184, 184 + 183))
    assert first != again
    assert next(iter(laws_to_confirm(published + timedelta(days=200)))).about == first

    page = browser(reviewer).visit(REGISTER)
    assert page.submit("Confirm the ticked acts").status == 422
    page.submit("Confirm the ticked acts", act="iccpr")
    session.expire_all()
    assert queries.confirmations().keys() == {"iccpr"}
    assert register.to_confirm(queries.shelves(), clock.now() + timedelta(days=182)) == {}
    assert register.to_confirm(queries.shelves(), clock.now() + timedelta(days=184)).keys() == {"iccpr"}
    assert sentence(1) != sentence(2)


def test_only_reviewers_who_did_not_write_it_clear_a_text(browser, session, reviewer, edition):
    made = change(reviewer, "19")
    session.commit()
    flag = queries.flags_of([made])[made.id][0]
    page = f"{REGISTER}/texts/{flag.id}"
    assert browser(make_account(Role.TRAINER)).visit(page).status == 404
    assert browser(make_account(Role.TRAINER)).visit(f"{REGISTER}/iccpr").status == 200
    assert browser(make_account()).visit(REGISTER).status == 403
    assert browser(reviewer).visit(page).status == 200
    for wrote in (ModuleAuthor, FormerAuthor):
        writer = make_account(Role.RIGHTS_REVIEWER)
        session.add(wrote(module_id=flag.module_id, account_id=writer.id))
        session.commit()
        assert browser(writer).visit(page).status == 404
        assert not browser(writer).visit(f"{REGISTER}/iccpr").all("//a[contains(@href, '/texts/')]")


def test_an_act_that_only_an_earlier_edition_cites_stays_until_its_texts_are_cleared(browser, session, reviewer):
    one = lesson("first")
    for text in one["texts"].values():
        text["body"] = "A statement [@act art. 9].\n"
    document = small_module(lessons=[one])
    law = msgspec.structs.replace(document.sources[0], key="act", title={"en": "An old act"})
    module = make_edition(msgspec.structs.replace(document, sources=(*document.sources, law))).module
    services.record_change("act", frozenset(), **SAID, by=reviewer.id, at=clock.now())
    publish_again(module, small_module())
    drafts.save(draft_of(module.id), small_module(), by=reviewer.id, what="module", at=clock.now())
    session.commit()
    assert "act" not in register.acts_in(queries.shelves())

    page = browser(reviewer).visit(REGISTER).click("An old act")
    assert "people who began earlier still read it" in page.text
    page = page.click("M91. Lesson: first").submit("Clear this text", reason="Nobody learns the law from it.")
    assert page.status == 200
    assert queries.open_flags() == {}


def test_of_two_reviewers_the_second_learns_that_a_text_is_cleared(browser, session, reviewer, edition):
    made = change(reviewer, "9")
    session.commit()
    flag = queries.flags_of([made])[made.id][0]
    mine, other = (
        browser(one).visit(f"{REGISTER}/texts/{flag.id}") for one in (reviewer, make_account(Role.RIGHTS_REVIEWER))
    )
    mine.submit("Clear this text", reason="It holds.")
    assert "Somebody has cleared this text meanwhile." in other.submit("Clear this text", reason="It does not.").text
    session.expire_all()
    assert session.get_one(LawFlag, flag.id).reason == "It holds."


def test_guidance_is_no_law(browser, session, reviewer, edition):
    text = small_module("soft", "M93")
    soft = msgspec.structs.replace(text.sources[0], binding=False)
    make_edition(msgspec.structs.replace(text, sources=(soft,)))
    session.commit()
    assert {line.module.slug for line in register.act_called("iccpr").lines} == {"practice"}
    assert browser(reviewer).visit(f"{REGISTER}/none").status == 404


def test_a_flagged_lesson_and_the_register_need_few_statements(app, browser, session, reviewer, edition):
    learner = make_account()
    make_enrolment(edition, learner.person)
    change(reviewer, "19")
    session.commit()
    own, their = browser(learner), browser(reviewer)
    own.visit(FIRST)
    their.visit(f"{REGISTER}/iccpr")

    with few_queries(app):
        own.visit(FIRST)
    with noted_queries(app) as few:
        their.visit(f"{REGISTER}/iccpr")
    change(reviewer)
    session.commit()
    with noted_queries(app) as more:
        their.visit(f"{REGISTER}/iccpr")
    assert len(more) == len(few)
    with noted_queries(app) as noted:
        their.visit(REGISTER)
    assert len(noted) <= 11, [statement for statement, _values in noted]
    assert [row.articles for row in session.scalars(select(LawChange).order_by(LawChange.recorded_at))] == [["19"], []]
