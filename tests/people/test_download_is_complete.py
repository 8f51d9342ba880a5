"""The copy of a person's data is complete: whatever table belongs to a person is in it, or it is said why not."""

import json
from datetime import timedelta

from lms.core.audit import record
from lms.core.models import Base
from lms.people import exports
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.factories.people import make_person
from tests.support.packs import small_module

#: Table to the part of the download that holds what it says of the person.
IN_PART = {
    "persons": "person",
    "person_names": "person",
    "workplaces": "workplaces",
    "workplace_decisions": "workplaces",
    "consents": "consents",
    "person_merges": "merges",
    "accounts": "account",
    "account_closings": "account",
    "authenticator_apps": "account",
    "passkeys": "account",
    "role_grants": "account",
    "one_use_codes": "account",
    "password_requests": "account",
    "linked_identities": "account",
    "sign_ins": "account",
    "switched_off_messages": "messages",
    "reminded": "messages",
    "invitations": "invitations",
    "enrolments": "enrolments",
    "fact_corrections": "fact_corrections",
    "set_asides": "set_aside",
    "steps": "enrolments",
    "attempts": "attempts",
    "responses": "attempts",
    "marks": "attempts",
    "try_sets": "sets_of_tries",
    "tries": "sets_of_tries",
    "key_corrections": "keys_corrected",
    "corrected_questions": "keys_corrected",
    "mark_changes": "corrected_results",
    "pass_decisions": "corrected_results",
    "essays": "essay_grades",
    "grades": "essays_marked",
    "test_exceptions": "test_exceptions",
    "check_answers": "knowledge_checks",
    "scenario_choices": "scenario_decisions",
    "certificates": "certificates",
    "certificate_lookups": "certificates",
    "certificate_corrections": "certificate_corrections",
    "module_authors": "authoring",
    "former_authors": "authoring",
    "review_signatures": "authoring",
    "review_comments": "authoring",
    "begun_answers": "authoring",
    "review_replies": "authoring",
    "wording_waivers": "authoring",
    "language_rule_versions": "authoring",
    "law_changes": "laws",
    "law_flags": "laws",
    "law_confirmations": "laws",
    "paper_batches": "paper_batches",
    "paper_sheets": "paper_sheets",
    "exports": "exports",
    "saved_tables": "saved_tables",
    "evaluation_marks": "evaluations",
    "indicator_entries": "indicator_entries",
    "indicator_evidence": "indicator_evidence",
    "gatherings": "events",
    "api_tokens": "api_tokens",
    "institution_targets": "institution_targets",
}
#: Tables that lead to a person and are not in the download, and why.
NOT_TOLD = {
    "one_use_links": "hashes that open the account once; gone within 30 days",
    "half_sign_ins": "minutes old, while somebody signs in",
    "passkey_questions": "minutes old, while a passkey is asked",
    "recovery_codes": "hashes of secrets",
    "reminder_days": "the days of the reminders, which are told themselves",
    "invitation_codes": "hashes of codes, while the invitation itself is told",
    "likely_pairs": "a guess of the last night about two people, of which one may be somebody else",
    "gathering_changes": "who changed an event of the project, which names no participant; in the log too",
    "gathering_imports": "who imported events of the project; in the log too",
    "evaluation_codings": "what somebody thinks of examples of others, who are not named; in the log too",
    "report_people": "numbers that stand for people while the enrolments, which are told, are counted",
    "report_completions": "made of the enrolments, which are told themselves",
    "report_starts": "made of the enrolments, which are told themselves",
    "report_ways": "made of the enrolments and their steps, which are told themselves",
    "report_days": "made of the enrolments and certificates, which are told themselves",
    "report_outcomes": "made of the attempts, which are told themselves",
    "nomination_lists": "names of other people, typed for an institution",
}
ROOTS = {"persons", "accounts"}
#: Through these everything hangs together, also what is nobody's.
NO_WAY = {"institutions", "training_modules", "editions", "regions", "calls", "call_places", "reviews", "questions"}


def tables_of_people():
    """Every table with a path of foreign keys to a person or an account."""
    found = set(ROOTS)
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if table.name not in found | NO_WAY and any(key.column.table.name in found for key in table.foreign_keys)
        }
        if not more:
            return found
        found |= more


def test_every_table_that_leads_to_a_person_is_in_the_download_or_it_is_said_why_not(app):
    assert tables_of_people() - IN_PART.keys() - NOT_TOLD.keys() == set()
    assert (IN_PART.keys() | NOT_TOLD.keys()) - {table.name for table in Base.metadata.sorted_tables} == set()


def test_every_part_that_is_named_exists(session):
    person = make_account().person

    assert set(IN_PART.values()) <= set(exports.collect(person.id))


def study(name):
    """Somebody with an attempt handed in and a certificate, each in a module of its own."""
    account = make_account(person=make_person(name))
    mark, number = account.id.hex[-6:], account.id.int % 10**6
    attempted, certified = (
        make_edition(small_module(f"{kind}-{mark}", f"{kind}{number}".upper())) for kind in ("m", "n")
    )
    hand_in(make_attempt(make_enrolment(attempted, account.person, done=READY)), 2)
    make_certificate(account, certified, name=name)
    return account


def test_it_tells_everything_of_the_person_and_nothing_of_anybody_else(session):
    one, other = study("Асанова Айгүл"), study("Канарейкина Жибек")

    said = json.dumps(exports.collect(one.person_id), ensure_ascii=False)

    assert "Асанова" in said
    assert one.email in said
    assert "Канарейкина" not in said
    assert not [secret for secret in (other.email, str(other.id), str(other.person_id)) if secret in said]
    assert one.password_hash not in said


def test_who_looked_and_why_is_in_it_by_role_and_not_by_name(session, frozen):
    judge = study("Асанова Айгүл")
    administrator = make_account("administrator", person=make_person("Канарейкина Жибек"))
    record(administrator.id, "admin.person.seen", judge.person, at=frozen, reason="A letter came")
    record(administrator.id, "accounts.role.given", judge, at=frozen, reason="Writes module 3")
    record(judge.id, "admin.person.seen", judge.person, at=frozen)
    session.commit()

    part = exports.collect(judge.person_id)["looks"]

    assert sorted((row["act"], row["by"], row["reason"]) for row in part) == [
        ("accounts.role.given", ["administrator"], "Writes module 3"),
        ("admin.person.seen", ["administrator"], "A letter came"),
    ]
    said = json.dumps(part, ensure_ascii=False)
    assert not [word for word in ("Канарейкина", str(administrator.id), administrator.email) if word in said]


def test_the_page_of_looks_goes_back_to_the_first_one(browser, session, frozen):
    judge, administrator = study("Асанова Айгүл"), make_account("administrator")
    for number in range(251):
        at = frozen + timedelta(minutes=number)
        record(administrator.id, "admin.person.seen", judge.person, at=at, reason=f"Look {number}.")
    session.commit()

    page = browser(judge).visit("/en/profile/looks")
    assert "Look 250." in page.text
    assert "Look 0." not in page.text
    assert "Look 0." in page.click("6").text
