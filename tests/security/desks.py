"""Desks of the world of somebody's own: essays, events, nominations, records that are mended."""

from datetime import timedelta

from lms.catalogue.models import ModuleAuthor
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.corrections import Facts, state_facts
from lms.enrolments.models import EnrolmentState
from lms.gatherings.models import GatheringImport
from lms.grading import services as grading
from lms.grading.key_queries import key_desk_for_update
from lms.grading.keys import with_right_options
from lms.grading.models import PassDecision
from lms.invitations import services as invitations
from lms.nominations.models import NominationList
from lms.people.merging import merge_people
from lms.people.models import Sex
from lms.quality.models import Kind, LikelyPair
from lms.quality.queries import asides_of
from lms.quality.services import set_aside
from tests.grading.essays import essay, essays_in, hand_in_essays, module_with
from tests.support.factories import make_edition, make_enrolment, make_person
from tests.support.factories.framework import make_indicator_evidence
from tests.support.factories.gatherings import make_event
from tests.support.factories.invitations import make_code, make_invitation
from tests.support.packs import small_module


def essays(world):
    """An essay of somebody, which the author of its module has opened to mark it."""
    edition = make_edition(module_with(essay(), slug="essays", code="M96"))
    author = world.owners["author"]
    db.session.add(ModuleAuthor(module_id=edition.module_id, account_id=author.id))
    db.session.flush()
    (work,) = essays_in(hand_in_essays(edition))
    grading.take(work, author.id, at=clock.now())
    desk = key_desk_for_update("essays", "a1", author)
    newer = with_right_options(desk.question, ["b"])
    correction = grading.correct_key(
        desk, newer, [edition.id], is_given=False, reason="Ката.", by=author.id, at=clock.now()
    )
    decision = PassDecision(enrolment_id=work.attempt.enrolment_id, correction_id=correction.id, opened_at=clock.now())
    db.session.add(decision)
    db.session.flush()
    world.values |= {"essay_id": work.id, "decision_id": decision.id}


def events(world):
    """An event and a list of events of the coordinator."""
    asker = world.owners["asker"]
    event = make_event(asker)
    upload = GatheringImport(made_by_id=asker.id, made_at=clock.now())
    db.session.add(upload)
    db.session.flush()
    proof = make_indicator_evidence(asker)
    world.values |= {"event_id": event.id, "list_of_events_id": upload.id, "evidence_id": proof.id}


def nominations(world, court):
    """A list of the own focal point, a person of it who was invited, and a call with seats for the court."""
    focal, asker, at = world.owners["own focal point"], world.owners["asker"], clock.now()
    today = clock.local_day(at)
    call = invitations.plan_call("practice", starts_on=today, ends_on=today, women_share=40, by=asker.id, at=at)
    invitations.add_place(call, 9, institution_id=court.id, region_code=None, by=asker.id, at=at)
    invitations.open_call(call, by=asker.id, at=at)
    draft = NominationList(
        account_id=focal.id, institution_id=court.id, language="ky", rows=[], created_at=at,
        expires_at=at + timedelta(days=14),
    )  # fmt: skip
    db.session.add(draft)
    db.session.flush()
    invitation = make_invitation(institution=court, by=focal)
    world.values |= {
        "call_id": call.id,
        "list_id": draft.id,
        "invitation_id": invitation.id,
        "invitation_code": make_code(invitation),
    }


def quality(world):
    """A fact of the learner that was stated afterwards, one that was set aside, and a completion without its parts."""
    person, by, at = world.owners["learner"].person, world.owners["asker"].id, clock.now()
    person.birth_year = None
    set_aside(Kind.AGE, person.id, reason="Айтпайт.", by=by, at=at)
    person.sex = Sex.NOT_STATED
    batch = state_facts(person, Facts(sex=Sex.FEMALE), also_recorded=False, reason="Тизме.", by=by, at=at)
    completed = make_enrolment(make_edition(small_module("parts", "M97")), make_person("Бөлүксүз Адам"))
    completed.state, completed.completed_at, completed.completed_on = EnrolmentState.COMPLETED, at, clock.local_day(at)
    twins = sorted((make_person("Эгизбаева Айнура"), make_person("Эгизбаева Айнура")), key=lambda one: one.id)
    three = [*twins, make_person("Эгизбаева Айнура")]
    db.session.add(LikelyPair(person_id=three[0].id, other_id=three[1].id, score=90, reasons=["name"], found_at=at))
    merge = merge_people(three[2], three[0], reason="Бир адам.", by=by, at=at)
    world.values |= {
        "twin_ids": [one.id for one in twins],
        "merge_id": merge.id,
        "person_id": person.id,
        "aside_id": asides_of(person.id)[0].id,
        "facts_batch_id": batch,
        "partless_id": completed.id,
    }
